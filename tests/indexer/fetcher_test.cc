#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "tests/indexer/fetcher_fixture.h"

namespace paperdex {
namespace {

using Reply = SourceServer::Reply;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Reply gzipped(Reply reply) {
  reply.gzip = true;
  return reply;
}

Reply cut(Reply reply, std::size_t bytes) {
  reply.cut_at = bytes;
  return reply;
}

Reply with(Reply reply, const std::string& header, const std::string& value) {
  reply.headers[header] = value;
  return reply;
}

Reply closing() {
  Reply reply;
  reply.close_without_answer = true;
  return reply;
}

void must_be_xml(const FetchResponse& response) {
  if (response.body.rfind("<html", 0) == 0) throw FetchError("HTML, not XML");
}

TEST_F(FetcherTest, FetchesAWholeDocument) {
  Reply reply = with(SourceServer::xml(long_text()), "Date", "Thu, 01 Jan 2026 00:00:07 GMT");
  for (const bool gzip : {false, true}) {
    for (const char* form : {"length", "chunks", "close"}) {
      SCOPED_TRACE(testing::Message() << form << gzip);
      reply.gzip = gzip;
      reply.chunked = form == std::string("chunks");
      reply.no_content_length = form == std::string("close");
      answer_with({reply});
      const FetchResponse response = get();
      EXPECT_EQ(response.status, 200);
      EXPECT_TRUE(response.body == reply.body);
      EXPECT_EQ(response.headers.at("content-type"), "text/xml; charset=utf-8");
      EXPECT_EQ(response.date, Date::parse("2026-01-01T00:00:07Z"));
    }
  }
  EXPECT_EQ(server_.requests().size(), 6U);
  EXPECT_THAT(clock_.sleeps, IsEmpty()) << "loopback has no limit";
}

TEST_F(FetcherTest, SaysWhoAsksForWhat) {
  get("/oai?verb=ListRecords&until=2026%2D01%2D02");
  options_.contact = "mailto:someone@example.org";
  CurlFetcher(options_).get({server_.url("/"), "application/json"}, nullptr);
  const auto requests = server_.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].request.method, "GET");
  EXPECT_EQ(requests[0].target, "/oai?verb=ListRecords&until=2026%2D01%2D02");
  EXPECT_EQ(requests[0].request.param("until"), "2026-01-02");
  EXPECT_EQ(requests[0].request.header("accept-encoding"), "gzip");
  EXPECT_EQ(requests[0].request.header("accept"), "*/*");
  EXPECT_EQ(requests[0].request.header("user-agent"), "paperdex/" PAPERDEX_VERSION);
  EXPECT_EQ(requests[1].request.header("accept"), "application/json");
  EXPECT_EQ(requests[1].request.header("user-agent"), "paperdex/" PAPERDEX_VERSION " (+mailto:someone@example.org)");
  options_.contact = "a\r\nX: y";
  EXPECT_THROW(CurlFetcher{options_}, InputError);
}

TEST_F(FetcherTest, KeepsItsConnection) {
  SourceServer server([](const auto&) { return SourceServer::text("x"); }, true);
  CurlFetcher fetcher(options_);
  for (int i = 0; i < 3; ++i) fetcher.get({server.url("/")}, nullptr);
  EXPECT_EQ(server.requests().size(), 3U);
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(FetcherTest, ReachesLoopbackWhateverTheProxy) {
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy"}) setenv(name, "http://127.0.0.1:1", 1);
  EXPECT_EQ(error_of(server_.url("/")), "");
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy"}) unsetenv(name);
}

TEST_F(FetcherTest, TriesAgainAfterAPassingFault) {
  const Reply good = SourceServer::xml(long_text());
  Reply chunked = cut(good, 1'000);
  chunked.chunked = true;
  Reply bad_gzip = with(SourceServer::xml("no gzip"), "Content-Encoding", "gzip");
  const struct {
    const char* name;
    Reply reply;
  } kCases[] = {
      {"406 though all is accepted", SourceServer::status(406)},
      {"408", SourceServer::status(408)},
      {"425", SourceServer::status(425)},
      {"429 with text", SourceServer::text("Rate exceeded.", 429)},
      {"500", SourceServer::status(500)},
      {"502 with HTML", SourceServer::html("<html></html>", 502)},
      {"503", SourceServer::status(503)},
      {"503 without a body", SourceServer::text("", 503)},
      {"503 that is cut off", cut(SourceServer::status(503), 1)},
      {"503, Retry-After: 0", SourceServer::status(503, {{"Retry-After", "0"}})},
      {"504", SourceServer::status(504)},
      {"empty", SourceServer::xml("")},
      {"empty gzip", gzipped(SourceServer::xml(""))},
      {"cut off before the body", cut(good, 0)},
      {"cut off", cut(good, 1'000)},
      {"404 that is cut off", cut(SourceServer::status(404), 1)},
      {"chunks cut off", chunked},
      {"gzip cut off", cut(gzipped(good), 1'000)},
      {"no gzip at all", bad_gzip},
      {"unknown coding", with(good, "Content-Encoding", "br")},
      {"two codings", with(good, "Content-Encoding", "gzip, gzip")},
      {"no answer", closing()},
      {"HTML", SourceServer::html("<html>busy</html>")},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    server_.forget_requests();
    clock_.sleeps.clear();
    answer_with({c.reply, c.reply});
    EXPECT_EQ(get("/", must_be_xml).body, kGoodBody);
    EXPECT_EQ(server_.requests().size(), 3U);
    ASSERT_EQ(clock_.sleeps.size(), 2U);
    EXPECT_LE(clock_.sleeps[0], kFirstBackoffOnLoopback);
    EXPECT_LE(clock_.sleeps[1], 2 * kFirstBackoffOnLoopback);
  }
}

// Where HTTP itself does not tell the length, the gzip stream's own end must.
TEST_F(FetcherTest, TakesNoCutBodyForAWholeOne) {
  const std::string text = long_text();
  Reply reply = gzipped(SourceServer::xml(text));
  const std::size_t size = gzip_compressed(text).size();
  for (std::size_t percent = 0; percent < 100; percent += 5) {
    for (const char* form : {"length", "chunks", "close"}) {
      SCOPED_TRACE(testing::Message() << percent << " % by " << form);
      reply.cut_at = size * percent / 100;
      reply.chunked = form == std::string("chunks");
      reply.no_content_length = form == std::string("close");
      server_.forget_requests();
      answer_with({reply});
      EXPECT_EQ(get().body, kGoodBody);
      EXPECT_EQ(server_.requests().size(), 2U);
    }
  }
}

TEST_F(FetcherTest, GivesUpAndSaysWhy) {
  const Reply html = SourceServer::html("<html></html>");
  const struct {
    Reply reply;
    const char* message;
  } kCases[] = {
      {SourceServer::status(503), "status 503 (6 tries)"},
      {SourceServer::text("Rate exceeded.", 429), "status 429 (6 tries)"},
      {SourceServer::xml(""), "an empty body (6 tries)"},
      {cut(SourceServer::xml(kGoodBody), 7), "cut off after 7 bytes (6 tries)"},
      {cut(gzipped(SourceServer::xml(kGoodBody)), 20), "cut off after 20 bytes (6 tries)"},
      {with(SourceServer::xml("x"), "Content-Encoding", "br"), "unknown Content-Encoding br (6 tries)"},
      {html, "HTML, not XML (6 tries)"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.message);
    server_.forget_requests();
    answer_always_with(c.reply);
    EXPECT_EQ(error_of(server_.url("/oai?from=1"), must_be_xml), server_.url("/oai?from=1: ") + c.message);
    EXPECT_EQ(server_.requests().size(), static_cast<std::size_t>(kMaxTries));
  }
}

TEST_F(FetcherTest, GivesUpWhenNobodyListens) {
  std::string url;
  {
    const SourceServer gone([](const auto&) { return Reply(); });
    url = gone.url("/");
  }
  EXPECT_THAT(error_of(url), HasSubstr("(6 tries)"));
  EXPECT_EQ(clock_.sleeps.size(), 5U);
}

TEST_F(FetcherTest, NamesALongAddressByItsBeginning) {
  answer_always_with(SourceServer::status(503));
  const std::string url = server_.url("/?q=" + std::string(1'000, 'x'));
  EXPECT_EQ(error_of(url), url.substr(0, kMaxShownBytes) + ": status 503 (6 tries)");
}

TEST_F(FetcherTest, ReturnsEveryOtherStatusAsAnAnswer) {
  for (const int status : {201, 204, 304, 400, 401, 403, 404, 410, 422, 501}) {
    server_.forget_requests();
    Reply reply = SourceServer::text(status == 204 || status == 304 ? "" : "<html>why</html>", status);
    answer_always_with(reply);
    const FetchResponse response = get("/", must_be_xml);
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.body, reply.body);
    EXPECT_EQ(server_.requests().size(), 1U);
  }
}

TEST_F(FetcherTest, AsksForAnythingAtOnceAfter406) {
  server_.set_handler([](const SourceServer::Request& request) {
    return request.header("accept") == "*/*" ? SourceServer::xml(kGoodBody) : SourceServer::status(406);
  });
  EXPECT_EQ(CurlFetcher(options_).get({server_.url("/"), "text/xml"}, nullptr).body, kGoodBody);
  EXPECT_EQ(server_.requests().size(), 2U);
  EXPECT_THAT(clock_.sleeps, IsEmpty());
}

TEST_F(FetcherTest, WaitsAsLongAsRetryAfterSays) {
  const std::string theirs = "Thu, 01 Jan 2032 00:00:00 GMT";  // whatever our clock says
  const struct {
    std::map<std::string, std::string> headers;
    milliseconds wait;
  } kCases[] = {
      {{{"Retry-After", "0"}}, kFirstBackoffOnLoopback},
      {{{"Retry-After", "77"}}, seconds(77)},
      {{{"Retry-After", "900"}}, seconds(900)},
      {{{"Retry-After", "Thu, 01 Jan 2032 00:01:30 GMT"}, {"Date", theirs}}, seconds(90)},
      {{{"Retry-After", "Wed, 31 Dec 2031 00:00:00 GMT"}, {"Date", theirs}}, kFirstBackoffOnLoopback},
      {{{"Retry-After", "Thu, 01 Jan 2026 00:01:30 GMT"}, {"Date", "no date"}}, seconds(90)},
  };
  for (const auto& c : kCases) {
    FakeClock clock;
    options_.clock = &clock;
    answer_with({SourceServer::status(503, c.headers)});
    EXPECT_EQ(get().body, kGoodBody);
    EXPECT_THAT(clock.sleeps, ElementsAre(c.wait));
  }
}

TEST_F(FetcherTest, LeavesAHostAloneThatAsksForTooMuch) {
  answer_always_with(SourceServer::status(429, {{"Retry-After", "901"}}));
  CurlFetcher fetcher(options_);
  const auto error = [&] {
    try {
      fetcher.get({server_.url("/")}, nullptr);
      return std::string();
    } catch (const FetchError& fault) {
      return std::string(fault.what());
    }
  };
  EXPECT_EQ(error(), server_.url("/: status 429, not to be asked again before 2026-01-01T00:15:01Z (1 try)"));
  EXPECT_THAT(error(), HasSubstr("the host asked for a pause, not to be asked again before 2026-01-01T00:15:01Z"));
  EXPECT_EQ(server_.requests().size(), 1U);
  answer_always_with(SourceServer::xml(kGoodBody));
  clock_.advance(seconds(1));
  EXPECT_EQ(fetcher.get({server_.url("/")}, nullptr).body, kGoodBody) << "what is left can be waited for";
  EXPECT_THAT(clock_.sleeps, ElementsAre(seconds(900)));
}

TEST_F(FetcherTest, HonoursARateLimitThatIsUsedUp) {
  std::vector<std::string> told;
  options_.on_wait = [&](const std::string& host, seconds duration, const std::string& reason) {
    told.push_back(host + ' ' + std::to_string(duration.count()) + ' ' + reason);
  };
  CurlFetcher fetcher(options_);
  answer_with({with(SourceServer::json("[1]"), "RateLimit", R"("api";r=1;t=120)"),
               with(SourceServer::json("[2]"), "RateLimit", R"("api";r=0;t=120)"),
               SourceServer::status(503, {{"Retry-After", "30"}}), SourceServer::status(503, {{"Retry-After", "9"}})});
  for (int i = 0; i < 2; ++i) fetcher.get({server_.url("/")}, nullptr);
  EXPECT_THAT(clock_.sleeps, IsEmpty());
  fetcher.get({server_.url("/")}, nullptr);
  EXPECT_THAT(clock_.sleeps, ElementsAre(seconds(120), seconds(30), seconds(9)));
  EXPECT_THAT(told, ElementsAre("127.0.0.1 120 the host's limit", "127.0.0.1 30 status 503"));
}

}  // namespace
}  // namespace paperdex
