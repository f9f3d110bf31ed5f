// Days as numbers, and the partial dates that papers carry: 2024, 2024-06, 2024-06-12, 2024-06-12T09:30:00Z.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace paperdex {

// Days since 1970-01-01 in the proleptic Gregorian calendar; negative before.
using Day = std::int32_t;

struct YearMonthDay {
  int year = 1970;
  int month = 1;
  int day = 1;
};

Day day_from_ymd(const YearMonthDay& date);
YearMonthDay ymd_from_day(Day day);

// The earliest and the latest day a paper may carry: the year of the first journal, and a bound that keeps docids
// within 32 bits (see schema.h).
inline constexpr int kFirstYear = 1665;
inline constexpr int kLastYear = 2099;

// A date as precise as its source gave it. A value; comparing compares the first instants, then the precision.
class Date {
 public:
  enum class Precision : std::uint8_t { kYear, kMonth, kDay, kSecond };

  // Reads YYYY, YYYY-MM, YYYY-MM-DD or RFC 3339 (a time with an offset, which is converted to UTC; fractions of a
  // second are dropped). nothing when the text is no such date or its year is outside [kFirstYear, kLastYear].
  static std::optional<Date> parse(std::string_view text);
  static Date from_day(Day day);
  static Date now();  // the present instant, in UTC

  Precision precision() const { return precision_; }
  // The first and the last day of the period that the date names.
  Day first_day() const { return day_; }
  Day last_day() const;
  // Its first instant, in seconds since 1970 in UTC.
  std::int64_t first_second() const { return std::int64_t{86400} * day_ + second_of_day_; }
  // What parse() reads back as the same date. Instants are written in UTC, "2024-06-12T09:30:00Z".
  std::string to_string() const;

  friend auto operator<=>(const Date&, const Date&) = default;

 private:
  Day day_ = 0;
  std::int32_t second_of_day_ = 0;
  Precision precision_ = Precision::kDay;
};

// Today in UTC.
Day today();

}  // namespace paperdex
