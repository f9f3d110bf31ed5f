// One test for each weakness of cpp-httplib that server/http.h answers, on a real socket.
#include "server/http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "data/error.h"
#include "server/request_head.h"
#include "tests/server/running_server.h"

namespace paperdex {
namespace {

using std::chrono::steady_clock;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

const std::string kText(100'000, 'x');

HttpResponse echo(const HttpRequest& request) {
  HttpResponse response;
  response.content_type = "text/plain";
  if (request.path == "/large") {
    response.body = kText;
  } else if (request.path == "/throw") {
    throw std::runtime_error("secret of the server");
  } else if (request.path == "/throw_int") {
    throw 1;  // NOLINT: what a handler should never do
  } else if (request.path == "/refuse") {
    throw HttpError(400, "bad_thing", "This <is> wrong.", "thing", 3);
  } else {
    response.body = request.method + " " + request.path + "?" + request.query + " from " + request.client;
    if (!request.body.empty()) response.body += " with " + request.body;
  }
  return response;
}

double milliseconds_since(steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - start).count();
}

std::string inflate_gzip(const std::string& bytes) {
  std::string out(200'000, '\0');
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(HttpServer, AnswersTwiceOnOneConnection) {
  const RunningServer server(echo);
  RawClient client = server.connect();
  EXPECT_EQ(client.get("/a?b=c").body, "GET /a?b=c from 127.0.0.1");
  EXPECT_EQ(client.get("/d").body, "GET /d? from 127.0.0.1");
}

TEST(HttpServer, AnswersRequestsThatWereSentTogether) {
  const RunningServer server(echo);
  RawClient client = server.connect();
  client.send(
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: "
      "a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.read().body, HasSubstr("/1"));
  EXPECT_THAT(client.read().body, HasSubstr("/2"));
  EXPECT_THAT(client.read().body, HasSubstr("/3"));
  EXPECT_TRUE(client.closed());
}

TEST(HttpServer, IsNotDelayedByTwoHundredIdleConnections) {
  const RunningServer server(echo);
  std::vector<RawClient> idle;
  for (int i = 0; i < 200; ++i) idle.push_back(server.connect());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(idle[static_cast<std::size_t>(i)].get("/warm").status, 200);
  const auto start = steady_clock::now();
  EXPECT_EQ(server.get("/").status, 200);
  EXPECT_LT(milliseconds_since(start), 1000);  // 50 ms on a quiet machine; 5 s and more if a thread had to get free
}

TEST(HttpServer, TurnsAwayConnectionsPastTheLimitAtOnce) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  const rlim_t needed = 2 * kMaxConnections + 100;  // both ends of each are in this process
  if (files.rlim_max < needed)
    GTEST_SKIP() << "needs " << needed << " open files, and the limit here is " << files.rlim_max;
  files.rlim_cur = std::max(files.rlim_cur, needed);
  ::setrlimit(RLIMIT_NOFILE, &files);
  const RunningServer server(echo);
  std::vector<RawClient> open;
  for (std::size_t i = 0; i < kMaxConnections; ++i) open.push_back(server.connect());
  RawClient extra = server.connect();
  const RawResponse refused = extra.read();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(open.front().get("/").status, 200);
}

TEST(HttpServer, GivesUpASlowHeadAsAWhole) {
  const RunningServer server(echo);
  RawClient slow = server.connect();
  const auto start = steady_clock::now();
  RawResponse response;
  std::jthread dripping([&](const std::stop_token& stop) {
    for (const char c : std::string("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(1000, 'x'))) {
      if (stop.stop_requested() || !slow.send(std::string(1, c))) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  });
  EXPECT_EQ(slow.read().status, 408);
  EXPECT_LT(milliseconds_since(start), 15'000);
}

TEST(HttpServer, AnswersAtOnceWhatCannotBecomeARequest) {
  const RunningServer server(echo);
  struct Case {
    const char* begun;
    int status;
  };
  const Case cases[] = {
      {"GET /\r\n", 400},                      // HTTP/0.9
      {"GET /\n", 400},                        // the same
      {"GET / HTTP/1.1\nHost: a\n\n", 400},    // line feeds alone
      {"GET / HTTP/1.1\r\nHost: a\n\n", 400},  // one of them
      {"GET / HTTP/1.1\r\nHost: a\rX", 400},   // half a line's end
      {"\x16\x03\x01\x02", 400},               // TLS
      {"GET / HTTP/2.0\r\n", 505},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.begun);
    RawClient client(server.port(), kHeadTime.count() / 2);  // in seconds: patience ends before the server's
    client.send(c.begun);
    EXPECT_EQ(client.read().status, c.status);
    EXPECT_TRUE(client.closed());
  }
}

TEST(HttpServer, WaitsForTheOtherHalfOfALinesEnd) {
  const RunningServer server(echo);
  RawClient client = server.connect();
  for (const char* piece : {"GET /a HTTP/1.1\r", "\nHost: a\r\n\r", "\n"}) {
    client.send(piece);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(client.read().status, 200);
}

TEST(HttpServer, SendsKeptAliveAnswersWithoutNaglesDelay) {
  const RunningServer server(echo);
  RawClient client = server.connect();
  const auto start = steady_clock::now();
  for (int i = 0; i < 50; ++i) client.get("/");
  EXPECT_LT(milliseconds_since(start), 50 * 40);  // with Nagle's algorithm each took 43 ms
}

TEST(HttpServer, KeepsAConnectionForManyRequests) {
  const RunningServer server(echo);
  RawClient client = server.connect();
  for (std::size_t i = 1; i < kMaxRequestsPerConnection; ++i) ASSERT_EQ(client.get("/").header("Connection"), "");
  EXPECT_EQ(client.get("/").header("Connection"), "close");
  EXPECT_TRUE(client.closed());
}

TEST(HttpServer, CompressesWithGzipOnly) {
  const RunningServer server(echo);
  EXPECT_EQ(server.get("/large", "Accept-Encoding: br\r\n").body, kText);
  EXPECT_EQ(server.get("/large").body, kText);
  for (const char* accepted : {"gzip", "gzip, deflate, br", "br;q=1, gzip;q=0.1"}) {
    SCOPED_TRACE(accepted);
    const RawResponse response = server.get("/large", std::string("Accept-Encoding: ") + accepted + "\r\n");
    EXPECT_EQ(response.header("Content-Encoding"), "gzip");
    EXPECT_LT(response.body.size(), 2000U);
    EXPECT_EQ(inflate_gzip(response.body), kText);
  }
}

TEST(HttpServer, IgnoresRanges) {
  const RunningServer server(echo);
  std::string ranges = "Range: bytes=0-99999";
  for (int i = 0; i < 600; ++i) ranges += ",0-99999";
  for (const std::string& header : {std::string("Range: bytes=0-9"), std::string("Range: nonsense"), ranges}) {
    const RawResponse response = server.get("/large", header + "\r\n");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body.size(), kText.size());
  }
  EXPECT_EQ(server.get("/large", "Range: bytes=0-9\r\n", "HEAD").header("Accept-Ranges"), "");
}

TEST(HttpServer, RefusesBodiesBeforeReadingThem) {
  const RunningServer server(echo);
  struct Case {
    const char* head;
    int status;
    const char* code;
  };
  const Case cases[] = {
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 411,
       "length_required"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", 415, "encoded_body"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n", 413, "body_too_large"},
      {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 400, "unexpected_body"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\nExpect: 100-continue\r\n\r\n", 413, "body_too_large"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.head);
    RawClient client = server.connect();
    client.send(c.head);
    const RawResponse response = client.read();
    EXPECT_EQ(response.status, c.status);
    EXPECT_THAT(response.body, HasSubstr(std::string("\"code\":\"") + c.code + "\""));
    EXPECT_TRUE(client.closed());
  }
}

TEST(HttpServer, NeverTakesABodyForTheNextRequest) {
  const RunningServer server(echo);
  RawClient client = server.connect();
  client.send("POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n    ");
  EXPECT_EQ(client.read().body, "POST /first? from 127.0.0.1 with GET /smuggled HTTP/1.1\r\n\r\n    ");
  EXPECT_EQ(client.get("/second").body, "GET /second? from 127.0.0.1");
}

TEST(HttpServer, TakesABodyThatComesInPieces) {
  const RunningServer server(echo);
  RawClient client = server.connect();
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  client.send("def");
  EXPECT_EQ(client.read().body, "POST /a? from 127.0.0.1 with abcdef");
}

TEST(HttpServer, AsksForTheBodyOfAClientThatWaits) {
  const RunningServer server(echo);
  RawClient client = server.connect();
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read().status, 100);
  client.send("abc");
  EXPECT_EQ(client.read().body, "POST /a? from 127.0.0.1 with abc");
}

TEST(HttpServer, TakesTheLargestBody) {
  const RunningServer server(echo);
  RawClient client = server.connect();
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(kMaxBodyBytes) + "\r\n\r\n" +
              std::string(kMaxBodyBytes, 'x'));
  EXPECT_THAT(client.read().body, EndsWith("with " + std::string(kMaxBodyBytes, 'x')));
}

TEST(HttpServer, LimitsAddressesAndHeaders) {
  const RunningServer server(echo);
  const std::string long_path = "/" + std::string(kMaxTargetBytes, 'a');
  EXPECT_EQ(server.get("/" + std::string(kMaxTargetBytes - 1, 'a')).status, 200);
  EXPECT_EQ(server.get(long_path).status, 414);
  EXPECT_EQ(server.get("/" + std::string(1'000'000, 'a')).status, 414);
  EXPECT_EQ(server.get("/", "X: " + std::string(kMaxHeadBytes, 'a') + "\r\n").status, 431);
  std::string many;
  for (std::size_t i = 0; i < kMaxHeaders; ++i) many += "X: 1\r\n";
  EXPECT_EQ(server.get("/", many).status, 431);  // with Host one more than allowed
}

TEST(HttpServer, SurvivesAHeaderLineOfTenMegabytes) {
  const RunningServer server(echo);
  RawClient client = server.connect();
  client.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(10'000'000, 'a') + "\r\n\r\n");
  const int status = client.read().status;
  EXPECT_TRUE(status == 431 || status == 0) << status;  // 0: closed while we were still sending
  EXPECT_EQ(server.get("/").status, 200);
}

TEST(HttpServer, TakesTheClientsAddressFromTheConnectionAlone) {
  const RunningServer server(echo);
  EXPECT_THAT(server.get("/", "REMOTE_ADDR: 10.9.8.7\r\nX-Forwarded-For: 10.9.8.7\r\n").body,
              HasSubstr("from 127.0.0.1"));
}

TEST(HttpServer, LeaksNothingOfAnException) {
  const RunningServer server(echo);
  for (const char* path : {"/throw", "/throw_int"}) {
    SCOPED_TRACE(path);
    const RawResponse response = server.get(path);
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.header("EXCEPTION_WHAT"), "");
    EXPECT_THAT(response.body, Not(HasSubstr("secret")));
    EXPECT_THAT(response.body, HasSubstr("\"code\":\"internal\""));
  }
}

TEST(HttpServer, PutsTheSafeHeadersOnEveryAnswer) {
  const RunningServer server(echo);
  for (const char* request : {"GET / HTTP/1.1\r\nHost: a\r\n\r\n",                            // 200
                              "HEAD /large HTTP/1.0\r\n\r\n",                                 // the same
                              "GET /refuse HTTP/1.0\r\n\r\n",                                 // 400 of the handler
                              "GET /throw HTTP/1.0\r\n\r\n",                                  // 500
                              "GET / HTTP/1.0\r\nAccept: ;;q=9\r\n\r\n",                      // left to httplib
                              "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n",  // 413, refused unread
                              "GET /\r\n"}) {                                                 // no request
    SCOPED_TRACE(request);
    RawClient client = server.connect();
    client.send(request);
    const RawResponse response = client.read(request[0] == 'H');
    EXPECT_NE(response.status, 0);
    for (const auto& [name, value] : kSafeHeaders) EXPECT_EQ(response.header(name), value);
  }
}

TEST(HttpServer, SaysWhatWasWrong) {
  const RunningServer server(echo);
  const RawResponse response = server.get("/refuse");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.header("Content-Type"), "application/json");
  EXPECT_EQ(response.body,
            "{\"error\":\"This \\u003cis> wrong.\",\"message\":\"This \\u003cis> wrong.\",\"code\":\"bad_thing\","
            "\"param\":\"thing\",\"position\":3}\n");
}

TEST(HttpServer, HandsLongPathsOverWhole) {
  const RunningServer server(echo);
  const std::string path = "/" + std::string(7000, '/') + "f.bin%00.html";
  EXPECT_THAT(server.get(path).body, HasSubstr(path));
}

TEST(HttpServer, DoesNotShareItsPort) {
  const RunningServer server(echo);
  HttpServer second(echo, ignore_events);
  try {
    second.bind("127.0.0.1", server.port());
    ADD_FAILURE() << "bound twice";
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()), "port " + std::to_string(server.port()) + " is in use");
  }
}

TEST(HttpServer, SaysWhichAddressItCannotHave) {
  HttpServer server(echo, ignore_events);
  EXPECT_THROW(server.bind("203.0.113.1", 0), InputError);
  EXPECT_THROW(server.bind("no such host", 0), InputError);
}

TEST(HttpServer, TakesItsPortAgainAtOnce) {
  int port = 0;
  {
    RunningServer server(echo);
    port = server.port();
    EXPECT_EQ(server.get("/").status, 200);
  }
  HttpServer again(echo, ignore_events);
  EXPECT_EQ(again.bind("127.0.0.1", port), port);
}

TEST(HttpServer, StopsInSpiteOfIdleAndHalfSentRequests) {
  RunningServer server(echo);
  RawClient idle = server.connect();
  EXPECT_EQ(idle.get("/").status, 200);
  RawClient half = server.connect();
  half.send("GET / HTTP/1.1\r\nHost: a\r\nX");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto start = steady_clock::now();
  server.stop();
  EXPECT_LT(milliseconds_since(start), 4000);
  EXPECT_TRUE(idle.closed());
}

TEST(HttpServer, FinishesAnswersUnderWayWhenItStops) {
  std::atomic<bool> begun = false;
  RunningServer server([&](const HttpRequest&) {
    begun = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    HttpResponse response;
    response.body = "whole";
    return response;
  });
  RawClient client = server.connect();
  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  while (!begun) std::this_thread::yield();
  server.stop();
  EXPECT_EQ(client.read().body, "whole");
}

TEST(HttpServer, KnowsWhenAClientIsGone) {
  std::atomic<bool> was_there = false, is_gone = false;
  RunningServer server([&](const HttpRequest& request) {
    if (request.path == "/stay") {
      was_there = !request.is_gone();
    } else {
      const auto end = steady_clock::now() + std::chrono::seconds(20);
      while (!request.is_gone() && steady_clock::now() < end) std::this_thread::yield();
      is_gone = request.is_gone();
    }
    return HttpResponse();
  });
  EXPECT_EQ(server.get("/stay").status, 200);
  EXPECT_TRUE(was_there);
  { server.connect().send("GET /leave HTTP/1.1\r\nHost: test\r\n\r\nGET /stay HTTP/1.1\r\nHost: test\r\n\r\n"); }
  const auto end = steady_clock::now() + std::chrono::seconds(20);
  while (!is_gone && steady_clock::now() < end) std::this_thread::yield();
  EXPECT_TRUE(is_gone) << "though it left another request unread";
}

TEST(HttpServer, IsNotHeldUpByAClientThatReadsNothing) {
  RunningServer server([](const HttpRequest&) {
    HttpResponse response;
    response.body.assign(64'000'000, 'x');
    return response;
  });
  RawClient deaf = server.connect();
  deaf.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const auto start = steady_clock::now();
  server.stop();
  EXPECT_LT(milliseconds_since(start), 5000);
}

TEST(HttpServer, AnswersHeadWithoutABody) {
  const RunningServer server(echo);
  RawClient client = server.connect();
  const RawResponse head = client.get("/large", "", "HEAD");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), std::to_string(kText.size()));
  EXPECT_EQ(client.get("/").status, 200);
}

}  // namespace
}  // namespace paperdex
