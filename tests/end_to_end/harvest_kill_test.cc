// A night that is killed again and again loses nothing and doubles nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <iostream>
#include <random>

#include "data/index_dir.h"
#include "tests/end_to_end/harvested.h"

namespace paperdex {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr int kPrograms = 4;         // test cases, which may run side by side
constexpr int kKillsOfProgram = 25;  // 100 in all
constexpr int kDays = 6;
constexpr std::size_t kPageSize = 20;
constexpr milliseconds kAnswerTime{8};

// 600 records, of which 540 papers: Daily Papers' are arXiv's every other time.
std::vector<SimulatedRecord> records_of(Day first) {
  std::vector<SimulatedRecord> all;
  const auto add = [&](const std::vector<SimulatedRecord>& more) { all.insert(all.end(), more.begin(), more.end()); };
  for (int i = 0; i < kDays; ++i) {
    const int number = 1000 * i;
    add(simulated_papers(kArxivSource, first + i, number, 50, "cs"));
    add(simulated_papers(kArxivSource, first + i, number + 100, 30, "stat"));
    add(simulated_papers(kDailySource, first + i, number + 40, 20));
  }
  return all;
}

enum Moment { kBeforePublishing, kWhilePublishing, kAfterPublishing, kMoments };

class KilledNights {
 public:
  explicit KilledNights(unsigned seed) : first_(today() - kDays), random_(seed), world_(records_of(first_), kPageSize) {
    world_.set_hook([this](const SimulatedSources::Ask& ask, SourceServer::Reply right) {
      if (ask.source == kDailySource && ask.day == today()) last_was_asked_ = true;
      right.delay = kAnswerTime;
      return right;
    });
    measure();
  }

  // Starts nights until one comes through or so many were killed.
  void go_through(int most_kills) {
    const Workplace place;
    const int begin = kills_;
    for (const int end = begin + most_kills; kills_ < end;) {
      const std::optional<Generation> before = IndexDir(place.index()).current();
      last_was_asked_ = false;
      Process night(night_of(place));
      wait_for_a_moment(night, kills_ == begin);
      night.signal(SIGKILL);
      const Outcome outcome = night.wait();
      if (outcome.status != 128 + SIGKILL) {
        EXPECT_THAT(outcome, EndsWithStatus(0));
        break;
      }
      SCOPED_TRACE("after kill " + std::to_string(kills_));
      ++kills_;
      ++moments_[moment_of(place, before)];
      look_at(place);
    }
    finish(place);
  }

  milliseconds duration() const { return std::chrono::duration_cast<milliseconds>(duration_); }
  int kills() const { return kills_; }
  int killed(Moment moment) const { return moments_[moment]; }

 private:
  Arguments night_of(const Workplace& place) const {
    const std::string config =
        place.file("night.toml", night_source(world_, kArxivSource, first_, R"(["cs", "stat"])") +
                                     night_source(world_, kDailySource, first_));
    return {"paperdex-index", "--index", place.index(), "nightly", "--config", config};
  }

  // How long a night takes that is left alone, and the part of it after the last question.
  void measure() {
    const Workplace place;
    const auto start = Clock::now();
    Process night(night_of(place));
    while (!last_was_asked_) std::this_thread::sleep_for(milliseconds(1));
    const auto asked = Clock::now();
    ASSERT_THAT(night.wait(), EndsWithStatus(0));
    duration_ = std::chrono::duration_cast<microseconds>(Clock::now() - start);
    ending_ = std::chrono::duration_cast<microseconds>(Clock::now() - asked);
  }

  // Every other time any moment, else one after the last question: that part is short, and most happens there. Back at
  // once when the night ends before: a whole one that does shows that the measured one was held up.
  void wait_for_a_moment(Process& night, bool is_whole) {
    constexpr microseconds kStep{200};
    const bool ends = std::bernoulli_distribution()(random_);
    microseconds& most = ends ? ending_ : duration_;
    const microseconds wait(std::uniform_int_distribution<std::int64_t>(0, most.count())(random_));
    while (ends && !last_was_asked_ && !night.has_ended()) std::this_thread::sleep_for(milliseconds(1));
    const auto begin = Clock::now();
    while (Clock::now() < begin + wait && !night.has_ended()) std::this_thread::sleep_for(kStep);
    if (is_whole && night.has_ended())
      most = std::min(most, std::chrono::duration_cast<microseconds>(Clock::now() - begin));
  }

  static Moment moment_of(const Workplace& place, std::optional<Generation> before) {
    const IndexDir dir(place.index());
    if (dir.current() != before) return kAfterPublishing;
    if (!std::filesystem::exists(dir.generations())) return kBeforePublishing;
    for (const auto& entry : std::filesystem::directory_iterator(dir.generations())) {
      if (entry.path().extension() == ".tmp") return kWhilePublishing;
    }
    return kBeforePublishing;
  }

  // What is published is whole, and the ledger promises nothing that is not there.
  void look_at(const Workplace& place) const {
    const IndexDir dir(place.index());
    if (dir.current()) {
      EXPECT_THAT(place.indexer({"check"}), EndsWithStatus(0));
      expect_each_once(published_ids(place));
    }
    if (!std::filesystem::exists(dir.staging())) return;
    const Xapian::Database staging(dir.staging().string());
    const std::vector<std::string> there = ids_in(staging);
    expect_each_once(there);
    const std::vector<std::string> promised = ids_of_whole_days(staging);
    EXPECT_TRUE(std::includes(there.begin(), there.end(), promised.begin(), promised.end()));
  }

  static void expect_each_once(const std::vector<std::string>& ids) {
    EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
  }

  std::vector<std::string> ids_of_whole_days(const Xapian::Database& database) const {
    const std::vector<LedgerSet> ledger = read_ledger(database);
    std::vector<std::string> ids;
    for (const SimulatedRecord& record : world_.records()) {
      for (const LedgerSet& set : ledger) {
        if (set.source == record.source && set.set == record.set && is_whole(set, record.day)) ids.push_back(record.id);
      }
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
  }

  void finish(const Workplace& place) const {
    const Outcome outcome = run(night_of(place));
    ASSERT_THAT(outcome, EndsWithStatus(0));
    EXPECT_THAT(place.indexer({"check"}), EndsWithStatus(0));
    EXPECT_EQ(published_ids(place), world_.ids());
    for (const auto& [source, set] : {std::pair(kArxivSource, "cs"), {kArxivSource, "stat"}, {kDailySource, ""}}) {
      const LedgerSet ledger = published_ledger(place, source, set);
      for (Day day = first_; day < first_ + kDays; ++day) {
        EXPECT_TRUE(is_whole(ledger, day)) << source << ' ' << set << ' ' << day_text(day);
      }
    }
  }

  Day first_;
  std::mt19937 random_;
  std::atomic<bool> last_was_asked_ = false;
  microseconds duration_{};
  microseconds ending_{};
  int kills_ = 0;
  int moments_[kMoments] = {};
  SimulatedSources world_;  // the first to go: its hook uses the others
};

class HarvestKill : public testing::TestWithParam<int> {};

TEST_P(HarvestKill, LosesNothingAndDoublesNothing) {
  KilledNights nights(static_cast<unsigned>(GetParam()));
  int rounds = 0;
  for (; nights.kills() < kKillsOfProgram && !HasFatalFailure(); ++rounds) {
    nights.go_through(kKillsOfProgram - nights.kills());
  }
  std::cout << nights.kills() << " kills of nights of " << nights.duration().count() << " ms, " << rounds
            << " of which came through at last: " << nights.killed(kBeforePublishing) << " before publishing, "
            << nights.killed(kWhilePublishing) << " while, " << nights.killed(kAfterPublishing) << " after\n";
  EXPECT_EQ(nights.kills(), kKillsOfProgram);
}

INSTANTIATE_TEST_SUITE_P(Seed, HarvestKill, testing::Range(1, kPrograms + 1));

}  // namespace
}  // namespace paperdex
