// A harvest of one source in whose world one page goes wrong, and what is to be true after it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/end_to_end/harvested.h"
#include "tests/end_to_end/json_value.h"
#include "tests/end_to_end/simulated_sources.h"

namespace paperdex {

// Three days of three pages each; things go wrong on the second page of the second day.
inline constexpr int kFaultyDays = 3;
inline constexpr int kFaultyPapersADay = 18;
inline constexpr std::size_t kFaultyPage = 1;

// A source with its world, its index and what asks for it.
class FaultyHarvest {
 public:
  FaultyHarvest(std::string source, bool nightly)
      : source_(std::move(source)), nightly_(nightly), middle_(today() - 2), world_(records()) {
    config_ = place_.file("night.toml", night_source(world_, source_, middle_ - 1));
  }

  Outcome run() {
    if (nightly_) return place_.indexer({"nightly", "--config", config_});
    Arguments arguments = {"harvest",    source_,
                           "--base-url", world_.base_url(source_),
                           "--from",     day_text(middle_ - 1),
                           "--until",    day_text(middle_ + 1)};
    if (source_ == kInstituteSource) {
      arguments[1] = "oai";
      arguments.insert(arguments.end(), {"--name", source_});
    }
    return place_.indexer(arguments);
  }

  // The fault is at the second page of the second day, the first `times` times that it is asked for.
  void break_page(const std::function<SourceServer::Reply(SourceServer::Reply)>& make, int times) {
    world_.set_hook([this, make, times](const SimulatedSources::Ask& ask, SourceServer::Reply right) {
      if (ask.identify || ask.day != middle_ || ask.page != kFaultyPage || faults_ == times) return right;
      ++faults_;
      return make(std::move(right));
    });
  }
  void repair() { world_.set_hook(nullptr); }

  void expect_whole(const Outcome& outcome) {
    EXPECT_THAT(outcome, EndsWithStatus(0));
    EXPECT_EQ(published_ids(place_), world_.ids());
    const LedgerSet ledger = published_ledger(place_, source_);
    EXPECT_EQ(ledger.fault, "");
    for (Day day = middle_ - 1; day <= middle_ + 1; ++day) EXPECT_TRUE(is_whole(ledger, day)) << day_text(day);
    EXPECT_EQ(days_missing(), std::set<std::string>());
  }

  // What is short is known to be so, and what came is there.
  void expect_middle_day_missing(const Outcome& outcome) {
    EXPECT_THAT(outcome, EndsWithStatus(nightly_ ? 1 : 75));
    EXPECT_THAT(outcome.err, testing::HasSubstr("partly source=" + source_ + " fault="));
    if (nightly_) {
      EXPECT_THAT(outcome.err, testing::HasSubstr(" goes_on_from=" + day_text(middle_) + '\n'));
    }
    const LedgerSet ledger = published_ledger(place_, source_);
    EXPECT_NE(ledger.fault, "");
    EXPECT_TRUE(is_whole(ledger, middle_ - 1));
    EXPECT_FALSE(is_whole(ledger, middle_));
    EXPECT_TRUE(is_whole(ledger, middle_ + 1));
    EXPECT_EQ(days_missing(), std::set<std::string>{day_text(middle_)});
    EXPECT_THAT(published_ids(place_), testing::IsSupersetOf(ids_that_came()));
    EXPECT_THAT(world_.ids(), testing::IsSupersetOf(published_ids(place_)));
    const std::string first = ids_that_came().front();
    EXPECT_THAT(place_.query({"show", first, "--format", "json"}), EndsWithStatus(0)) << first;
  }

  // The night asks only for what is missing, and for today, which is never over.
  void expect_only_middle_day_asked() {
    for (const SimulatedSources::Ask& ask : world_.take_asks()) {
      EXPECT_TRUE(ask.identify || ask.day == middle_ || ask.day == today()) << day_text(ask.day);
    }
  }

  int faults() const { return faults_; }
  bool nightly() const { return nightly_; }
  SimulatedSources& world() { return world_; }

 private:
  std::vector<SimulatedRecord> records() const {
    std::vector<SimulatedRecord> all;
    for (int i = 0; i < kFaultyDays; ++i) {
      const std::vector<SimulatedRecord> day =
          simulated_papers(source_, middle_ - 1 + i, 100 * i, kFaultyPapersADay, "cs");
      all.insert(all.end(), day.begin(), day.end());
    }
    if (source_ != kDailySource) all[kFaultyPapersADay + 1].state = SimulatedRecord::State::kDeleted;
    if (source_ == kArxivSource) all[kFaultyPapersADay + 2].state = SimulatedRecord::State::kWithdrawn;
    return all;
  }

  std::vector<std::string> ids_that_came() const {
    std::vector<std::string> ids;
    int of_middle = 0;
    for (const SimulatedRecord& record : world_.records()) {
      const bool came = record.day != middle_ || of_middle++ < static_cast<int>(SimulatedSources::kPageSize);
      if (came && record.is_paper()) ids.push_back(record.id);
    }
    return ids;
  }

  // As the user is told: the days before today that the ledger does not have as whole.
  std::set<std::string> days_missing() const {
    std::set<std::string> missing;
    for (Day day = middle_ - 1; day <= middle_ + 1; ++day) missing.insert(day_text(day));
    const Outcome outcome = place_.indexer({"ledger", "--source", source_, "--format", "json"});
    const rapidjson::Document ledger = json_of(outcome.out);
    EXPECT_THAT(outcome, EndsWithStatus(0));
    if (!ledger.IsArray() || ledger.Size() != 1 || !has_members(ledger[0], {"days", "gaps"})) {
      ADD_FAILURE() << outcome;
      return missing;
    }
    for (const auto& day : ledger[0]["days"].GetArray()) {
      if (day["whole"].GetBool()) missing.erase(text_member(day, "day"));
    }
    const bool tells_gaps = nightly_ && !missing.empty();
    EXPECT_EQ(ledger[0]["gaps"].Size(), tells_gaps ? 1U : 0U);
    return missing;
  }

  std::string source_;
  bool nightly_;
  Day middle_;
  std::atomic<int> faults_ = 0;
  Workplace place_;
  std::string config_;
  SimulatedSources world_;
};

// A fault that passes.
inline void expect_recovery(const std::string& source, bool nightly,
                            const std::function<SourceServer::Reply(SourceServer::Reply)>& make) {
  FaultyHarvest harvest(source, nightly);
  harvest.break_page(make, 1);
  harvest.expect_whole(harvest.run());
  EXPECT_EQ(harvest.faults(), 1);
}

// A fault that stays until the next run. `times` as in break_page().
inline void expect_short_and_then_whole(const std::string& source, bool nightly,
                                        const std::function<SourceServer::Reply(SourceServer::Reply)>& make,
                                        int times) {
  FaultyHarvest harvest(source, nightly);
  harvest.break_page(make, times);
  harvest.expect_middle_day_missing(harvest.run());
  EXPECT_GT(harvest.faults(), 0);
  harvest.repair();
  harvest.world().take_asks();
  harvest.expect_whole(harvest.run());
  if (nightly) harvest.expect_only_middle_day_asked();
}

inline constexpr int kAlways = -1;

// Most of the time goes by in back-off, so they go side by side.
inline void in_parallel(const std::vector<std::function<void()>>& works) {
  std::vector<std::future<void>> running;
  running.reserve(works.size());
  for (const auto& work : works) running.push_back(std::async(std::launch::async, work));
  for (auto& work : running) work.get();
}

}  // namespace paperdex
