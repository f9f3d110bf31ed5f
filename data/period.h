// A day, an ISO week or a month: what a list of daily papers is made for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "data/date.h"

namespace paperdex {

struct DayRange {
  Day first = 0;
  Day last = 0;  // inclusive

  friend bool operator==(const DayRange&, const DayRange&) = default;
};

enum class PeriodKind { kDay, kWeek, kMonth };

// Reads YYYY-MM-DD, YYYY-Www (an ISO 8601 week: Monday to Sunday, and week 1 has the year's first Thursday) or YYYY-MM.
// Nothing when the text is none of these or a day of it is outside [kFirstYear, kLastYear].
std::optional<DayRange> parse_period(std::string_view text);

// What parse_period() reads back, for a range that is such a period; "first..last" for any other.
std::string period_text(const DayRange& range);

// Nothing when the range is none of the three.
std::optional<PeriodKind> kind_of_period(const DayRange& range);

// The period of this kind that `day` lies in.
DayRange period_of(PeriodKind kind, Day day);

}  // namespace paperdex
