#include "query/explain.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace paperdex {
namespace {

// The tokens of a paper that some word of the question matches: few, so that each word is looked up among them quickly.
struct Matched {
  std::vector<Token> title;
  std::vector<Token> abstract;
  std::vector<Token> authors;  // all of them
};

std::vector<Token> matched_tokens(const std::string& text, const Marks& marks, Analyzer& analyzer) {
  std::vector<Token> matched;
  const std::vector<Token>& tokens = analyzer.analyze(text);
  std::copy_if(tokens.begin(), tokens.end(), std::back_inserter(matched),
               [&](const Token& token) { return marks.match(token); });
  return matched;
}

Matched matched_in(const Paper& paper, const Marks& marks, Analyzer& analyzer) {
  Matched matched{matched_tokens(paper.title, marks, analyzer), matched_tokens(paper.abstract, marks, analyzer), {}};
  for (const std::string& author : paper.authors) {
    const std::vector<Token>& tokens = analyzer.analyze(author);
    matched.authors.insert(matched.authors.end(), tokens.begin(), tokens.end());
  }
  return matched;
}

// Where a paper has the words of `marks`, as text for people; "" when nowhere.
std::string where_matched(const Matched& paper, const Marks& marks) {
  const auto hold = [](const std::vector<Token>& tokens, const Marks& any) {
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) { return any.match(token); });
  };
  const bool title = hold(paper.title, marks);
  const bool abstract = hold(paper.abstract, marks);
  if (title && abstract) return "title and abstract";
  if (title) return "title";
  if (abstract) return "abstract";
  Marks names;
  names.prefixes.assign(marks.terms.begin(), marks.terms.end());
  return hold(paper.authors, names) ? "author" : "";
}

}  // namespace

Explanation explain(const Hit& hit, const BuiltQuery& built, double recency, Analyzer& analyzer) {
  Explanation explanation;
  explanation.recency = recency;
  explanation.relevance = hit.score - recency;
  const Matched matched = matched_in(hit.paper, built.marks, analyzer);
  for (const auto& [word, marks] : built.words) {
    std::string where = where_matched(matched, marks);
    if (!where.empty()) explanation.terms.push_back({word, std::move(where)});
  }
  return explanation;
}

}  // namespace paperdex
