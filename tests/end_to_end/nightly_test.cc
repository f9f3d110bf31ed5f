// paperdex-index nightly as a user runs it, over sources on loopback.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "data/index_dir.h"
#include "tests/end_to_end/harvested.h"
#include "tests/end_to_end/http_client.h"
#include "tests/end_to_end/json_value.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using Ask = SimulatedSources::Ask;
using Reply = SourceServer::Reply;
using State = SimulatedRecord::State;

constexpr int kDays = 3;
constexpr int kArxivADay = 10;

const std::vector<std::string> kSources = {kArxivSource, kDailySource, kInstituteSource};

// Papers of three sources on the days before today. Of Daily Papers the first is arXiv's last of the day.
std::vector<SimulatedRecord> records_since(Day first) {
  std::vector<SimulatedRecord> all;
  const auto add = [&](const std::vector<SimulatedRecord>& more) { all.insert(all.end(), more.begin(), more.end()); };
  for (int i = 0; i < kDays; ++i) {
    add(simulated_papers(kArxivSource, first + i, 100 * i + 1, kArxivADay, "cs"));
    add(simulated_papers(kDailySource, first + i, 100 * i + kArxivADay, 3));
    add(simulated_papers(kInstituteSource, first + i, 100 * i + 1, 8, "reports"));
  }
  return all;
}

class Night : public testing::Test {
 protected:
  Arguments arguments(const Arguments& more = {}) const {
    std::string text;
    for (const std::string& source : kSources) text += night_source(world_, source, first_);
    Arguments all = {"paperdex-index", "--index",  place_.index(),
                     "nightly",        "--config", place_.file("night.toml", text)};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  Outcome night(const Arguments& more = {}) const { return run(arguments(more)); }

  void expect_everything() const {
    EXPECT_EQ(published_ids(place_), world_.ids());
    for (const std::string& source : kSources) {
      const LedgerSet ledger = published_ledger(place_, source);
      for (Day day = first_; day < first_ + kDays; ++day) EXPECT_TRUE(is_whole(ledger, day)) << source << day_text(day);
    }
  }

  // Nothing that matches is answered while the test lasts.
  void hold(const std::string& source, Day day, std::size_t page) {
    world_.set_hook([=, this](const Ask& ask, Reply right) {
      if (ask.source == source && ask.day == day && ask.page == page) {
        right.delay = std::chrono::minutes(1);
        held_ = true;
      }
      return right;
    });
  }

  rapidjson::Document shown(const std::string& id) const {
    const Outcome outcome = place_.query({"show", id, "--format", "json"});
    EXPECT_THAT(outcome, EndsWithStatus(0)) << id;
    return json_of(outcome.out);
  }

  const Day first_ = today() - kDays;
  Workplace place_;
  std::atomic<bool> held_ = false;
  SimulatedSources world_{records_since(first_)};
};

TEST_F(Night, FetchesAllSourcesAndDoneAgainChangesNothing) {
  const Outcome first = night();
  EXPECT_THAT(first, EndsWithStatus(0));
  EXPECT_EQ(first.err, "");
  EXPECT_THAT(lines_of(first.out),
              ElementsAre(StartsWith("source=arxiv days=4 announced=30 received=30 rejected=0 added=30 updated=0 "),
                          StartsWith("source=hf-daily days=4 announced=9 received=9 rejected=0 added=9 updated=0 "),
                          StartsWith("source=institute days=4 announced=24 received=24 rejected=0 added=24 updated=0 "),
                          StartsWith("documents=60 generation=1 ")));
  expect_everything();

  world_.take_asks();
  const Outcome second = night();
  EXPECT_THAT(second, EndsWithStatus(0));
  EXPECT_THAT(lines_of(second.out), Contains(StartsWith("documents=60 generation=1 ")));
  EXPECT_THAT(lines_of(second.out), Contains(HasSubstr(" received=0 rejected=0 added=0 updated=0 ")).Times(3));
  for (const Ask& ask : world_.take_asks()) EXPECT_TRUE(ask.identify || ask.day >= today()) << day_text(ask.day);
}

TEST_F(Night, ASourceThatIsDownStopsNoOtherAndIsCaughtUp) {
  world_.set_hook([](const Ask& ask, const Reply& right) {
    return ask.source == kArxivSource ? SourceServer::status(503) : right;
  });
  const Outcome partly = night();
  EXPECT_THAT(partly, EndsWithStatus(1));
  EXPECT_THAT(partly.err, AllOf(IsOneLine(), StartsWith("partly source=arxiv fault=\"http://127.0.0.1:"),
                                HasSubstr("status 503"), HasSubstr(" goes_on_from=" + day_text(first_) + '\n')));
  std::vector<std::string> others = world_.ids(kDailySource);
  for (const std::string& id : world_.ids(kInstituteSource)) others.push_back(id);
  EXPECT_EQ(published_ids(place_), others);
  const Outcome ledger = place_.indexer({"ledger"});
  EXPECT_THAT(lines_of(ledger.out), AllOf(Contains(StartsWith("source=arxiv state=failing ")),
                                          Contains(StartsWith("source=hf-daily state=current ")),
                                          Contains(StartsWith("source=institute state=current "))));

  world_.set_hook(nullptr);
  EXPECT_THAT(night(), EndsWithStatus(0));
  expect_everything();
}

TEST_F(Night, IsStoppedBySigtermWithoutLossAndKeepsASecondOneOut) {
  hold(kArxivSource, first_ + 1, 1);
  Process running(arguments());
  ASSERT_TRUE(comes_true([&] { return held_.load(); }));
  const Outcome second = night();
  EXPECT_THAT(second, EndsWithStatus(75));
  EXPECT_THAT(second.err, HasSubstr("process " + std::to_string(running.id())));

  running.signal(SIGTERM);
  EXPECT_THAT(running.wait(), EndsWithStatus(143));
  EXPECT_THAT(published_ids(place_), IsEmpty());
  const Xapian::Database staging(place_.index() + "/staging");
  EXPECT_EQ(staging.get_doccount(), kArxivADay + SimulatedSources::kPageSize);
  EXPECT_TRUE(is_whole(ledger_in(staging, kArxivSource), first_));
  EXPECT_FALSE(is_whole(ledger_in(staging, kArxivSource), first_ + 1));

  world_.set_hook(nullptr);
  world_.take_asks();
  EXPECT_THAT(night(), EndsWithStatus(0));
  expect_everything();
  EXPECT_EQ(world_.take_asks().front().day, first_ + 1) << "goes on where it was stopped";
}

TEST_F(Night, DryRunAsksForNothingAndChangesNothing) {
  const Outcome fresh = night({"--dry-run"});
  EXPECT_THAT(fresh, EndsWithStatus(0));
  const std::string days = " days=4 from=" + day_text(first_) + " until=" + day_text(today());
  EXPECT_THAT(lines_of(fresh.out),
              ElementsAre("source=arxiv" + days, "source=hf-daily" + days, "source=institute" + days));
  EXPECT_FALSE(std::filesystem::exists(place_.index()));
  EXPECT_TRUE(world_.take_asks().empty());

  ASSERT_THAT(night(), EndsWithStatus(0));
  world_.take_asks();
  const Outcome done = night({"--dry-run"});
  EXPECT_THAT(done, EndsWithStatus(0));
  EXPECT_THAT(lines_of(done.out), Each(HasSubstr(" days=1 from=" + day_text(today()))));
  EXPECT_EQ(IndexDir(place_.index()).current(), 1U);
  EXPECT_TRUE(world_.take_asks().empty());
}

TEST_F(Night, DailyPapersAddToArxivsRecord) {
  ASSERT_THAT(night(), EndsWithStatus(0));
  const std::string id = simulated_id(kArxivSource, kArxivADay);
  const rapidjson::Document both = shown(id);
  EXPECT_THAT(text_member(both, "title"), HasSubstr("seen by arxiv in study 10"));
  ASSERT_TRUE(has_members(both, {"upvotes", "comments"}));
  EXPECT_EQ(both["upvotes"].GetInt(), kArxivADay);
  const rapidjson::Document daily = shown(simulated_id(kDailySource, kArxivADay + 1));
  EXPECT_THAT(text_member(daily, "title"), HasSubstr("seen by hf-daily in study 11"));
}

TEST_F(Night, ABadRecordIsNamedAndTheRestGoesOn) {
  std::vector<SimulatedRecord> records = world_.records();
  for (std::size_t i = 0; i < records.size(); i += 21) records[i + 4].state = State::kWithoutTitle;
  for (SimulatedRecord& record : records) {
    if (record.source != kArxivSource && record.id == simulated_id(record.source, 11))
      record.state = State::kWithoutTitle;
  }
  world_.set_records(records);
  const Outcome outcome = night();
  EXPECT_THAT(outcome, EndsWithStatus(0));
  EXPECT_THAT(lines_of(outcome.err), Contains(AllOf(StartsWith("rejected source=arxiv line=5 field=title reason=\""),
                                                    HasSubstr(day_text(first_)))));
  EXPECT_THAT(lines_of(outcome.err), Contains(StartsWith("rejected source=hf-daily line=2 field=title reason=\"")));
  EXPECT_THAT(lines_of(outcome.err), Each(StartsWith("rejected source=")));
  expect_everything();
  const LedgerDay day = published_ledger(place_, kArxivSource).days.at(first_);
  EXPECT_EQ(day.received, static_cast<std::uint64_t>(kArxivADay));
  EXPECT_EQ(day.rejected, 1U);
  EXPECT_EQ(day.indexed, static_cast<std::uint64_t>(kArxivADay - 1));
}

TEST_F(Night, WhatIsChangedAndDeletedTodayArrivesToday) {
  ASSERT_THAT(night(), EndsWithStatus(0));
  std::vector<SimulatedRecord> records = world_.records();
  std::vector<SimulatedRecord> moved = {records[0], records[1], records[2]};
  records.erase(records.begin(), records.begin() + 3);
  moved[0].title = "Another title about ferries";
  moved[1].state = State::kDeleted;
  moved[2].state = State::kWithdrawn;
  for (SimulatedRecord& record : moved) {
    record.day = today();
    records.push_back(record);
  }
  world_.set_records(records);
  EXPECT_THAT(night(), EndsWithStatus(0));
  expect_everything();
  EXPECT_EQ(text_member(shown(moved[0].id), "title"), "Another title about ferries");
  EXPECT_THAT(place_.query({"show", moved[1].id}), EndsWithStatus(1));
  const rapidjson::Document withdrawn = shown(moved[2].id);
  ASSERT_TRUE(has_members(withdrawn, {"withdrawn"}));
  EXPECT_TRUE(withdrawn["withdrawn"].GetBool());
}

TEST_F(Night, ADayIsNotOverBeforeItIsByTheSourcesClock) {
  world_.set_clock(Date::parse(day_text(today() - 1) + "T23:59:50Z"));
  const Outcome early = night();
  EXPECT_THAT(early, EndsWithStatus(1));
  const std::string rest = " fault=\"the day is not over by the source's clock\" goes_on_from=" + day_text(today() - 1);
  EXPECT_THAT(lines_of(early.err), ElementsAre("partly source=arxiv" + rest, "partly source=hf-daily" + rest,
                                               "partly source=institute" + rest));
  EXPECT_EQ(published_ids(place_), world_.ids()) << "what there is of the day is there";
  world_.set_clock(std::nullopt);
  EXPECT_THAT(night(), EndsWithStatus(0));
  expect_everything();
}

TEST_F(Night, AnErrorInTheConfigurationIsNamedByFileAndLine) {
  const std::string config = place_.file("bad.toml", night_source(world_, kArxivSource, first_) + "colour = \"red\"\n");
  const Outcome outcome = place_.indexer({"nightly", "--config", config});
  EXPECT_THAT(outcome.status, testing::AnyOf(2, 3));
  EXPECT_THAT(outcome.err, AllOf(IsOneLine(), HasSubstr(config + ":5:"), HasSubstr("colour")));
  EXPECT_TRUE(world_.take_asks().empty());
  EXPECT_FALSE(std::filesystem::exists(place_.index()));
}

// Asks again and again until it is destroyed.
class Searcher {
 public:
  explicit Searcher(const std::string& url) : thread_([this, url] { search(url); }) {}
  ~Searcher() { end(); }
  Searcher(const Searcher&) = delete;
  Searcher& operator=(const Searcher&) = delete;

  void end() {
    ends_ = true;
    if (thread_.joinable()) thread_.join();
  }
  int answers() const { return answers_; }
  int failures() const { return failures_; }

 private:
  void search(const std::string& url) {
    HttpClient client(url);
    while (!ends_) {
      try {
        const HttpReply reply = client.get("/api/v1/search?q=lanterns+harbour");
        const bool found = reply.status == 200 && !result_ids(json_of(reply.body)).empty();
        ++(found ? answers_ : failures_);
      } catch (const std::runtime_error&) {
        ++failures_;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

  std::atomic<bool> ends_ = false;
  std::atomic<int> answers_ = 0;
  std::atomic<int> failures_ = 0;
  std::thread thread_;
};

TEST_F(Night, SearchesGoOnMeanwhile) {
  const std::vector<SimulatedRecord> all = world_.records();
  world_.set_records(std::vector<SimulatedRecord>(all.begin(), all.begin() + 5));
  ASSERT_THAT(night(), EndsWithStatus(0));
  Server server(place_.index());
  HttpClient client(server.url());
  const auto documents = [&] {
    const HttpReply reply = client.get("/api/v1/stats");
    EXPECT_EQ(reply.status, 200);
    const rapidjson::Document stats = json_of(reply.body);
    return has_members(stats, {"documents"}) ? stats["documents"].GetInt() : -1;
  };
  ASSERT_EQ(documents(), 5);

  // All that is new is of today: a night asks for that again and again.
  std::vector<SimulatedRecord> more = all;
  for (SimulatedRecord& record : more) record.day = today();
  Searcher searcher(server.url());
  for (std::size_t papers : {std::size_t{10}, std::size_t{30}, more.size()}) {
    world_.set_records(std::vector<SimulatedRecord>(more.begin(), more.begin() + static_cast<long>(papers)));
    EXPECT_THAT(night(), EndsWithStatus(0));
    const int there = static_cast<int>(world_.ids().size());
    EXPECT_TRUE(comes_true([&] { return documents() == there; })) << there;
  }
  searcher.end();
  EXPECT_GT(searcher.answers(), 0);
  EXPECT_EQ(searcher.failures(), 0);
}

}  // namespace
}  // namespace paperdex
