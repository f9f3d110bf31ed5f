// Measures of ranked lists, as trec_eval and CSFCube's evaluation define them.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace paperdex {

// topic -> paper -> grade
using Judgements = std::map<std::string, std::map<std::string, int>>;

// Reads TREC's four columns: topic, unused, paper, grade.
Judgements read_judgements(const std::string& file);

// Reads `id<TAB>text` lines.
std::vector<std::pair<std::string, std::string>> read_topics(const std::string& file);

// Of the first `depth` of `gains` against the best order of `judged`: sum of gain / log2(rank + 1), divided by the
// ideal.
double ndcg(const std::vector<int>& gains, std::vector<int> judged, std::size_t depth);

// Mean over the relevant papers of the precision at their rank; those not in `relevant_at` count 0.
double average_precision(const std::vector<bool>& relevant_at, std::size_t relevant);

}  // namespace paperdex
