#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "tests/indexer/fetcher_fixture.h"
#include "tests/source_server_wire.h"

namespace paperdex {
namespace {

using Reply = SourceServer::Reply;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

class FetcherBounds : public FetcherTest {};

TEST_F(FetcherBounds, FollowsABoundedNumberOfRedirects) {
  server_.set_handler([](const SourceServer::Request& request) {
    const int left = std::stoi(request.param("left"));
    if (left == 0) return SourceServer::xml(kGoodBody);
    return SourceServer::redirect("/next?left=" + std::to_string(left - 1), left % 2 == 0 ? 301 : 307);
  });
  EXPECT_EQ(get("/?left=5").body, kGoodBody);
  EXPECT_EQ(server_.requests().size(), 6U);
  server_.forget_requests();
  EXPECT_THAT(error_of(server_.url("/?left=6")), HasSubstr("more than 5 redirects (1 try)"));
  EXPECT_EQ(server_.requests().size(), 6U);
}

TEST_F(FetcherBounds, RefusesRedirectsToOtherSchemesAndHosts) {
  const struct {
    const char* location;
    const char* reason;
  } kCases[] = {
      {"ftp://127.0.0.1/", "a redirect leads to ftp://127.0.0.1/, which is not https but ftp (1 try)"},
      {"http://example.org/", "a redirect leads to http://example.org/, which is not https (1 try)"},
      {"file:///etc/hostname", "a redirect leads to file:///etc/hostname, which is not https but file (1 try)"},
  };
  for (const auto& c : kCases) {
    server_.forget_requests();
    answer_always_with(SourceServer::redirect(c.location));
    EXPECT_EQ(error_of(server_.url("/")), server_.url("/: ") + c.reason);
    EXPECT_EQ(server_.requests().size(), 1U);
  }
}

TEST_F(FetcherBounds, NamesWhereARedirectLed) {
  server_.set_handler([](const SourceServer::Request& request) {
    return request.path == "/" ? SourceServer::redirect("/there") : SourceServer::status(503);
  });
  EXPECT_EQ(error_of(server_.url("/")), server_.url("/: status 503 from ") + server_.url("/there (6 tries)"));
}

TEST_F(FetcherBounds, RefusesAddressesWithoutAsking) {
  EXPECT_EQ(error_of("http://example.org/x"), "http://example.org/x: is not https");
  EXPECT_EQ(error_of("ftp://127.0.0.1/"), "ftp://127.0.0.1/: is not https but ftp");
  EXPECT_THAT(error_of("nonsense\n"), HasSubstr("nonsense : is no web address"));
}

TEST_F(FetcherBounds, EndsADocumentThatIsTooLong) {
  constexpr std::size_t kBound = 10'000;
  options_.limits.max_bytes = kBound;
  for (const std::size_t bytes : {kBound, kBound + 1}) {
    Reply reply = SourceServer::xml(std::string(bytes, 'x'));
    for (const char* form : {"plain", "close", "chunks", "gzip"}) {
      SCOPED_TRACE(testing::Message() << form << bytes);
      reply.gzip = form == std::string("gzip");
      reply.no_content_length = form == std::string("close");
      reply.chunked = form == std::string("chunks");
      answer_always_with(reply);
      server_.forget_requests();
      const std::string error = error_of(server_.url("/"));
      EXPECT_EQ(error, bytes > kBound ? server_.url("/: longer than 10000 bytes (1 try)") : "");
      EXPECT_EQ(server_.requests().size(), 1U);
    }
  }
}

TEST_F(FetcherBounds, EndsABomb) {
  constexpr std::size_t kBombBytes = 100'000'000;
  options_.limits.max_bytes = 1'000'000;
  Reply bomb = SourceServer::xml(gzip_compressed(std::string(kBombBytes, '\0')));
  ASSERT_LT(bomb.body.size(), options_.limits.max_bytes);
  bomb.headers["Content-Encoding"] = "gzip";
  answer_always_with(bomb);
  EXPECT_EQ(error_of(server_.url("/")), server_.url("/: longer than 1000000 bytes (1 try)"));
  EXPECT_EQ(server_.requests().size(), 1U);
}

TEST_F(FetcherBounds, EndsHeadersThatAreTooLong) {
  constexpr std::size_t kLineBytes = 50'000;
  const auto reply_with_head_of = [](std::size_t bytes) {
    Reply reply = SourceServer::xml(kGoodBody);
    reply.headers["Date"] = "";
    for (char name = 'a'; head_of(reply, reply.body.size(), false).size() < bytes - 2 * kLineBytes; ++name) {
      reply.headers[std::string("X-") + name] = std::string(kLineBytes, 'x');
    }
    reply.headers["X-Fill"] = "";
    const std::size_t missing = bytes - head_of(reply, reply.body.size(), false).size();
    reply.headers["X-Fill"] = std::string(missing, 'x');
    return reply;
  };
  answer_always_with(reply_with_head_of(kMaxHeaderBytes));
  EXPECT_EQ(get().body, kGoodBody);
  answer_always_with(reply_with_head_of(kMaxHeaderBytes + 1));
  EXPECT_EQ(error_of(server_.url("/")), server_.url("/: headers longer than 262144 bytes (1 try)"));
}

TEST_F(FetcherBounds, EndsATransferThatIsTooSlow) {
  const Reply good = SourceServer::xml(long_text());
  Reply drip = good;
  drip.drip_bytes_per_second = 500;
  Reply stalling = good;
  stalling.drip_bytes_per_second = 1;
  Reply silent = good;
  silent.delay = seconds(60);
  Reply head_only = good;
  head_only.body_delay = seconds(60);
  const struct {
    const char* name;
    Reply reply;
    const char* fault;
  } kCases[] = {
      {"drip", drip, "under 10000 bytes a second for 0.2 s"},
      {"stalling", stalling, "under 10000 bytes a second for 0.2 s"},
      {"silent", silent, "no byte of the body within 0.3 s"},
      {"head only", head_only, "no byte of the body within 0.3 s"},
  };
  options_.limits.slow_bytes_per_second = 10'000;
  options_.limits.slow_for = milliseconds(200);
  options_.limits.first_byte = milliseconds(300);
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    answer_with({c.reply});
    CurlTransfer transfer("test", options_.limits, nullptr);
    const Transfer result = transfer.run(parse_web_address(server_.url("/")), "*/*");
    EXPECT_EQ(result.fault, c.fault);
    EXPECT_TRUE(result.may_pass);
  }
  answer_with({silent});
  EXPECT_EQ(get().body, kGoodBody) << "it was not tried again";
}

// A page that takes long to be made is not slow.
TEST_F(FetcherBounds, WaitsForTheFirstByteLongerThanForTheNext) {
  options_.limits.slow_bytes_per_second = 100;
  options_.limits.slow_for = milliseconds(200);
  Reply late = SourceServer::xml(kGoodBody);
  late.body_delay = milliseconds(500);
  answer_with({late});
  EXPECT_EQ(get().body, kGoodBody);
  EXPECT_EQ(server_.requests().size(), 1U);
}

TEST_F(FetcherBounds, StopsWithinATransferAndAWait) {
  Reply silent = SourceServer::xml(kGoodBody);
  silent.delay = seconds(600);
  const Reply busy = SourceServer::status(503, {{"Retry-After", "600"}});
  SystemClock clock;
  options_.clock = &clock;
  for (const Reply& reply : {silent, busy}) {
    std::atomic<bool> stop = false;
    options_.stop = [&] { return stop.load(); };
    server_.set_handler([&](const auto&) {
      stop = true;
      return reply;
    });
    server_.forget_requests();
    EXPECT_THROW(get(), Stopped);
    EXPECT_THROW(get(), Stopped) << "before it asked";
    EXPECT_EQ(server_.requests().size(), 1U);
    server_.set_handler([](const auto&) { return Reply(); });
  }
}

}  // namespace
}  // namespace paperdex
