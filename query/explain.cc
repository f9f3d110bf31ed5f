#include "query/explain.h"

#include <algorithm>

namespace paperdex {
namespace {

// Where a paper has the words of `marks`, as text for people; "" when nowhere.
std::string where_matched(const Paper& paper, const Marks& marks, Analyzer& analyzer) {
  const auto holds = [&](const std::string& text) {
    const std::vector<Token>& tokens = analyzer.analyze(text);
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) { return marks.match(token); });
  };
  const bool title = holds(paper.title);
  const bool abstract = holds(paper.abstract);
  if (title && abstract) return "title and abstract";
  if (title) return "title";
  if (abstract) return "abstract";
  Marks names;
  names.prefixes.assign(marks.terms.begin(), marks.terms.end());
  for (const std::string& author : paper.authors) {
    for (const Token& token : analyzer.analyze(author)) {
      if (names.match(token)) return "author";
    }
  }
  return {};
}

}  // namespace

Explanation explain(const Hit& hit, const BuiltQuery& built, double recency, Analyzer& analyzer) {
  Explanation explanation;
  explanation.recency = recency;
  explanation.relevance = hit.score - recency;
  for (const auto& [word, marks] : built.words) {
    std::string where = where_matched(hit.paper, marks, analyzer);
    if (!where.empty()) explanation.terms.push_back({word, std::move(where)});
  }
  return explanation;
}

}  // namespace paperdex
