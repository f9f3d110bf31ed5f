// The papers of one day, and where there are others.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "data/date.h"

namespace paperdex {

enum class DailySort {
  kUpvotes,    // most first; papers without a number last
  kNewest,     // by date of publication
  kRelevance,  // to a topic, by the blend; papers that have none of its words after the others, by upvotes
};

struct DayList {
  Day day = 0;
  std::optional<Day> previous;  // the nearest days with papers
  std::optional<Day> next;
  std::uint64_t total = 0;
  std::vector<Xapian::docid> docids;
};

// The papers of `day`, or of the newest day up to `reference_day` that has any. Throws Xapian::Error. Cost: the day's
// papers.
DayList day_list(const Xapian::Database& db, int spill_days, std::optional<Day> day, Day reference_day, DailySort sort,
                 std::size_t limit, std::size_t offset);

}  // namespace paperdex
