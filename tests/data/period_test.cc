#include "data/period.h"

#include <gtest/gtest.h>

namespace paperdex {
namespace {

struct Case {
  const char* text;
  const char* from;
  const char* until;
};

// Weeks at the turns of years are those of ISO 8601's tables.
constexpr Case kPeriods[] = {
    {"2025-03-04", "2025-03-04", "2025-03-04"}, {"2025-03", "2025-03-01", "2025-03-31"},
    {"2024-02", "2024-02-01", "2024-02-29"},    {"2024-12", "2024-12-01", "2024-12-31"},
    {"2025-W09", "2025-02-24", "2025-03-02"},   {"2025-W01", "2024-12-30", "2025-01-05"},
    {"2026-W01", "2025-12-29", "2026-01-04"},   {"2026-W53", "2026-12-28", "2027-01-03"},
    {"2020-W53", "2020-12-28", "2021-01-03"},   {"2021-W01", "2021-01-04", "2021-01-10"},
    {"1969-W52", "1969-12-22", "1969-12-28"},   {"1970-W01", "1969-12-29", "1970-01-04"},
    {"1665-01", "1665-01-01", "1665-01-31"},    {"2099-12-31", "2099-12-31", "2099-12-31"},
    {"2027-02", "2027-02-01", "2027-02-28"},  // four whole weeks, but a month
};

TEST(Period, ReadsDaysWeeksAndMonthsAndWritesThemBack) {
  for (const Case& c : kPeriods) {
    SCOPED_TRACE(c.text);
    const std::optional<DayRange> range = parse_period(c.text);
    ASSERT_TRUE(range);
    EXPECT_EQ(Date::from_day(range->first).to_string(), c.from);
    EXPECT_EQ(Date::from_day(range->last).to_string(), c.until);
    EXPECT_EQ(period_text(*range), c.text);
    const std::optional<PeriodKind> kind = kind_of_period(*range);
    ASSERT_TRUE(kind);
    for (Day day = range->first; day <= range->last; ++day) EXPECT_EQ(period_of(*kind, day), *range) << day;
  }
}

TEST(Period, ReadsNothingElse) {
  for (const char* text : {"",
                           "2025",
                           "2025-W",
                           "2025-W9",
                           "2025-W00",
                           "2025-W53",
                           "2025-W54",
                           "2026-W54",
                           "2025-w09",
                           "2025W09",
                           "2025-W0a",
                           "202a-W09",
                           "2025-W09-1",
                           "2025-13",
                           "2025-02-29",
                           "2025-3",
                           "2025-03-04T00:00:00Z",
                           " 2025-03",
                           "1664-12",
                           "1665-W00",
                           "2100-01",
                           "0000-W01",
                           "2099-W54",
                           "9999-W01"}) {
    EXPECT_FALSE(parse_period(text)) << text;
  }
}

TEST(Period, KeepsWeeksWithinTheYearsOfPapers) {
  EXPECT_TRUE(parse_period("2099-W52"));
  EXPECT_FALSE(parse_period("2099-W53")) << "ends in January 2100";
  EXPECT_FALSE(parse_period("1665-W01") && parse_period("1665-W01")->first < day_from_ymd({kFirstYear, 1, 1}));
}

TEST(Period, WritesARangeThatIsNoPeriodAsItsEnds) {
  const Day day = day_from_ymd({2025, 3, 4});
  EXPECT_EQ(period_text({day, day + 1}), "2025-03-04..2025-03-05");
  EXPECT_EQ(kind_of_period({day, day + 6}), std::nullopt) << "a Tuesday to a Monday";
}

}  // namespace
}  // namespace paperdex
