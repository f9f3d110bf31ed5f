// The papers of a period in order.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <vector>

namespace paperdex {

enum class DailySort {
  kUpvotes,    // most first; papers without a number last
  kNewest,     // by date of publication
  kRelevance,  // to a topic, by the blend; papers that have none of its words after the others, by upvotes
};

struct DayList {
  std::size_t total = 0;
  std::vector<Xapian::docid> docids;
};

// Of `papers` a page by upvotes, or newest first. Throws Xapian::Error. Cost: the papers.
DayList day_list(const Xapian::Database& db, const Xapian::Query& papers, bool by_upvotes, std::size_t limit,
                 std::size_t offset);

}  // namespace paperdex
