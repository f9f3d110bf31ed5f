#include "indexer/harvester.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "data/error.h"
#include "indexer/fetcher.h"
#include "indexer/harvest_plan.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Day kFirst = 20'000;

Paper paper(const std::string& id) {
  Paper paper = make_paper(id, "Title of " + id);
  paper.source = "arxiv";
  return paper;
}

// Hands out what each day is to hold, then its Covered.
class ScriptedSource final : public PaperSource {
 public:
  struct Script {
    std::map<Day, std::vector<SourceItem>> items;
    std::map<Day, std::uint64_t> announced;  // else as many as there are
    std::set<Day> failing;                   // after their items
    std::set<Day> open;                      // not over yet
    std::vector<Day> asked;
  };

  ScriptedSource(Script& script, std::vector<Day> days) : script_(script), days_(days.begin(), days.end()) {}

  SourceItem next() override {
    if (days_.empty()) return Done{};
    const Day day = days_.front();
    const std::vector<SourceItem>& items = script_.items[day];
    if (at_ == 0) script_.asked.push_back(day);
    if (at_ < items.size()) return items[at_++];
    at_ = 0;
    if (script_.failing.contains(day)) throw FetchError("status 503 on " + std::to_string(day));
    days_.pop_front();
    const auto announced = script_.announced.find(day);
    return Covered{day, announced != script_.announced.end() ? announced->second : items.size(),
                   !script_.open.contains(day)};
  }

 private:
  ScriptedSource::Script& script_;
  std::deque<Day> days_;
  std::size_t at_ = 0;
};

class HarvesterTest : public testing::Test {
 protected:
  HarvestCounts run(int days, const char* now = "2024-10-20T02:30:00Z") {
    const IndexLock lock{folder()};
    Staging staging(lock);
    Harvester harvester(
        staging, [&](const HarvestTask& part) { return std::make_unique<ScriptedSource>(script, part.days); },
        [&](const Rejected& rejected) { rejects.push_back(rejected.reason); },
        [&] {
          if (stop_after > 0 && --stop_after == 0) throw Stopped{};
        },
        *Date::parse(now));
    HarvestTask task{config(), "cs", {}};
    for (int i = 0; i < days; ++i) task.days.push_back(kFirst + i);
    set = find_set(staging.ledger(), "arxiv", "cs");
    const HarvestCounts counts = harvester.run(task, set, by_hand);
    documents = staging.documents();
    commits = staging.commit_name().commits;
    return counts;
  }

  // As the next session finds it.
  LedgerSet stored() {
    const IndexLock lock{folder()};
    return find_set(Staging(lock).ledger(), "arxiv", "cs");
  }

  IndexDir folder() const { return IndexDir(folder_.path()); }
  static SourceConfig config() {
    SourceConfig config;
    config.name = "arxiv";
    return config;
  }

  TemporaryFolder folder_;
  ScriptedSource::Script script;
  std::vector<std::string> rejects;
  LedgerSet set;
  int stop_after = 0;
  bool by_hand = false;
  std::uint64_t documents = 0;
  std::uint64_t commits = 0;
};

TEST_F(HarvesterTest, PutsPapersInAndCountsThemInTheLedger) {
  script.items[kFirst] = {paper("a"), paper("b"), Rejected{"arxiv", 3, "title", "is missing"}};
  script.items[kFirst + 1] = {Deleted{"arxiv", "a"}, Deleted{"arxiv", "never there"}, paper("b")};
  const HarvestCounts counts = run(3);
  EXPECT_EQ(counts.days, 3U);
  EXPECT_EQ(counts.received, 6U);
  EXPECT_EQ(counts.added, 2U);
  EXPECT_EQ(counts.unchanged, 1U);
  EXPECT_EQ(counts.removed, 1U);
  EXPECT_EQ(documents, 1U);
  EXPECT_THAT(rejects, ElementsAre("is missing"));
  const LedgerSet found = stored();
  const Date now = *Date::parse("2024-10-20T02:30:00Z");
  EXPECT_EQ(found.days.at(kFirst), (LedgerDay{3, 3, 1, 2, true, now}));
  EXPECT_EQ(found.days.at(kFirst + 1), (LedgerDay{3, 3, 0, 3, true, now}));
  EXPECT_EQ(found.days.at(kFirst + 2), (LedgerDay{0, 0, 0, 0, true, now})) << "a quiet day";
  EXPECT_TRUE(found.days.at(kFirst).is_whole());
  EXPECT_EQ(found.attempted, now);
  EXPECT_EQ(found.fault, "");
}

TEST_F(HarvesterTest, ADayThatFailsIsNotCoveredAndKeepsNoOtherAway) {
  script.items[kFirst] = {paper("a")};
  script.items[kFirst + 1] = {paper("b")};
  script.items[kFirst + 2] = {paper("c")};
  script.failing = {kFirst + 1};
  const HarvestCounts counts = run(3);
  EXPECT_EQ(counts.days, 2U);
  EXPECT_EQ(documents, 3U) << "what came before the fault stays";
  EXPECT_FALSE(stored().days.contains(kFirst + 1));
  EXPECT_TRUE(stored().days.at(kFirst + 2).is_whole());
  EXPECT_EQ(stored().fault, "status 503 on 20001");
  script.failing.clear();
  script.asked.clear();
  set = stored();
  run(3);
  EXPECT_EQ(stored().fault, "");
  EXPECT_TRUE(stored().days.at(kFirst + 1).is_whole());
}

TEST_F(HarvesterTest, ASourceThatIsDownIsLeftAloneAfterThreeDays) {
  for (int i = 0; i < 9; ++i) script.failing.insert(kFirst + i);
  run(9);
  EXPECT_THAT(script.asked, ElementsAre(kFirst, kFirst + 1, kFirst + 2));
  EXPECT_EQ(stored().fault, "status 503 on 20000") << "the first fault is the one to look at";
  script.asked.clear();
  script.failing = {kFirst, kFirst + 1, kFirst + 3, kFirst + 4};
  run(9);
  EXPECT_EQ(script.asked.size(), 9U) << "a day that came whole starts the count anew";
}

TEST_F(HarvesterTest, FewerRecordsThanAnnouncedAreNoWholeDay) {
  script.items[kFirst] = {paper("a")};
  script.announced[kFirst] = 2;
  run(1);
  EXPECT_FALSE(stored().days.at(kFirst).is_whole());
  EXPECT_EQ(stored().days.at(kFirst).announced, 2U);
  EXPECT_EQ(stored().fault, "1 of 2 records of 2024-10-04 came");
}

TEST_F(HarvesterTest, ADayThatIsReadAgainFromItsStartCountsOnce) {
  script.items[kFirst] = {paper("a"), paper("b"), Restarted{}, paper("a"), paper("b"), paper("c")};
  script.announced[kFirst] = 3;
  run(1);
  EXPECT_EQ(stored().days.at(kFirst).received, 3U);
  EXPECT_TRUE(stored().days.at(kFirst).is_whole());
}

TEST_F(HarvesterTest, TheSameCountsOnAnotherDayConfirmThem) {
  script.items[kFirst] = {paper("a")};
  run(1);
  EXPECT_FALSE(stored().days.at(kFirst).confirmed);
  run(1, "2024-10-21T02:30:00Z");
  EXPECT_TRUE(stored().days.at(kFirst).confirmed);
  script.items[kFirst].push_back(paper("b"));
  run(1, "2024-10-22T02:30:00Z");
  EXPECT_FALSE(stored().days.at(kFirst).confirmed);
}

TEST_F(HarvesterTest, WhatIsDoneByHandLeavesTheNightsAttemptAlone) {
  {
    const IndexLock lock{folder()};
    Staging staging(lock);
    LedgerSet night{"arxiv", "cs", kFirst, Date::parse("2024-10-01"), "status 503", {}, true};
    staging.set_ledger({ledger_entry(night)});
    staging.commit();
  }
  by_hand = true;
  script.items[kFirst] = {paper("a")};
  run(1);
  EXPECT_EQ(stored().fault, "status 503");
  EXPECT_EQ(stored().attempted, Date::parse("2024-10-01"));
  EXPECT_TRUE(stored().days.at(kFirst).is_whole());
}

TEST_F(HarvesterTest, ADayThatIsNotOverIsNotWhole) {
  script.items[kFirst] = {paper("a")};
  script.open = {kFirst};
  run(1);
  EXPECT_FALSE(stored().days.at(kFirst).is_whole());
}

TEST_F(HarvesterTest, TheSameAgainOnTheSameDayChangesNothing) {
  script.items[kFirst] = {paper("a")};
  run(2);
  const std::uint64_t before = commits;
  run(2, "2024-10-20T23:59:00Z");
  EXPECT_EQ(commits, before);
  run(2, "2024-10-21T02:30:00Z");
  EXPECT_GT(commits, before) << "that it was asked again on another day is news";
  EXPECT_EQ(stored().days.at(kFirst).when, Date::parse("2024-10-21T02:30:00Z"));
}

TEST_F(HarvesterTest, WhatCameBeforeAStopStaysAndItsDayIsNotCovered) {
  script.items[kFirst] = {paper("a")};
  script.items[kFirst + 1] = {paper("b"), paper("c")};
  stop_after = 3;  // a, its day, b
  EXPECT_THROW(run(3), Stopped);
  const LedgerSet found = stored();
  EXPECT_TRUE(found.days.contains(kFirst));
  EXPECT_FALSE(found.days.contains(kFirst + 1));
  const IndexLock lock{folder()};
  EXPECT_EQ(Staging(lock).documents(), 2U);
}

}  // namespace
}  // namespace paperdex
