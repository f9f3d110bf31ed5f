// Whatever a source does wrong: no short harvest is taken for a whole one, and once it is right again the next run ends
// with exactly the papers that it has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/end_to_end/faulty_harvest.h"

namespace paperdex {
namespace {

using testing::HasSubstr;
using Ask = SimulatedSources::Ask;
using Reply = SourceServer::Reply;

enum class After { kRecovers, kDayIsLeft };  // when the fault is gone at the next try

struct Fault {
  const char* name;
  Reply (*make)(Reply right);
  After after_once = After::kRecovers;
  bool of_oai_only = false;
};

Reply with_body(Reply reply, const std::string& body) {
  reply.body = body;
  return reply;
}

std::string oai_document(const std::string& content) {
  return "<OAI-PMH><responseDate>" + Date::now().to_string() + "</responseDate>" + content + "</OAI-PMH>";
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
    {"ListWithoutRecords", [](Reply right) { return with_body(right, oai_document("<ListRecords></ListRecords>")); },
     After::kRecovers, true},
    {"TokenExpired",
     [](Reply right) { return with_body(right, oai_document("<error code=\"badResumptionToken\">expired</error>")); },
     After::kRecovers, true},
    {"TokenOfNoList", [](Reply right) { return with_body(right, with_token(right.body, "nonsense")); },
     After::kRecovers, true},
};

std::string name_of_case(const std::string& source) { return source == kDailySource ? "daily" : source; }

struct FaultOfSource {
  const char* source;
  Fault fault;
};

void PrintTo(const FaultOfSource& c, std::ostream* stream) { *stream << c.source << ' ' << c.fault.name; }

std::vector<FaultOfSource> faults_of_sources() {
  std::vector<FaultOfSource> all;
  for (const char* source : {kArxivSource, kDailySource, kInstituteSource}) {
    for (const Fault& fault : kFaults) {
      if (source != kDailySource || !fault.of_oai_only) all.push_back({source, fault});
    }
  }
  return all;
}

class HarvestFault : public testing::TestWithParam<FaultOfSource> {};

TEST_P(HarvestFault, IsNeverTakenForAWholeDay) {
  const auto& [source, fault] = GetParam();
  const bool recovers = fault.after_once == After::kRecovers;
  std::vector<std::function<void()>> works;
  for (const bool nightly : {false, true}) {
    works.emplace_back(
        [=, source = source, make = fault.make] { expect_short_and_then_whole(source, nightly, make, kAlways); });
    works.emplace_back([=, source = source, make = fault.make] {
      recovers ? expect_recovery(source, nightly, make) : expect_short_and_then_whole(source, nightly, make, 1);
    });
  }
  in_parallel(works);
}

INSTANTIATE_TEST_SUITE_P(All, HarvestFault, testing::ValuesIn(faults_of_sources()),
                         [](const auto& info) { return name_of_case(info.param.source) + info.param.fault.name; });

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
  FaultyHarvest harvest(GetParam(), true);
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
  FaultyHarvest harvest(GetParam(), true);
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
