// Evaluation: topics in, a TREC run out (`qid Q0 docid rank score paperdex`), by the very search that is served.
#pragma once

#include <istream>
#include <ostream>

#include "query/searcher.h"

namespace paperdex {

struct TrecOptions {
  bool related = false;  // the topics' texts are ids of papers, and their neighbours are ranked
  bool typing = false;
  Sort sort = Sort::kRelevance;
  std::size_t limit = kMaxResults;
};

// Reads `id<TAB>text` lines. A line that cannot be asked is told on `errors` with its number and why, and the rest goes
// on. Returns the number of such lines.
std::size_t run_topics(std::istream& topics, const TrecOptions& options, Searcher& searcher, std::ostream& run,
                       std::ostream& errors);

}  // namespace paperdex
