#include "indexer/rate_limiter.h"

#include <gtest/gtest.h>

namespace paperdex {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Clock::Time kStart{};

TEST(RateLimiter, KeepsAnIntervalFromTheEndOfOneRequestToTheStartOfTheNext) {
  const struct {
    const char* finished;
    const char* next;
    milliseconds wait;
  } kCases[] = {
      {"https://arxiv.org/", "https://arxiv.org/x", kArxivInterval},
      {"https://export.arxiv.org/api/query", "https://oaipmh.arxiv.org/oai", kArxivInterval},
      {"https://arxiv.org/", "https://example.org/", milliseconds(0)},
      {"https://example.org/", "https://example.org/x", kHostInterval},
      {"https://example.org/", "https://EXAMPLE.org:8443/", kHostInterval},
      {"https://example.org/", "https://www.example.org/", milliseconds(0)},
      {"http://127.0.0.1:1/", "http://127.0.0.1:1/", milliseconds(0)},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.next);
    RateLimiter limiter;
    const WebAddress next = parse_web_address(c.next);
    EXPECT_EQ(limiter.wait(next, kStart), milliseconds(0));
    limiter.finished(parse_web_address(c.finished), kStart);
    EXPECT_EQ(limiter.wait(next, kStart), c.wait);
    if (c.wait.count() == 0) continue;
    EXPECT_EQ(limiter.wait(next, kStart + c.wait - milliseconds(1)), milliseconds(1));
    EXPECT_EQ(limiter.wait(next, kStart + c.wait), milliseconds(0));
  }
}

TEST(RateLimiter, GivesAHostThePauseThatItAskedFor) {
  RateLimiter limiter;
  const WebAddress host = parse_web_address("https://example.org/");
  limiter.pause(host, kStart, seconds(120));
  limiter.finished(host, kStart);
  EXPECT_EQ(limiter.wait(host, kStart), seconds(120));
  limiter.pause(host, kStart, seconds(60));
  EXPECT_EQ(limiter.wait(host, kStart), seconds(120)) << "a pause was cut short";
  EXPECT_EQ(limiter.wait(parse_web_address("https://other.org/"), kStart), seconds(0));
}

TEST(RateLimiter, PausesEachPortOfLoopbackByItself) {
  RateLimiter limiter;
  limiter.pause(parse_web_address("http://127.0.0.1:1/"), kStart, seconds(9));
  EXPECT_EQ(limiter.wait(parse_web_address("http://127.0.0.1:1/x"), kStart), seconds(9));
  EXPECT_EQ(limiter.wait(parse_web_address("http://127.0.0.1:2/"), kStart), seconds(0));
}

}  // namespace
}  // namespace paperdex
