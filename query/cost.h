// How much work a question will be, told before it has a Searcher: for whose turn it is (fair_queue.h).
#pragma once

#include <xapian.h>

#include <filesystem>
#include <mutex>

#include "data/database.h"
#include "data/lexicon.h"
#include "data/text/analyzer.h"
#include "query/parser.h"
#include "query/search_request.h"

namespace paperdex {

// In postings: what is counted is how often the index holds the words that are asked for, and other work by what it
// takes as long as. A million take about 100 ms where they are all walked; most questions walk fewer than they have.
using Postings = double;

inline constexpr Postings kCostly = 300'000;           // from here on
inline constexpr Postings kCostOfHit = 500;            // read, highlighted and written
inline constexpr Postings kCostOfCorrection = 50'000;  // of a word that the index does not hold
inline constexpr Postings kCostOfOrder = 5;            // for each paper, of an order that needs them all
inline constexpr Postings kCostOfFacet = 5;            // for each paper counted

// Thread-safe: callers wait for each other, for as long as it takes to look up a question's words.
class CostEstimator {
 public:
  // `lexicon` outlives it. Throws Xapian::Error.
  CostEstimator(const std::filesystem::path& database, const Lexicon& lexicon)
      : lexicon_(lexicon), db_(open_database(database)) {}

  // Throws QueryError where the question's text passes a limit, and Xapian::Error.
  Postings of(const SearchRequest& request);

 private:
  Postings of(const Clause& clause) const;
  Postings of(const Word& word) const;

  const Lexicon& lexicon_;
  std::mutex mutex_;
  Xapian::Database db_;
  Analyzer analyzer_;
};

}  // namespace paperdex
