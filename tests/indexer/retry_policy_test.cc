#include "indexer/retry_policy.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "indexer/retry_headers.h"

namespace paperdex {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kDraws = 2'000;

FailedTry failed(HostKind host, int tries, long status = 503, std::optional<seconds> retry_after = std::nullopt) {
  FailedTry failed;
  failed.host = host;
  failed.tries = tries;
  failed.status = status;
  failed.retry_after = retry_after;
  return failed;
}

TEST(RetryPolicy, BacksOffWithFullJitterUpToABound) {
  const struct {
    HostKind host;
    int tries;
    milliseconds longest;
  } kCases[] = {
      {HostKind::kOther, 1, milliseconds(2'000)},  {HostKind::kOther, 2, milliseconds(4'000)},
      {HostKind::kOther, 3, milliseconds(8'000)},  {HostKind::kArxiv, 4, milliseconds(16'000)},
      {HostKind::kArxiv, 5, milliseconds(32'000)}, {HostKind::kLoopback, 1, milliseconds(50)},
      {HostKind::kLoopback, 5, milliseconds(800)},
  };
  for (const auto& c : kCases) {
    JitterEngine engine(1);
    milliseconds shortest = kMaxBackoff;
    milliseconds longest{0};
    for (int i = 0; i < kDraws; ++i) {
      const auto delay = next_try(failed(c.host, c.tries), engine);
      ASSERT_TRUE(delay);
      shortest = std::min(shortest, *delay);
      longest = std::max(longest, *delay);
    }
    EXPECT_LE(longest, c.longest);
    EXPECT_GT(longest, c.longest * 9 / 10);
    EXPECT_LT(shortest, c.longest / 10);
  }
  static_assert(kFirstBackoff * 32 < kMaxBackoff, "the bound is not reached within kMaxTries");
}

TEST(RetryPolicy, GivesUpAfterTheLastTry) {
  JitterEngine engine(1);
  EXPECT_TRUE(next_try(failed(HostKind::kOther, kMaxTries - 1), engine));
  EXPECT_FALSE(next_try(failed(HostKind::kOther, kMaxTries), engine));
  EXPECT_FALSE(next_try(failed(HostKind::kOther, kMaxTries, 503, seconds(0)), engine));
  EXPECT_FALSE(next_try(failed(HostKind::kArxiv, kMaxTries, 429), engine));
}

TEST(RetryPolicy, KeepsThePauseThatWasAskedFor) {
  constexpr seconds kPause = kArxivPause;
  constexpr seconds kMost = kMaxRetryAfter;
  constexpr std::optional<seconds> kNone;
  const struct {
    const char* name;
    FailedTry failed;
    std::optional<seconds> pause;       // of the host
    std::optional<milliseconds> delay;  // nothing: no next try
  } kCases[] = {
      {"0 is the smallest delay", failed(HostKind::kOther, 4, 503, seconds(0)), seconds(0), kFirstBackoff},
      {"and on loopback", failed(HostKind::kLoopback, 4, 503, seconds(0)), seconds(0), kFirstBackoffOnLoopback},
      {"1 is less than that", failed(HostKind::kOther, 1, 503, seconds(1)), seconds(1), kFirstBackoff},
      {"seconds", failed(HostKind::kOther, 1, 429, seconds(77)), seconds(77), seconds(77)},
      {"the longest", failed(HostKind::kOther, 1, 503, kMost), kMost, kMost},
      {"too long", failed(HostKind::kOther, 1, 503, kMost + seconds(1)), kMost + seconds(1), std::nullopt},
      {"arXiv's 429 with Retry-After", failed(HostKind::kArxiv, 1, 429, seconds(5)), seconds(5), seconds(5)},
      {"arXiv's 429 without", failed(HostKind::kArxiv, 1, 429, kNone), kPause, kPause},
      {"arXiv's 429 without, later", failed(HostKind::kArxiv, 5, 429, kNone), kPause, kPause},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    JitterEngine engine(1);
    EXPECT_EQ(host_pause(c.failed), c.pause);
    EXPECT_EQ(next_try(c.failed, engine), c.delay);
  }
  EXPECT_FALSE(host_pause(failed(HostKind::kOther, 1, 429)));
  EXPECT_FALSE(host_pause(failed(HostKind::kArxiv, 1, 503)));
  EXPECT_FALSE(host_pause(failed(HostKind::kArxiv, 1, 0)));
}

TEST(RetryPolicy, KnowsTheStatusesThatMayPass) {
  for (const long status : {406, 408, 425, 429, 500, 502, 503, 504}) EXPECT_TRUE(is_passing_status(status)) << status;
  for (const long status : {0, 200, 204, 304, 400, 401, 403, 404, 410, 422, 501, 505}) {
    EXPECT_FALSE(is_passing_status(status)) << status;
  }
}

TEST(RetryHeaders, ReadRetryAfter) {
  constexpr std::int64_t kNow = 1'767'225'600;  // Thu, 01 Jan 2026 00:00:00 GMT
  constexpr long kNone = -1;
  const long kMost = std::chrono::seconds(kMaxHeaderWait).count();
  const struct {
    const char* header;
    long wait;
  } kCases[] = {
      {"0", 0},
      {"120", 120},
      {" 7 ", 7},
      {"31622400", kMost},
      {"31622401", kMost},
      {"99999999999999999999999", kMost},
      {"Thu, 01 Jan 2026 00:02:00 GMT", 120},
      {"Thursday, 01-Jan-26 00:02:00 GMT", 120},
      {"Thu Jan  1 00:02:00 2026", 120},
      {"Thu, 01 Jan 2026 00:00:00 GMT", 0},
      {"Wed, 31 Dec 2025 23:00:00 GMT", 0},
      {"Fri, 01 Jan 2100 00:00:00 GMT", kMost},
      {"", kNone},
      {"-1", kNone},
      {"+5", kNone},
      {"1.5", kNone},
      {"5 s", kNone},
      {"soon", kNone},
      {"Soon", kNone},
  };
  for (const auto& c : kCases) {
    const auto wait = parse_retry_after(c.header, kNow);
    EXPECT_EQ(wait ? wait->count() : kNone, c.wait) << c.header;
  }
}

TEST(RetryHeaders, ReadRateLimit) {
  constexpr long kNone = -1;
  const long kMost = std::chrono::seconds(kMaxRateLimitWait).count();
  const struct {
    const char* header;
    long wait;
  } kCases[] = {
      {R"("api";r=0;t=120)", 120},
      {R"("api"; r=0; t=120)", 120},
      {R"("api";t=120;r=0)", 120},
      {R"("api";r=0;t=0)", 0},
      {R"("api";r=0;t=900)", kMost},
      {R"("api";r=0;t=901)", kMost},
      {R"("api";r=0;t=99999999999999999999)", kMost},
      {R"("api";r=1;t=120)", kNone},
      {R"("api";r=499;t=12)", kNone},
      {R"("minute";r=0;t=20, "day";r=0;t=300)", 300},
      {R"("minute";r=0;t=20, "day";r=9;t=300)", 20},
      {R"("a;r=0;t=5,\"";r=1;t=7)", kNone},
      {R"(api;r=0;t=5)", 5},
      {R"("api";r=0)", kNone},
      {R"("api";t=120)", kNone},
      {R"("api";r=0;t=-1)", kNone},
      {R"("api";r=x;t=1)", kNone},
      {R"("api)", kNone},
      {"limit=100, remaining=0, reset=50", kNone},
      {",;,;;=", kNone},
      {"", kNone},
  };
  for (const auto& c : kCases) {
    const auto wait = parse_rate_limit(c.header);
    EXPECT_EQ(wait ? wait->count() : kNone, c.wait) << c.header;
  }
}

}  // namespace
}  // namespace paperdex
