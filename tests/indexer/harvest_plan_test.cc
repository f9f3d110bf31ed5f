#include "indexer/harvest_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Day day(const char* text) { return Date::parse(text)->first_day(); }

LedgerDay whole(Day when) { return {1, 1, 0, 1, true, Date::from_day(when)}; }

std::vector<std::string> fetched(const LedgerSet& set, SourceKind kind, const char* today) {
  std::vector<std::string> days;
  for (const Day each : days_to_fetch(set, kind, day(today)))
    days.push_back(Date::from_day(each).to_string().substr(5));
  return days;
}

// Whole days from 2024-02-20 on, each fetched on the day after it.
LedgerSet whole_until(const char* last) {
  LedgerSet set;
  set.start = day("2024-02-20");
  for (Day each = *set.start; each <= day(last); ++each) set.days[each] = whole(each + 1);
  return set;
}

TEST(HarvestPlan, AsksForWhatIsNotWholeAndForTheLastDaysAgain) {
  const LedgerSet set = whole_until("2024-03-01");
  EXPECT_THAT(fetched(set, SourceKind::kArxiv, "2024-03-03"), ElementsAre("03-01", "03-02", "03-03"));
  EXPECT_THAT(fetched(set, SourceKind::kEuropePmc, "2024-03-03"),
              ElementsAre("02-25", "02-26", "02-27", "02-28", "02-29", "03-01", "03-02", "03-03"))
      << "the leap day is a day";
}

TEST(HarvestPlan, AMachineThatWasOffForAWeekLosesNoDay) {
  EXPECT_THAT(fetched(whole_until("2024-03-01"), SourceKind::kArxiv, "2024-03-08"),
              ElementsAre("03-02", "03-03", "03-04", "03-05", "03-06", "03-07", "03-08"));
}

TEST(HarvestPlan, TheSameNightAgainRepeatsNothingThatIsOver) {
  LedgerSet set = whole_until("2024-03-02");
  for (auto& [each, counts] : set.days) counts.when = Date::from_day(day("2024-03-03"));
  EXPECT_THAT(fetched(set, SourceKind::kArxiv, "2024-03-03"), ElementsAre("03-03"));
}

TEST(HarvestPlan, TheClockGoingBackLosesNothingAndRepeatsNoMoreThanAnyNight) {
  LedgerSet set = whole_until("2024-03-02");
  for (auto& [each, counts] : set.days) counts.when = Date::from_day(day("2024-03-03"));
  EXPECT_THAT(fetched(set, SourceKind::kArxiv, "2024-02-25"), ElementsAre("02-23", "02-24", "02-25"))
      << "as many as on any night";
  EXPECT_THAT(fetched(set, SourceKind::kArxiv, "2024-03-04"), ElementsAre("03-02", "03-03", "03-04"));
}

TEST(HarvestPlan, GapsAreFilled) {
  LedgerSet set = whole_until("2024-03-09");
  set.days.erase(day("2024-02-22"));
  set.days[day("2024-02-23")].closed = false;
  set.days[day("2024-02-24")].received = 0;
  set.days[day("2024-02-25")].indexed = 0;
  set.days[day("2024-02-26")].rejected = 1;
  EXPECT_THAT(fetched(set, SourceKind::kArxiv, "2024-03-10"),
              ElementsAre("02-22", "02-23", "02-24", "02-25", "03-08", "03-10"));
}

TEST(HarvestPlan, DailyPapersAreAskedAgainForTwoWeeksAndThenWeekly) {
  LedgerSet set;
  set.start = day("2024-01-20");
  const Day today = day("2024-03-01");
  for (Day each = *set.start; each < today; ++each) set.days[each] = whole(today - 1);
  EXPECT_EQ(days_to_fetch(set, SourceKind::kHfDaily, today).size(), 15U) << "today and the 14 days before";
  set.days[today - 15].when = Date::from_day(today - 7);
  set.days[today - 16].when = Date::from_day(today - 6);
  set.days[today - 30].when = Date::from_day(today - 7);
  set.days[today - 31].when = Date::from_day(today - 31);
  const std::vector<Day> days = days_to_fetch(set, SourceKind::kHfDaily, today);
  EXPECT_EQ(days.size(), 17U);
  EXPECT_THAT(days, testing::IsSupersetOf({today - 30, today - 15}));
}

TEST(HarvestPlan, ALongListIsAskedForUntilItWasFoundTwice) {
  LedgerSet set;
  set.start = day("2024-02-20");
  for (Day each = *set.start; each <= day("2024-03-01"); ++each)
    set.days[each] = {51, 51, 0, 51, true, Date::from_day(day("2024-03-02"))};
  EXPECT_EQ(days_to_fetch(set, SourceKind::kArxiv, day("2024-03-03")).size(), 13U);
  for (auto& [each, counts] : set.days) counts.confirmed = true;
  EXPECT_THAT(fetched(set, SourceKind::kArxiv, "2024-03-03"), ElementsAre("03-01", "03-02", "03-03"));
  for (auto& [each, counts] : set.days) counts = {50, 50, 0, 50, true, Date::from_day(day("2024-03-02"))};
  EXPECT_THAT(fetched(set, SourceKind::kArxiv, "2024-03-03"), ElementsAre("03-01", "03-02", "03-03"));
}

TEST(HarvestPlan, AnotherQueryOrPathIsAnotherSet) {
  SourceConfig config;
  EXPECT_THAT(sets_of(config), ElementsAre(""));
  config.sets = {"cs", "math"};
  EXPECT_THAT(sets_of(config), ElementsAre("cs", "math"));
  config.sets.clear();
  config.query = "slot attention";
  EXPECT_THAT(sets_of(config), ElementsAre("slot attention"));
  config.query = std::string(kMaxSetBytes, 'q');
  EXPECT_THAT(sets_of(config), ElementsAre(config.query));
  config.query += 'q';
  const std::string cut = sets_of(config).front();
  EXPECT_EQ(cut.size(), kMaxSetBytes);
  config.query.back() = 'r';
  EXPECT_NE(sets_of(config).front(), cut);
  config.query.clear();
  config.paths = {"/a", "/b"};
  EXPECT_THAT(sets_of(config), ElementsAre("/a /b"));
}

TEST(HarvestPlan, WithoutAStartThereIsNothingToAsk) {
  EXPECT_THAT(fetched({}, SourceKind::kArxiv, "2024-03-03"), IsEmpty());
}

TEST(HarvestPlan, TheFirstDayIsTheUsersOrTheFormerOrFollowsTheSnapshot) {
  const Day today = day("2024-03-31");
  SourceConfig config;
  config.name = "arxiv";
  LedgerSet set;
  LedgerSet snapshot;
  snapshot.source = "arxiv-snapshot";
  snapshot.days[day("2024-01-10")] = whole(today);
  EXPECT_EQ(first_day_wanted(config, set, {}, today), today - kFirstNightDays);
  EXPECT_EQ(first_day_wanted(config, set, {snapshot}, today), day("2024-01-03"));
  SourceConfig other = config;
  other.kind = SourceKind::kHfDaily;
  EXPECT_EQ(first_day_wanted(other, set, {snapshot}, today), today - kFirstNightDays);
  set.start = day("2024-01-01");
  EXPECT_EQ(first_day_wanted(config, set, {snapshot}, today), day("2024-01-01"));
  set.start = day("2024-02-01");
  EXPECT_EQ(first_day_wanted(config, set, {}, today), day("2024-02-01"));
  EXPECT_EQ(first_day_wanted(config, set, {snapshot}, today), day("2024-01-03"))
      << "it was read whole after the first night";
  snapshot.days[day("2031-01-01")] = whole(today);
  EXPECT_EQ(first_day_wanted(config, {}, {snapshot}, today), today - kSnapshotOverlapDays) << "a date of the future";
  snapshot.days.erase(day("2031-01-01"));
  config.from = day("2023-01-01");
  EXPECT_EQ(first_day_wanted(config, set, {snapshot}, today), day("2023-01-01"));
}

}  // namespace
}  // namespace paperdex
