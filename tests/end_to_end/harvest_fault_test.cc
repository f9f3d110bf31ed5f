// Whatever a source does wrong: no short harvest is taken for a whole one, and once it is right again the next run ends
// with exactly the papers that it has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <set>

#include "tests/end_to_end/harvested.h"
#include "tests/end_to_end/json_value.h"

namespace paperdex {
namespace {

using testing::HasSubstr;
using testing::IsSupersetOf;
using Ask = SimulatedSources::Ask;
using Reply = SourceServer::Reply;

// Three days of three pages each; things go wrong on the second page of the second day.
constexpr int kDays = 3;
constexpr int kPapersADay = 18;
constexpr std::size_t kFaultyPage = 1;

enum class After { kRecovers, kDayIsLeft };  // when the fault is gone at the next try

struct Fault {
  const char* name;
  Reply (*make)(Reply right);
  After after_once = After::kRecovers;
  bool of_oai_only = false;
};

void PrintTo(const Fault& fault, std::ostream* stream) { *stream << fault.name; }

Reply with_body(Reply reply, const std::string& body) {
  reply.body = body;
  return reply;
}

std::string with_token(std::string body, const std::string& token) {
  const std::size_t begin = body.find('>', body.find("<resumptionToken")) + 1;
  return body.replace(begin, body.find('<', begin) - begin, token);
}

std::string without_half_a_tag(std::string body) { return body.erase(body.find_last_of("<}", body.size() / 2), 1); }

// Longer than the 256 MiB that a document may have.
Reply bomb(Reply reply) {
  static const std::string kBomb = gzip_compressed(std::string(std::size_t{300} << 20, ' '));
  reply.body = kBomb;
  reply.headers["Content-Encoding"] = "gzip";
  return reply;
}

Reply gzip_truncated(Reply reply, bool says_length) {
  reply.gzip = true;
  reply.no_content_length = !says_length;
  reply.cut_at = gzip_compressed(reply.body).size() - 9;  // the trailer and a bit
  return reply;
}

const Fault kFaults[] = {
    {"Status503", [](Reply) { return SourceServer::status(503); }},
    {"Status503RetryAfter0",
     [](Reply) {
       return SourceServer::status(503, {{"Retry-After", "0"}});
     }},
    {"Status429", [](Reply) { return SourceServer::text("Rate exceeded.", 429); }},
    {"Status406", [](Reply) { return SourceServer::status(406); }},
    {"GzipTruncated", [](Reply right) { return gzip_truncated(std::move(right), true); }},
    {"GzipTruncatedSilently", [](Reply right) { return gzip_truncated(std::move(right), false); }},
    {"Html", [](Reply) { return SourceServer::html("<!DOCTYPE html><html><body>Back soon<br></body></html>"); }},
    {"XhtmlThatIsXml", [](Reply) { return SourceServer::xml("<html><body>Back soon</body></html>"); }},
    {"RedirectToFtp", [](Reply) { return SourceServer::redirect("ftp://127.0.0.1/oai"); }, After::kDayIsLeft},
    {"RedirectToFile", [](Reply) { return SourceServer::redirect("file:///etc/passwd"); }, After::kDayIsLeft},
    {"EmptyBody", [](Reply right) { return with_body(std::move(right), ""); }},
    {"Broken", [](Reply right) { return with_body(right, without_half_a_tag(right.body)); }},
    {"Bomb", bomb, After::kDayIsLeft},
    {"ClosedWithoutAnswer",
     [](Reply right) {
       right.close_without_answer = true;
       return right;
     }},
    {"ErrorOfTheServersWith200",
     [](Reply right) {
       return with_body(right, right.body.front() == '[' ? R"({"error":"internal"})" : "<error>internal</error>");
     }},
    {"TokenExpired",
     [](Reply right) {
       return with_body(right, "<OAI-PMH><responseDate>" + Date::now().to_string() +
                                   "</responseDate><error code=\"badResumptionToken\">expired</error></OAI-PMH>");
     },
     After::kRecovers, true},
    {"TokenOfNoList", [](Reply right) { return with_body(right, with_token(right.body, "nonsense")); },
     After::kRecovers, true},
};

std::string name_of_case(const std::string& source) { return source == kDailySource ? "daily" : source; }

// A source with its world, its index and what asks for it.
class Harvest {
 public:
  Harvest(std::string source, bool nightly)
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
  void break_page(const std::function<Reply(Reply)>& make, int times) {
    world_.set_hook([this, make, times](const Ask& ask, Reply right) {
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
    EXPECT_THAT(outcome.err, HasSubstr("partly source=" + source_ + " fault="));
    if (nightly_) {
      EXPECT_THAT(outcome.err, HasSubstr(" goes_on_from=" + day_text(middle_) + '\n'));
    }
    const LedgerSet ledger = published_ledger(place_, source_);
    EXPECT_NE(ledger.fault, "");
    EXPECT_TRUE(is_whole(ledger, middle_ - 1));
    EXPECT_FALSE(is_whole(ledger, middle_));
    EXPECT_TRUE(is_whole(ledger, middle_ + 1));
    EXPECT_EQ(days_missing(), std::set<std::string>{day_text(middle_)});
    EXPECT_THAT(published_ids(place_), IsSupersetOf(ids_that_came()));
    EXPECT_THAT(world_.ids(), IsSupersetOf(published_ids(place_)));
    const std::string first = ids_that_came().front();
    EXPECT_THAT(place_.query({"show", first, "--format", "json"}), EndsWithStatus(0)) << first;
  }

  // The night asks only for what is missing, and for today, which is never over.
  void expect_only_middle_day_asked() {
    for (const Ask& ask : world_.take_asks()) {
      EXPECT_TRUE(ask.identify || ask.day == middle_ || ask.day == today()) << day_text(ask.day);
    }
  }

  int faults() const { return faults_; }
  bool nightly() const { return nightly_; }
  SimulatedSources& world() { return world_; }

 private:
  std::vector<SimulatedRecord> records() const {
    std::vector<SimulatedRecord> all;
    for (int i = 0; i < kDays; ++i) {
      const std::vector<SimulatedRecord> day = simulated_papers(source_, middle_ - 1 + i, 100 * i, kPapersADay, "cs");
      all.insert(all.end(), day.begin(), day.end());
    }
    if (source_ != kDailySource) all[kPapersADay + 1].state = SimulatedRecord::State::kDeleted;
    if (source_ == kArxivSource) all[kPapersADay + 2].state = SimulatedRecord::State::kWithdrawn;
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
  int faults_ = 0;
  Workplace place_;
  std::string config_;
  SimulatedSources world_;
};

// A fault that passes.
void expect_recovery(const std::string& source, bool nightly, const std::function<Reply(Reply)>& make) {
  Harvest harvest(source, nightly);
  harvest.break_page(make, 1);
  harvest.expect_whole(harvest.run());
  EXPECT_EQ(harvest.faults(), 1);
}

// A fault that stays until the next run. `times` as in break_page().
void expect_short_and_then_whole(const std::string& source, bool nightly, const std::function<Reply(Reply)>& make,
                                 int times) {
  Harvest harvest(source, nightly);
  harvest.break_page(make, times);
  harvest.expect_middle_day_missing(harvest.run());
  EXPECT_GT(harvest.faults(), 0);
  harvest.repair();
  harvest.world().take_asks();
  harvest.expect_whole(harvest.run());
  if (nightly) harvest.expect_only_middle_day_asked();
}

constexpr int kAlways = -1;

// Most of the time goes by in back-off, so they go side by side.
void in_parallel(const std::vector<std::function<void()>>& works) {
  std::vector<std::future<void>> running;
  running.reserve(works.size());
  for (const auto& work : works) running.push_back(std::async(std::launch::async, work));
  for (auto& work : running) work.get();
}

class HarvestFault : public testing::TestWithParam<std::tuple<const char*, Fault>> {};

TEST_P(HarvestFault, IsNeverTakenForAWholeDay) {
  const std::string source = std::get<0>(GetParam());
  const Fault& fault = std::get<1>(GetParam());
  if (fault.of_oai_only && source == kDailySource) GTEST_SKIP() << "its pages have no tokens";
  std::vector<std::function<void()>> works;
  for (const bool nightly : {false, true}) {
    works.emplace_back([=] { expect_short_and_then_whole(source, nightly, fault.make, kAlways); });
    if (fault.after_once == After::kRecovers) {
      works.emplace_back([=] { expect_recovery(source, nightly, fault.make); });
    } else {
      works.emplace_back([=] { expect_short_and_then_whole(source, nightly, fault.make, 1); });
    }
  }
  in_parallel(works);
}

INSTANTIATE_TEST_SUITE_P(All, HarvestFault,
                         testing::Combine(testing::Values(kArxivSource, kDailySource, kInstituteSource),
                                          testing::ValuesIn(kFaults)),
                         [](const auto& info) {
                           return name_of_case(std::get<0>(info.param)) + std::get<1>(info.param).name;
                         });

// The source, and in which of the ways to end a body it is cut.
struct Cut {
  const char* name;
  const char* source;
  void (*as)(Reply& reply);
};

void PrintTo(const Cut& cut, std::ostream* stream) { *stream << cut.name; }

class HarvestCut : public testing::TestWithParam<Cut> {};

TEST_P(HarvestCut, AtEach20thOfABodyIsNeverTakenForAWholeDay) {
  constexpr int kStepPercent = 5;
  constexpr int kAtOnce = 5;
  const Cut& cut = GetParam();
  for (int percent = 0; percent < 100;) {
    std::vector<std::function<void()>> works;
    for (int i = 0; i < kAtOnce; ++i, percent += kStepPercent) {
      const auto make = [cut, percent](Reply right) {
        cut.as(right);
        const std::size_t bytes = right.gzip ? gzip_compressed(right.body).size() : right.body.size();
        right.cut_at = bytes * static_cast<std::size_t>(percent) / 100;
        return right;
      };
      const bool nightly = percent % (2 * kStepPercent) != 0;
      works.emplace_back([=] { expect_short_and_then_whole(cut.source, nightly, make, kAlways); });
      works.emplace_back([=] { expect_recovery(cut.source, !nightly, make); });
    }
    in_parallel(works);
  }
}

void silently(Reply& reply) { reply.no_content_length = true; }
void with_length(Reply&) {}
void compressed(Reply& reply) { reply.gzip = reply.no_content_length = true; }
void chunked(Reply& reply) { reply.chunked = true; }

INSTANTIATE_TEST_SUITE_P(
    All, HarvestCut,
    testing::Values(Cut{"ArxivSilently", kArxivSource, silently}, Cut{"ArxivWithLength", kArxivSource, with_length},
                    Cut{"ArxivCompressed", kArxivSource, compressed}, Cut{"DailySilently", kDailySource, silently},
                    Cut{"DailyChunked", kDailySource, chunked}, Cut{"InstituteSilently", kInstituteSource, silently}),
    [](const auto& info) { return info.param.name; });

class OneFault : public testing::TestWithParam<const char*> {};

TEST_P(OneFault, RetryAfterIsWaitedFor) {
  const auto busy = [](const Reply&) { return SourceServer::status(503, {{"Retry-After", "1"}}); };
  in_parallel({[&] { expect_recovery(GetParam(), true, busy); },
               [&] { expect_short_and_then_whole(GetParam(), false, busy, kAlways); }});
}

TEST_P(OneFault, ADripIsWaitedFor) {
  constexpr std::size_t kBytesPerSecond = 8'000;
  Harvest harvest(GetParam(), true);
  harvest.break_page(
      [](Reply right) {
        right.drip_bytes_per_second = kBytesPerSecond;
        return right;
      },
      1);
  harvest.expect_whole(harvest.run());
  EXPECT_EQ(harvest.faults(), 1);
}

TEST_P(OneFault, ASourceThatIsDownFromItsFirstDayOnIsLeftAlone) {
  Harvest harvest(GetParam(), true);
  harvest.world().set_hook([](const Ask&, const Reply&) { return SourceServer::status(503); });
  const Outcome down = harvest.run();
  EXPECT_THAT(down, EndsWithStatus(1));
  EXPECT_THAT(down.err, HasSubstr(" goes_on_from=" + day_text(today() - 3) + '\n'));
  harvest.repair();
  harvest.expect_whole(harvest.run());
}

INSTANTIATE_TEST_SUITE_P(All, OneFault, testing::Values(kArxivSource, kDailySource, kInstituteSource),
                         [](const auto& info) { return name_of_case(info.param); });

// Only a repository that counts its records can be caught at a list that just stops.
TEST(CountedList, EndsShortOnlyAsAFault) {
  const auto stop = [](Reply right) { return with_body(right, with_token(right.body, "")); };
  in_parallel({[&] { expect_short_and_then_whole(kInstituteSource, true, stop, kAlways); },
               [&] { expect_short_and_then_whole(kInstituteSource, false, stop, 1); }});
}

}  // namespace
}  // namespace paperdex
