#include "tests/relevance/metrics.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace paperdex {

Judgements read_judgements(const std::string& file) {
  Judgements judgements;
  std::ifstream in(file);
  std::string topic, unused, paper;
  for (int grade = 0; in >> topic >> unused >> paper >> grade;) judgements[topic][paper] = grade;
  return judgements;
}

std::vector<std::pair<std::string, std::string>> read_topics(const std::string& file) {
  std::vector<std::pair<std::string, std::string>> topics;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (tab != std::string::npos) topics.emplace_back(line.substr(0, tab), line.substr(tab + 1));
  }
  return topics;
}

double ndcg(const std::vector<int>& gains, std::vector<int> judged, std::size_t depth) {
  const auto dcg = [depth](const std::vector<int>& list) {
    double sum = 0;
    for (std::size_t i = 0; i < list.size() && i < depth; ++i) sum += list[i] / std::log2(static_cast<double>(i) + 2);
    return sum;
  };
  std::sort(judged.rbegin(), judged.rend());
  const double ideal = dcg(judged);
  return ideal > 0 ? dcg(gains) / ideal : 0;
}

double average_precision(const std::vector<bool>& relevant_at, std::size_t relevant) {
  double sum = 0;
  double seen = 0;
  for (std::size_t i = 0; i < relevant_at.size(); ++i) {
    if (relevant_at[i]) sum += ++seen / static_cast<double>(i + 1);
  }
  return relevant > 0 ? sum / static_cast<double>(relevant) : 0;
}

}  // namespace paperdex
