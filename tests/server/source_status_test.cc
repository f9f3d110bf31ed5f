#include "server/api/source_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace paperdex {
namespace {

using testing::HasSubstr;

constexpr Day kFirst = 19723;  // 2024-01-01
const Date kNow = *Date::parse("2024-01-11T12:00:00Z");

LedgerSet harvested(Day first, Day last) {
  LedgerSet set{"arxiv", "cs", first, Date::parse("2024-01-11T02:30:00Z"), "", {}, true};
  for (Day day = first; day <= last; ++day) set.days[day] = {6, 5, 1, 4, true, kNow};
  return set;
}

std::string written(const std::vector<LedgerSet>& ledger, const Date& now = kNow) {
  JsonWriter json(0);
  json.begin_object();
  write_sources(json, ledger, now);
  json.end_object();
  return json.take();
}

TEST(SourceStatus, TellsAllThatIsKnownOfASource) {
  LedgerSet set = harvested(kFirst, kFirst + 9);
  for (auto& [day, counts] : set.days) counts.announced = 5;
  set.days[kFirst + 9] = {0, 0, 0, 0, true, kNow};
  set.days[kFirst + 10] = {2, 2, 0, 2, false, kNow};
  set.days.erase(kFirst + 2);
  set.days.erase(kFirst + 3);
  set.days[kFirst + 5].received = 4;
  set.fault = "status 503";
  EXPECT_EQ(written({set}),
            R"({"sources":[{"source":"arxiv","set":"cs","state":"failing","start":"2024-01-01","through":"2024-01-02",)"
            R"("last_with_data":"2024-01-11","attempted":"2024-01-11T02:30:00Z","fault":"status 503",)"
            R"("gaps":[{"from":"2024-01-03","until":"2024-01-04"},{"from":"2024-01-06","until":"2024-01-06"}],)"
            R"("gaps_total":2,"days":9,)"
            R"("last_7_days":{"announced":27,"received":26,"rejected":5,"indexed":22}}]})"
            "\n");
}

TEST(SourceStatus, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(written({{"acl", "", {}, {}, "", {}}}),
            R"({"sources":[{"source":"acl","state":"by-hand","gaps":[],"gaps_total":0,"days":0,)"
            R"("last_7_days":{"announced":0,"received":0,"rejected":0,"indexed":0}}]})"
            "\n");
  EXPECT_EQ(written({}), "{\"sources\":[]}\n");
}

TEST(SourceStatus, GrowsStaleAsTimePasses) {
  const LedgerSet set = harvested(kFirst, kFirst + 9);
  LedgerSet whole = set;
  for (auto& [day, counts] : whole.days) counts.announced = counts.received;
  EXPECT_THAT(written({whole}, *Date::parse("2024-01-12T14:30:00Z")), HasSubstr("\"state\":\"current\""));
  EXPECT_THAT(written({whole}, *Date::parse("2024-01-12T14:30:01Z")), HasSubstr("\"state\":\"stale\""));
}

TEST(SourceStatus, CountsTheDaysUpToToday) {
  LedgerSet set = harvested(kFirst, kFirst);
  const auto received = [&](Day later) {
    return written({set}, Date::from_day(kFirst + later)).find("\"received\":5") != std::string::npos;
  };
  EXPECT_FALSE(received(-1)) << "a day to come";
  EXPECT_TRUE(received(0));
  EXPECT_TRUE(received(kRecentDays - 1));
  EXPECT_FALSE(received(kRecentDays));
}

TEST(SourceStatus, NamesNoMoreGapsThanTheLimit) {
  for (const std::size_t gaps : {kMaxGaps, kMaxGaps + 1}) {
    LedgerSet set{"arxiv", "", kFirst, kNow, "", {}, true};
    for (std::size_t i = 1; i <= gaps; ++i) set.days[kFirst + 2 * static_cast<Day>(i)] = {1, 1, 0, 1, true, kNow};
    const std::string json = written({set});
    std::size_t named = 0;
    for (std::size_t at = json.find("\"from\""); at != std::string::npos; at = json.find("\"from\"", at + 1)) ++named;
    EXPECT_EQ(named, kMaxGaps);
    EXPECT_THAT(json, HasSubstr("\"gaps_total\":" + std::to_string(gaps)));
    EXPECT_THAT(json, HasSubstr(R"([{"from":"2024-01-01","until":"2024-01-02"})")) << "the earliest";
  }
}

}  // namespace
}  // namespace paperdex
