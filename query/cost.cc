#include "query/cost.h"

#include <algorithm>

#include "data/schema.h"
#include "query/ranking.h"
#include "query/spelling.h"

namespace paperdex {
namespace {

// Positions are read for each paper that has all of a phrase's words.
constexpr Postings kCostOfPhrase = 4;
// What a word may become is looked for in the text and in titles.
constexpr Postings kCostOfBeginning = 2;

}  // namespace

Postings CostEstimator::of(const SearchRequest& request) {
  const std::lock_guard lock(mutex_);
  const ParsedQuery parsed = request.prose ? parse_prose(request.text, request.typing, analyzer_)
                                           : parse_query(request.text, request.typing, analyzer_);
  const Postings papers = db_.get_doccount();
  Postings cost = of(parsed.root) + kCostOfHit * static_cast<double>(request.limit);
  if (is_date_order(request.sort) && request.sort != Sort::kNewest) cost += kCostOfOrder * papers;
  if (request.facets) cost += kCostOfFacet * std::min<Postings>(papers, kMaxFacetMatches);
  return cost;
}

Postings CostEstimator::of(const Clause& clause) const {
  Postings cost = 0;
  for (const Clause& child : clause.children) cost += of(child);
  for (const Word& word : clause.words) cost += of(word) * (clause.kind == Clause::Kind::kPhrase ? kCostOfPhrase : 1);
  return cost;
}

Postings CostEstimator::of(const Word& word) const {
  Postings cost = 0;
  for (const Token& token : word.parts) {
    if (word.is_prefix && &token == &word.parts.back()) {
      const std::size_t most = token.word.size() < kMinWildcardLetters ? kMaxShortCompletions : kMaxCompletions;
      for (const Lexicon::Entry& entry : lexicon_.complete(token.word, most)) cost += kCostOfBeginning * entry.count;
      continue;
    }
    const Postings papers = db_.get_termfreq((token.stop ? kTitlePrefix : "") + token.term);
    cost += papers > 0 || token.word.size() < kMinSpellingLetters ? papers : kCostOfCorrection;
  }
  return cost;
}

}  // namespace paperdex
