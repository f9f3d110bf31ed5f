// HTTP/1.1 by cpp-httplib, hardened in this one place. Debian's package has its limits compiled in and its connection
// loop trusts its clients, so the loop here is our own: a request's head is read whole, checked and reduced to the few
// headers we use (request_head.h) before httplib sees it, and an answer leaves in one write. Of httplib we use the
// accept loop, the parsing, the compression and the answer's form.
//
//   connections     kMaxConnections threads at most, started as needed; one more is answered 503 at once. An idle
//                   connection costs a sleeping thread, no processor time, and is closed after kIdleTime.
//   slow clients    a head must be there within kHeadTime of its first byte, whole (408); an answer is given up after
//                   kStallTime without progress or kWriteTime in all.
//   heads           kMaxHeadBytes, kMaxHeaders and kMaxTargetBytes of request_head.h (431, 414); one that can become no
//                   request is answered at once (400). No limit is missing, but one client may hold all connections: a
//                   proxy in front limits those per address.
//   bodies          Content-Length bytes within kBodyTime (408): Transfer-Encoding 411, Content-Encoding 415, over
//                   kMaxBodyBytes 413, any with GET or HEAD 400. What was refused unread is not taken for the next
//                   request: the connection closes.
//   answers         kSafeHeaders on each but 304; gzip only, where the client accepts it; Range is ignored; an
//                   exception in the handler is a bare 500.
//   memory          a request that there is none for is answered 503 (out_of_memory), by an answer made at the
//                   start, and its connection closes; a connection that no thread can be started for, 503 (busy).
//   port            SO_REUSEADDR without SO_REUSEPORT: a port in use is an error.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/http_error.h"

namespace paperdex {

inline constexpr std::size_t kMaxConnections = 512;
inline constexpr std::size_t kMaxRequestsPerConnection = 1000;
inline constexpr int kListenBacklog = 511;
inline constexpr std::chrono::seconds kIdleTime{5};
inline constexpr std::chrono::seconds kHeadTime{5};
inline constexpr std::chrono::seconds kBodyTime{10};
inline constexpr std::chrono::seconds kStallTime{5};
inline constexpr std::chrono::seconds kWriteTime{30};
inline constexpr std::chrono::seconds kDrainTime{3};  // for answers under way once stop() was called

// Every answer has these, whoever made it: pages, programs' answers, feeds, files, errors and what is refused unread.
// One that brings a header of the same name keeps its own, as pages do (page/layout.h).
//
// What is no page loads nothing, whatever a browser takes it for. Its address, which may hold a secret, is told to
// nobody. Other sites can neither embed an answer nor hold on to its window, so that on a private network their scripts
// cannot get at it; no other site could read one before, because the server gives no origin leave to (CORS). Programs,
// feed readers and browser extensions ask for themselves, and none of this is about them.
inline constexpr std::array<std::pair<const char*, const char*>, 5> kSafeHeaders = {
    {{"X-Content-Type-Options", "nosniff"},
     {"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
     {"Referrer-Policy", "no-referrer"},
     {"Cross-Origin-Resource-Policy", "same-origin"},
     {"Cross-Origin-Opener-Policy", "same-origin"}}};

struct HttpRequest {
  std::string method;         // "GET", "HEAD", "POST", ...
  std::string path;           // as sent, percent-encoding and all; starts with '/'
  std::string query;          // as sent, without '?'
  std::string accept;         // the header of that name, or ""
  std::string if_none_match;  // the same
  std::string client;         // the peer's address, never a header's word for it
  std::string host;           // headers of these names, or "", as sent
  std::string content_type;
  std::string forwarded_for;
  std::string origin;
  std::string fetch_site;
  std::string body;
  // Whether the client has closed the connection, or its half of it, and so waits for no answer. Nothing: it waits.
  std::function<bool()> is_gone;
};

struct HttpResponse {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  bool is_whole = true;  // false: asked again it may be another, so nobody is to keep it
};

// An error as the API gives it: {"error", "message", "code", "param"?, "position"?}, with Retry-After for 429 and 503
// and Allow for 405: `allow`.
HttpResponse error_response(const HttpError& error, const std::string& allow = "GET, HEAD, POST");

class HttpServer {
 public:
  // Called by many threads at once. What it throws becomes error_response() of it (HttpError), 503 (std::bad_alloc) or
  // a bare 500.
  using Handler = std::function<HttpResponse(const HttpRequest&)>;
  // Called with a line of key=value when a handler failed; must not throw.
  using Log = std::function<void(const std::string&)>;

  HttpServer(Handler handler, Log log);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Binds and listens; port 0 lets the kernel choose. Returns the port. Throws InputError when that address cannot be
  // had.
  int bind(const std::string& host, int port);

  // Serves until stop(), then until the answers under way are out, at most kDrainTime. Call once, after bind().
  void run();

  // Makes run() return. From any thread, at any time after bind().
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace paperdex
