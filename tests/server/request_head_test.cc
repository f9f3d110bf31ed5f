#include "server/request_head.h"

#include <gtest/gtest.h>

#include <string>

#include "server/http_error.h"

namespace paperdex {
namespace {

int status_of(const std::string& head) {
  try {
    parse_request_head(head);
    return 200;
  } catch (const HttpError& error) {
    return error.status();
  }
}

std::string many_headers(std::size_t count) {
  std::string head = "GET / HTTP/1.0\r\n";
  for (std::size_t i = 0; i < count; ++i) head += "X-" + std::to_string(i) + ": 1\r\n";
  return head + "\r\n";
}

std::string with(const std::string& headers, const std::string& method = "GET") {
  return method + " / HTTP/1.0\r\n" + headers + "\r\n";
}

TEST(RequestHead, IsRefusedWithTheStatusOfItsFault) {
  struct Case {
    std::string head;
    int status;
  };
  const Case cases[] = {
      {with(""), 200},
      {"GET / HTTP/1.0\r\n\r\n", 200},
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"GET / HTTP/1.1\r\nhost:\r\n\r\n", 200},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400},
      {"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\n\r\n", 505},
      {"GET /\r\n\r\n", 400},
      {"\x16\x03\x01 / HTTP/1.1\r\n\r\n", 400},
      {"G\"T / HTTP/1.1\r\n\r\n", 400},
      {"GET http://elsewhere/ HTTP/1.1\r\n\r\n", 400},
      {"GET /a b HTTP/1.1\r\n\r\n", 400},
      {"GET /" + std::string(kMaxTargetBytes - 1, 'a') + " HTTP/1.0\r\n\r\n", 200},
      {"GET /" + std::string(kMaxTargetBytes, 'a') + " HTTP/1.1\r\n\r\n", 414},
      {"BREW / HTTP/1.1\r\n\r\n", 405},
      {many_headers(kMaxHeaders), 200},
      {many_headers(kMaxHeaders + 1), 431},
      {with("No colon here\r\n"), 400},
      {with("Space : before colon\r\n"), 400},
      {with("A: 1\r\n folded\r\n"), 400},
      {with("A: bare\nline feed\r\n"), 400},
      {with("A: bare\rcarriage return\r\n"), 400},
      {with(std::string("A: \0\r\n", 6)), 400},
      {with("A: \xC3\xA9\r\n"), 200},
      {with("Transfer-Encoding: chunked\r\n", "POST"), 411},
      {with("transfer-encoding: gzip, chunked\r\nContent-Length: 4\r\n", "POST"), 411},
      {with("Content-Encoding: gzip\r\nContent-Length: 4\r\n", "POST"), 415},
      {with("Content-Length: " + std::to_string(kMaxBodyBytes) + "\r\n", "POST"), 200},
      {with("Content-Length: " + std::to_string(kMaxBodyBytes + 1) + "\r\n", "POST"), 413},
      {with("Content-Length: 99999999999999999999999\r\n", "POST"), 413},
      {with("Content-Length: -1\r\n", "POST"), 400},
      {with("Content-Length: 4\r\nContent-Length: 4\r\n", "POST"), 400},
      {with("Content-Length: 4, 4\r\n", "POST"), 400},
      {with("Content-Length: 0\r\n"), 200},
      {with("Content-Length: 4\r\n"), 400},
      {with("Content-Length: 4\r\n", "HEAD"), 400},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.head.substr(0, 80));
    EXPECT_EQ(status_of(c.head), c.status);
  }
}

TEST(RequestHead, LeavesOutWhatIsNotForHttplib) {
  struct Case {
    const char* headers;
    const char* forwarded;
  };
  const Case cases[] = {
      {"Range: bytes=0-1,0-1\r\nREMOTE_ADDR: 10.0.0.1\r\nExpect: 100-continue\r\n", ""},
      {"Accept: text/html\r\nIf-None-Match: \"a\"\r\n", "Accept: text/html\r\nIf-None-Match: \"a\"\r\n"},
      {"Accept-Encoding: gzip, deflate, br, zstd\r\n", "X-Accepts-Gzip: 1\r\n"},
      {"accept-encoding: br;q=1.0, GZIP;q=0.5\r\n", "X-Accepts-Gzip: 1\r\n"},
      {"Accept-Encoding: gzip;q=0, br\r\n", ""},
      {"Accept-Encoding: gzip;q=0.0\r\n", ""},
      {"Accept-Encoding: br\r\n", ""},
      {"X-Accepts-Gzip: 1\r\n", ""},
      {"Accept-Encoding: xgzip\r\n", ""},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.headers);
    EXPECT_EQ(parse_request_head(with(c.headers)).forwarded, std::string("GET / HTTP/1.1\r\n") + c.forwarded + "\r\n");
  }
}

TEST(RequestHead, KeepsATargetWholeThatHttplibWouldCut) {
  EXPECT_EQ(parse_request_head("GET /?q=c#&a=b?c HTTP/1.0\r\n\r\n").forwarded, "GET /?q=c%23&a=b%3Fc HTTP/1.1\r\n\r\n");
}

TEST(RequestHead, SaysWhetherTheConnectionStays) {
  struct Case {
    const char* head;
    bool stays;
  };
  const Case cases[] = {
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n", false},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, close\r\n\r\n", false},
      {"GET / HTTP/1.0\r\n\r\n", false},
      {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n", true},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.head);
    EXPECT_EQ(parse_request_head(c.head).keep_alive, c.stays);
  }
}

TEST(RequestHead, ForwardsAllLinesOfAProxysClients) {
  const std::string head = with("X-Forwarded-For: 192.0.2.1\r\nx-forwarded-for: 192.0.2.2\r\n");
  EXPECT_NE(parse_request_head(head).forwarded.find("X-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n"), std::string::npos);
}

}  // namespace
}  // namespace paperdex
