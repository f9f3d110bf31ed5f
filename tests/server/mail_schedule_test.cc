#include <gtest/gtest.h>

#include <cstdlib>

#include "data/date.h"
#include "server/mail/mail_error.h"
#include "server/mail/schedule.h"

namespace paperdex {
namespace {

struct Case {
  const char* zone;
  MailPeriod period;
  int hour;
  const char* now;
  const char* due;
};

// 2026-01-05 is a Monday. Berlin's clocks skip 2026-03-29 02:00, and New York's go back on 2026-11-01 at 02:00.
constexpr Case kCases[] = {
    {"UTC", MailPeriod::kDaily, 7, "2026-01-07T07:00:00Z", "2026-01-07T07:00:00Z"},
    {"UTC", MailPeriod::kDaily, 7, "2026-01-07T06:59:59Z", "2026-01-06T07:00:00Z"},
    {"UTC", MailPeriod::kDaily, 0, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"},
    {"UTC", MailPeriod::kDaily, 23, "2026-01-01T05:00:00Z", "2025-12-31T23:00:00Z"},
    {"Asia/Tokyo", MailPeriod::kDaily, 7, "2026-01-06T22:00:00Z", "2026-01-06T22:00:00Z"},
    {"Asia/Tokyo", MailPeriod::kDaily, 7, "2026-01-06T21:59:00Z", "2026-01-05T22:00:00Z"},
    {"America/New_York", MailPeriod::kDaily, 7, "2026-07-01T12:00:00Z", "2026-07-01T11:00:00Z"},
    {"UTC", MailPeriod::kWeekly, 7, "2026-01-05T07:00:00Z", "2026-01-05T07:00:00Z"},
    {"UTC", MailPeriod::kWeekly, 7, "2026-01-05T06:00:00Z", "2025-12-29T07:00:00Z"},
    {"UTC", MailPeriod::kWeekly, 7, "2026-01-11T23:00:00Z", "2026-01-05T07:00:00Z"},
    {"Pacific/Auckland", MailPeriod::kWeekly, 7, "2026-01-04T18:00:00Z", "2026-01-04T18:00:00Z"},
    {"Europe/Berlin", MailPeriod::kDaily, 2, "2026-03-29T10:00:00Z", "2026-03-29T01:00:00Z"},
    {"Europe/Berlin", MailPeriod::kDaily, 2, "2026-03-29T00:59:59Z", "2026-03-28T01:00:00Z"},
    {"America/New_York", MailPeriod::kDaily, 3, "2026-11-01T12:00:00Z", "2026-11-01T08:00:00Z"},
};

TEST(Schedule, IsDueAtAnHourOfTheFollowersClock) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(std::string(c.zone) + ' ' + c.now);
    const UnixSeconds due = latest_due({c.period, c.hour, c.zone}, Date::parse(c.now).value().first_second());
    EXPECT_EQ(due, Date::parse(c.due).value().first_second());
  }
}

TEST(Schedule, LeavesTheProcessItsTimeZone) {
  setenv("TZ", "Asia/Kolkata", 1);
  latest_due({MailPeriod::kDaily, 7, "Europe/Berlin"}, 0);
  EXPECT_STREQ(std::getenv("TZ"), "Asia/Kolkata");
  unsetenv("TZ");
  latest_due({MailPeriod::kDaily, 7, "Europe/Berlin"}, 0);
  EXPECT_EQ(std::getenv("TZ"), nullptr);
}

TEST(Schedule, KnowsHoursAndZones) {
  const auto fault_of = [](int hour, const std::string& zone) -> std::string {
    try {
      check_schedule({MailPeriod::kDaily, hour, zone});
      return "";
    } catch (const MailFault& fault) {
      return fault.key();
    }
  };
  EXPECT_EQ(fault_of(0, "UTC"), "");
  EXPECT_EQ(fault_of(23, "America/Argentina/Buenos_Aires"), "");
  EXPECT_EQ(fault_of(-1, "UTC"), "hour");
  EXPECT_EQ(fault_of(24, "UTC"), "hour");
  for (const char* zone : {"", "Europe", "Europe/", "Europe/Nowhere", "/etc/passwd", "../zoneinfo/UTC", "Europe/../UTC",
                           "Europe//Berlin", "right/UTC", "posix/UTC", "tzdata.zi", "zone.tab", ":UTC", "UTC0\n"}) {
    EXPECT_EQ(fault_of(7, zone), "time_zone") << zone;
  }
  EXPECT_EQ(fault_of(7, std::string("UTC\0x", 5)), "time_zone");
  EXPECT_EQ(fault_of(7, std::string(kMaxTimeZoneBytes + 1, 'A')), "time_zone");
}

TEST(Schedule, HasTwoPeriods) {
  EXPECT_EQ(mail_period_from_name("daily"), MailPeriod::kDaily);
  EXPECT_EQ(mail_period_from_name("weekly"), MailPeriod::kWeekly);
  EXPECT_THROW(mail_period_from_name("hourly"), MailFault);
}

TEST(Schedule, IsDueOnceAfterEachHour) {
  const Schedule at_seven{MailPeriod::kDaily, 7, "UTC"};
  constexpr UnixSeconds kSeven = 7 * 3600;  // of the first day of 1970
  EXPECT_TRUE(is_due(at_seven, kSeven - 1, kSeven));
  EXPECT_FALSE(is_due(at_seven, kSeven, kSeven));
  EXPECT_FALSE(is_due(at_seven, kSeven, kSeven + 1));
  EXPECT_TRUE(is_due(at_seven, kSeven + 2, kSeven + 1)) << "a clock that ran ahead";
}

}  // namespace
}  // namespace paperdex
