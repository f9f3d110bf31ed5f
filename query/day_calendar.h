// On which days, weeks and months there are papers.
#pragma once

#include <xapian.h>

#include <optional>
#include <vector>

#include "data/period.h"

namespace paperdex {

// A paper belongs to the day that a page of daily papers showed it, or, when none did, to the day it was published. One
// whose date names a month alone belongs to that month; one whose date names a year alone to no period.
//
// Immutable: thread-safe.
class DayCalendar {
 public:
  DayCalendar() = default;
  // Throws Xapian::Error. Cost: a look at the value of every paper; 2 ms for 87,000.
  explicit DayCalendar(const Xapian::Database& db);

  // The newest day up to `until` that has papers; where no day has any, the newest month.
  std::optional<DayRange> newest(Day until) const;
  // The nearest periods of this kind, before and after one, that have papers. Cost: a binary search.
  std::optional<DayRange> before(PeriodKind kind, const DayRange& range) const;
  std::optional<DayRange> after(PeriodKind kind, const DayRange& range) const;

 private:
  const std::vector<Day>& days(PeriodKind kind) const { return kind == PeriodKind::kMonth ? months_ : days_; }

  std::vector<Day> days_;    // that have papers, ascending
  std::vector<Day> months_;  // the same with first days of months that have papers of the month
};

// The papers of a day, week or month, as above. `spill_days` is the database's kMetaSpill.
Xapian::Query papers_of(const Xapian::Database& db, const DayRange& range, int spill_days);

}  // namespace paperdex
