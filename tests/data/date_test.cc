#include "data/date.h"

#include <gtest/gtest.h>

#include <string>

namespace paperdex {
namespace {

using Precision = Date::Precision;

struct Case {
  const char* text;
  const char* written;  // to_string()
  Precision precision;
  YearMonthDay first;
  YearMonthDay last;
};

constexpr Case kCases[] = {
    {"2024", "2024", Precision::kYear, {2024, 1, 1}, {2024, 12, 31}},
    {"2024-06", "2024-06", Precision::kMonth, {2024, 6, 1}, {2024, 6, 30}},
    {"2024-12", "2024-12", Precision::kMonth, {2024, 12, 1}, {2024, 12, 31}},
    {"2024-06-12", "2024-06-12", Precision::kDay, {2024, 6, 12}, {2024, 6, 12}},
    {"2024-06-12T09:30:00Z", "2024-06-12T09:30:00Z", Precision::kSecond, {2024, 6, 12}, {2024, 6, 12}},
    // Leap years.
    {"2024-02", "2024-02", Precision::kMonth, {2024, 2, 1}, {2024, 2, 29}},
    {"2023-02", "2023-02", Precision::kMonth, {2023, 2, 1}, {2023, 2, 28}},
    {"1900-02", "1900-02", Precision::kMonth, {1900, 2, 1}, {1900, 2, 28}},
    {"2000-02", "2000-02", Precision::kMonth, {2000, 2, 1}, {2000, 2, 29}},
    {"2024-02-29", "2024-02-29", Precision::kDay, {2024, 2, 29}, {2024, 2, 29}},
    // Other spellings of an instant.
    {"2024-06-12t09:30:00z", "2024-06-12T09:30:00Z", Precision::kSecond, {2024, 6, 12}, {2024, 6, 12}},
    {"2024-06-12 09:30:00Z", "2024-06-12T09:30:00Z", Precision::kSecond, {2024, 6, 12}, {2024, 6, 12}},
    {"2024-06-12T09:30:00.123456Z", "2024-06-12T09:30:00Z", Precision::kSecond, {2024, 6, 12}, {2024, 6, 12}},
    {"2024-06-12T23:59:60Z", "2024-06-12T23:59:59Z", Precision::kSecond, {2024, 6, 12}, {2024, 6, 12}},
    {"2024-06-12T09:30:00+00:00", "2024-06-12T09:30:00Z", Precision::kSecond, {2024, 6, 12}, {2024, 6, 12}},
    // Offsets across midnight, months, leap days and years.
    {"2024-06-12T01:00:00+02:00", "2024-06-11T23:00:00Z", Precision::kSecond, {2024, 6, 11}, {2024, 6, 11}},
    {"2024-06-12T23:00:00-02:30", "2024-06-13T01:30:00Z", Precision::kSecond, {2024, 6, 13}, {2024, 6, 13}},
    {"2024-03-01T00:00:00+00:01", "2024-02-29T23:59:00Z", Precision::kSecond, {2024, 2, 29}, {2024, 2, 29}},
    {"2023-12-31T12:00:00-23:59", "2024-01-01T11:59:00Z", Precision::kSecond, {2024, 1, 1}, {2024, 1, 1}},
    // The edges.
    {"1665", "1665", Precision::kYear, {1665, 1, 1}, {1665, 12, 31}},
    {"1665-01-01", "1665-01-01", Precision::kDay, {1665, 1, 1}, {1665, 1, 1}},
    {"2099-12-31T23:59:59Z", "2099-12-31T23:59:59Z", Precision::kSecond, {2099, 12, 31}, {2099, 12, 31}},
    {"2100-01-01T00:30:00+01:00", "2099-12-31T23:30:00Z", Precision::kSecond, {2099, 12, 31}, {2099, 12, 31}},
};

TEST(Date, ReadsEachFormAndWritesItBack) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.text);
    const auto date = Date::parse(c.text);
    ASSERT_TRUE(date);
    EXPECT_EQ(date->to_string(), c.written);
    EXPECT_EQ(date->precision(), c.precision);
    EXPECT_EQ(date->first_day(), day_from_ymd(c.first));
    EXPECT_EQ(date->last_day(), day_from_ymd(c.last));
    EXPECT_EQ(Date::parse(date->to_string()), date);
  }
}

TEST(Date, RefusesEverythingElse) {
  constexpr const char* kRefused[] = {
      "", "-", "x", "24", "202", "20240", "2024-", "2024-6", "2024-06-", "2024-06-1", "2024-6-12", "20240612",
      "2024/06/12", " 2024", "2024 ", "+2024", "-024", "12.06.2024", "June 2024",
      // No such day.
      "2024-00", "2024-13", "2024-06-00", "2024-06-31", "2023-02-29", "1900-02-29", "2024-02-30",
      // No such time.
      "2024-06-12T", "2024-06-12T09", "2024-06-12T09:30", "2024-06-12T09:30:00", "2024-06-12T09:30Z",
      "2024-06-12T24:00:00Z", "2024-06-12T09:60:00Z", "2024-06-12T09:30:61Z", "2024-06-12T09:30:00.Z",
      "2024-06-12T09:30:00ZZ", "2024-06-12T09:30:00+02", "2024-06-12T09:30:00+0200", "2024-06-12T09:30:00+24:00",
      "2024-06-12T09:30:00+02:60", "2024-06-12T09:30:00+02:00x", "2024-06-12_09:30:00Z", "2024-06T09:30:00Z",
      // Out of range, the last two by their offset.
      "0000", "1664", "1664-12-31", "2100", "2100-01-01", "9999", "2099-12-31T23:30:00-01:00",
      "1665-01-01T00:30:00+01:00"};
  for (const char* text : kRefused) EXPECT_FALSE(Date::parse(text)) << text;
}

TEST(Date, WritesEveryDayOfTheRangeAsWhatItReads) {
  const Day first = day_from_ymd({kFirstYear, 1, 1});
  const Day last = day_from_ymd({kLastYear, 12, 31});
  for (Day day = first; day <= last; ++day) {
    const Date date = Date::from_day(day);
    const YearMonthDay ymd = ymd_from_day(day);
    ASSERT_EQ(day_from_ymd(ymd), day);
    ASSERT_EQ(Date::parse(date.to_string()), date) << date.to_string();
  }
}

TEST(Date, CountsDaysFrom1970) {
  EXPECT_EQ(day_from_ymd({1970, 1, 1}), 0);
  EXPECT_EQ(day_from_ymd({1969, 12, 31}), -1);
  EXPECT_EQ(day_from_ymd({2000, 3, 1}), 11017);
}

TEST(Date, OrdersByFirstInstantThenByPrecision) {
  constexpr const char* kOrdered[] = {"1665",
                                      "2023-12-31T23:59:59Z",
                                      "2024",
                                      "2024-01",
                                      "2024-01-01",
                                      "2024-01-01T00:00:00Z",
                                      "2024-01-01T00:00:01Z",
                                      "2024-01-02",
                                      "2024-02"};
  for (std::size_t i = 0; i + 1 < std::size(kOrdered); ++i) {
    // Midnight is an instant of the day as any other: it sorts behind the periods that start with it.
    EXPECT_LT(Date::parse(kOrdered[i]), Date::parse(kOrdered[i + 1])) << kOrdered[i];
  }
}

TEST(Date, KnowsThePresent) {
  const Day before = today();
  const Date now = Date::now();
  EXPECT_GE(now.first_day(), before);
  EXPECT_LE(now.first_day(), today());
  EXPECT_EQ(now.precision(), Precision::kSecond);
  EXPECT_EQ(Date::parse(now.to_string()), now);
}

}  // namespace
}  // namespace paperdex
