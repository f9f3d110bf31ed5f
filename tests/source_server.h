// A small HTTP server on loopback that answers as a test tells it to: well, badly, slowly or not at all.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace paperdex {

// What a real server would send for `Content-Encoding: gzip`.
std::string gzip_compressed(const std::string& text);

// A thread a connection; the handler is called by several at once if clients ask at once, so what it shares between
// calls needs a lock (one fetcher asks one thing after the other). All functions are thread-safe. Example:
//
//   SourceServer server([](const SourceServer::Request& request) {
//     if (request.param("date") == "2026-01-02") return SourceServer::status(503, {{"Retry-After", "0"}});
//     SourceServer::Reply reply = SourceServer::xml("<a/>");
//     reply.cut_at = 2;
//     return reply;
//   });
//   fetch(server.url("/oai?date=2026-01-02"));
class SourceServer {
 public:
  struct Request {
    std::string method;
    std::string path;                            // "/oai", as sent
    std::string query;                           // "verb=Identify&x=%20", as sent, without the question mark
    std::map<std::string, std::string> params;   // of the query, decoded; the last of several
    std::map<std::string, std::string> headers;  // names in lower case; the last of several

    // "" when there is none.
    std::string param(const std::string& name) const;
    std::string header(const std::string& lower_case_name) const;
    std::string target() const { return query.empty() ? path : path + '?' + query; }
  };

  struct Reply {
    int status = 200;
    std::map<std::string, std::string> headers;  // besides Date, Connection and those of the body's length and coding
    std::string body;

    bool gzip = false;                        // compress the body and say so; what follows is of the compressed body
    std::optional<std::size_t> cut_at;        // close after so many bytes of the body, though more were announced
    bool no_content_length = false;           // the body ends where the connection does: cuts do not show in HTTP
    bool chunked = false;                     // Transfer-Encoding: chunked; a cut body lacks its last chunk
    std::size_t drip_bytes_per_second = 0;    // 0: as fast as it goes
    std::chrono::milliseconds delay{0};       // before the first byte of the head
    std::chrono::milliseconds body_delay{0};  // between the head and the body
    bool close_without_answer = false;
  };

  using Handler = std::function<Reply(const Request&)>;

  struct Seen {
    std::string target;  // path and query
    std::chrono::steady_clock::time_point time;
    Request request;
  };

  // Connections are closed after one answer, so that a test's count of requests is exact: a client whose kept
  // connection was closed under it would ask again by itself. `keep_alive` is for tests of just that.
  explicit SourceServer(Handler handler, bool keep_alive = false);
  // Breaks off whatever is under way.
  ~SourceServer();
  SourceServer(const SourceServer&) = delete;
  SourceServer& operator=(const SourceServer&) = delete;

  int port() const { return port_; }
  // "http://127.0.0.1:4711" and what follows it.
  std::string url(const std::string& target = "") const;

  // From the next request on.
  void set_handler(Handler handler);

  // All requests so far, in the order in which they came.
  std::vector<Seen> requests() const;
  std::vector<std::string> targets() const;
  std::size_t connections() const;
  void forget_requests();

  static Reply text(const std::string& body, int status = 200);
  static Reply xml(const std::string& body, int status = 200);
  static Reply json(const std::string& body, int status = 200);
  static Reply html(const std::string& body, int status = 200);
  // With a short text body that names the status.
  static Reply status(int status, const std::map<std::string, std::string>& headers = {});
  static Reply redirect(const std::string& location, int status = 302);

 private:
  struct Connection {
    int socket = -1;
    bool done = false;
    std::thread thread;
  };

  void accept_connections();
  void reap(bool all);
  void serve(Connection& connection);
  bool answer_one(int socket, std::string& received);
  bool send_reply(int socket, const Reply& reply, bool head_only);
  bool send_body(int socket, const Reply& reply, const std::string& body);
  bool pause(std::chrono::microseconds duration);

  const bool keep_alive_;
  int listener_ = -1;
  int port_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  Handler handler_;
  std::vector<Seen> requests_;
  std::size_t accepted_ = 0;
  std::list<Connection> connections_;
  std::thread acceptor_;
};

}  // namespace paperdex
