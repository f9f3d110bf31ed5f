#include "data/period.h"

#include <cstdio>
#include <utility>

namespace paperdex {
namespace {

constexpr Day kDaysOfWeek = 7;

// 0 is Monday. 1970-01-01 was a Thursday.
Day weekday(Day day) {
  const Day from_monday = (day + 3) % kDaysOfWeek;
  return from_monday < 0 ? from_monday + kDaysOfWeek : from_monday;
}

Day monday_of(Day day) { return day - weekday(day); }

// The Monday of week 1: the week of January 4, which has the year's first Thursday.
Day first_monday(int year) { return monday_of(day_from_ymd({year, 1, 4})); }

bool is_in_range(const DayRange& range) {
  return range.first >= day_from_ymd({kFirstYear, 1, 1}) && range.last <= day_from_ymd({kLastYear, 12, 31});
}

// "2025-W09"
std::optional<DayRange> parse_week(std::string_view text) {
  if (text.size() != 8 || text.substr(4, 2) != "-W") return std::nullopt;
  int year = 0;
  int week = 0;
  for (const auto& [part, number] : {std::pair(text.substr(0, 4), &year), std::pair(text.substr(6), &week)}) {
    for (const char c : part) {
      if (c < '0' || c > '9') return std::nullopt;
      *number = *number * 10 + (c - '0');
    }
  }
  if (year < kFirstYear || year > kLastYear || week == 0) return std::nullopt;
  const Day monday = first_monday(year) + (week - 1) * kDaysOfWeek;
  if (monday >= first_monday(year + 1)) return std::nullopt;
  return DayRange{monday, monday + kDaysOfWeek - 1};
}

}  // namespace

std::optional<DayRange> parse_period(std::string_view text) {
  std::optional<DayRange> range = parse_week(text);
  if (!range) {
    const std::optional<Date> date = Date::parse(text);
    const bool is_period =
        date && (date->precision() == Date::Precision::kDay || date->precision() == Date::Precision::kMonth);
    if (!is_period) return std::nullopt;
    range = DayRange{date->first_day(), date->last_day()};
  }
  return is_in_range(*range) ? range : std::nullopt;
}

std::optional<PeriodKind> kind_of_period(const DayRange& range) {
  for (const PeriodKind kind : {PeriodKind::kDay, PeriodKind::kWeek, PeriodKind::kMonth}) {
    if (period_of(kind, range.first) == range) return kind;
  }
  return std::nullopt;
}

DayRange period_of(PeriodKind kind, Day day) {
  switch (kind) {
    case PeriodKind::kDay:
      break;
    case PeriodKind::kWeek:
      return {monday_of(day), monday_of(day) + kDaysOfWeek - 1};
    case PeriodKind::kMonth: {
      const YearMonthDay ymd = ymd_from_day(day);
      const YearMonthDay next =
          ymd.month == 12 ? YearMonthDay{ymd.year + 1, 1, 1} : YearMonthDay{ymd.year, ymd.month + 1, 1};
      return {day_from_ymd({ymd.year, ymd.month, 1}), day_from_ymd(next) - 1};
    }
  }
  return {day, day};
}

std::string period_text(const DayRange& range) {
  std::string from = Date::from_day(range.first).to_string();
  const std::optional<PeriodKind> kind = kind_of_period(range);
  if (!kind) return from + ".." + Date::from_day(range.last).to_string();
  switch (*kind) {
    case PeriodKind::kDay:
      break;
    case PeriodKind::kWeek: {
      const int year = ymd_from_day(range.first + 3).year;  // of its Thursday
      char text[32];
      std::snprintf(text, sizeof text, "%04d-W%02d", year, (range.first - first_monday(year)) / kDaysOfWeek + 1);
      return text;
    }
    case PeriodKind::kMonth:
      return from.substr(0, 7);
  }
  return from;
}

}  // namespace paperdex
