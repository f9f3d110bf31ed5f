#include "server/http.h"

#include <httplib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <new>

#include "data/json.h"
#include "server/connection.h"
#include "server/connection_threads.h"
#include "server/gzip.h"
#include "server/request_head.h"

namespace paperdex {
namespace {

// One exchange with httplib in memory: a head to read, an answer to take away.
class Exchange : public httplib::Stream {
 public:
  Exchange(std::string head, std::string client) : head_(std::move(head)), client_(std::move(client)) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, size_t size) override {
    size = std::min(size, head_.size() - read_);
    std::memcpy(to, head_.data() + read_, size);
    read_ += size;
    return static_cast<ssize_t>(size);
  }
  ssize_t write(const char* from, size_t size) override {
    answer_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip = client_;
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  socket_t socket() const override { return INVALID_SOCKET; }

  const std::string& client() const { return client_; }
  const std::string& answer() const { return answer_; }

 private:
  std::string head_;
  std::string client_;
  std::size_t read_ = 0;
  std::string answer_;
};

// The connection that this thread serves: httplib's requests have no place for it.
thread_local const Connection* served = nullptr;

void reuse_address(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

std::string peer_address(int socket) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  std::array<char, NI_MAXHOST> text{};
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0 ||
      ::getnameinfo(reinterpret_cast<sockaddr*>(&address), length, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) != 0) {
    return {};
  }
  return text.data();
}

HttpRequest request_of(const httplib::Request& request) {
  const std::size_t question = std::min(request.target.find('?'), request.target.size());
  return {request.method,
          request.target.substr(0, question),
          request.target.substr(std::min(question + 1, request.target.size())),
          request.get_header_value("Accept"),
          request.get_header_value("If-None-Match"),
          request.remote_addr,
          request.get_header_value("Host"),
          request.get_header_value("Content-Type"),
          request.get_header_value("X-Forwarded-For"),
          request.get_header_value("Origin"),
          request.get_header_value("Sec-Fetch-Site"),
          request.body,
          [connection = served] { return connection->is_gone(); }};
}

// A browser puts the headers of a 304 in the place of those of the answer that it keeps, which are a page's own.
void add_safe_headers(HttpResponse& response) {
  if (response.status == 304) return;
  for (const auto& [name, value] : kSafeHeaders) {
    const bool has_own = std::any_of(response.headers.begin(), response.headers.end(),
                                     [name = name](const auto& header) { return header.first == name; });
    if (!has_own) response.headers.emplace_back(name, value);
  }
}

void put(HttpResponse&& from, const httplib::Request& request, httplib::Response& to) {
  add_safe_headers(from);
  const bool is_packed = from.content_type.starts_with("font/");
  if (!from.body.empty() && !is_packed && request.has_header(kGzipHeader)) {
    from.body = gzip(from.body);
    from.headers.emplace_back("Content-Encoding", "gzip");
  }
  to.status = from.status;
  for (const auto& [name, value] : from.headers) to.set_header(name, value);
  if (!from.content_type.empty()) to.set_header("Content-Type", from.content_type);
  to.body = std::move(from.body);
}

// For what is refused before httplib is asked.
std::string raw_answer(const HttpError& error) {
  HttpResponse response = error_response(error);
  add_safe_headers(response);
  std::string out = "HTTP/1.1 " + std::to_string(response.status) +
                    " Refused\r\nConnection: close\r\nContent-Type: " + response.content_type +
                    "\r\nContent-Length: " + std::to_string(response.body.size()) + "\r\n";
  for (const auto& [name, value] : response.headers) out.append(name).append(": ").append(value).append("\r\n");
  return out + "\r\n" + response.body;
}

}  // namespace

HttpResponse error_response(const HttpError& error, const std::string& allow) {
  HttpResponse response;
  response.status = error.status();
  response.content_type = "application/json";
  response.body = "{\"error\":";
  append_json_string(response.body, error.what());
  response.body += ",\"message\":";
  append_json_string(response.body, error.what());
  response.body += ",\"code\":";
  append_json_string(response.body, error.code());
  if (!error.param().empty()) {
    response.body += ",\"param\":";
    append_json_string(response.body, error.param());
  }
  if (error.position() != HttpError::kNoPosition) response.body += ",\"position\":" + std::to_string(error.position());
  response.body += "}\n";
  response.headers.emplace_back("Cache-Control", "no-store");
  if (error.status() == 405) response.headers.emplace_back("Allow", allow);
  if (error.status() == 429 || error.status() == 503) {
    response.headers.emplace_back("Retry-After", std::to_string(error.retry_after_seconds()));
  }
  return response;
}

class HttpServer::Impl : public httplib::Server {
 public:
  Impl(HttpServer::Handler handler, Log log)
      : handler_(std::move(handler)), log_(std::move(log)), stop_(::eventfd(0, EFD_CLOEXEC)) {
    if (stop_ < 0) throw InputError(std::string("cannot make an event descriptor: ") + std::strerror(errno));
    new_task_queue = [] { return new ConnectionThreads; };
    set_tcp_nodelay(true);
    set_socket_options(reuse_address);
    set_keep_alive_max_count(kMaxRequestsPerConnection);  // these two for the Keep-Alive header's sake
    set_keep_alive_timeout(kIdleTime.count());
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      put(handle(request), request, response);
      return HandlerResponse::Handled;
    });
    set_exception_handler(
        [](const httplib::Request& request, httplib::Response& response, const std::exception_ptr& thrown) {
          try {
            std::rethrow_exception(thrown);
          } catch (const std::bad_alloc&) {
            throw;  // to serve(), past httplib
          } catch (...) {
            put(error_response({500, "internal", "The server failed at this request."}), request, response);
          }
        });
    set_error_handler(HandlerWithResponse([](const httplib::Request& request, httplib::Response& response) {
      if (response.body.empty()) {
        put(error_response({response.status, "bad_request", "Bad request."}), request, response);
      }
      return HandlerResponse::Handled;
    }));
    set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
      response.headers.erase("Accept-Ranges");
      if (response.status == 304) response.headers.erase("Content-Length");
    });
  }

  ~Impl() override { ::close(stop_); }

  int bind(const std::string& host, int port) {
    errno = 0;
    const int bound = port == 0 ? bind_to_any_port(host) : bind_to_port(host, port) ? port : -1;
    if (bound < 0) {
      if (errno == EADDRINUSE) throw InputError("port " + std::to_string(port) + " is in use");
      throw InputError("cannot listen on " + host + " port " + std::to_string(port) +
                       (errno != 0 ? std::string(": ") + std::strerror(errno) : std::string()));
    }
    ::listen(svr_sock_, kListenBacklog);  // again: the package's own backlog is 5
    return bound;
  }

  void run() {
    const bool stopped = listen_after_bind();
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    ended_.notify_all();
    if (!stopped) throw InputError("the listening socket failed");
  }

  void stop_all() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(stop_, &one, sizeof one);
    // httplib's stop() does nothing while listen_after_bind() has not yet begun, so ask until it has ended.
    std::unique_lock lock(mutex_);
    do {
      if (is_running() && svr_sock_ != INVALID_SOCKET) httplib::Server::stop();
    } while (!ended_.wait_for(lock, std::chrono::milliseconds(20), [this] { return done_; }));
  }

 private:
  HttpResponse handle(const httplib::Request& request) {
    try {
      return handler_(request_of(request));
    } catch (const HttpError& error) {
      return error_response(error);
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      log_(std::string("event=request_failed error=\"") + error.what() + "\"");
      throw;
    }
  }

  bool process_and_close_socket(socket_t socket) override {
    Connection connection(socket, stop_);
    served = &connection;
    if (ConnectionThreads::turning_away()) {
      connection.send(busy_);
    } else {
      try {
        serve(connection, socket);
        connection.finish();
      } catch (const std::exception&) {
        // No memory to say more, or to take in what the client still sends.
      }
    }
    ::close(socket);
    return true;
  }

  void serve(Connection& connection, socket_t socket) {
    try {
      converse(connection, peer_address(socket));
    } catch (const std::bad_alloc&) {
      connection.send(out_of_memory_);
      log_(out_of_memory_event_);
    } catch (const std::exception& error) {
      log_(std::string("event=connection_failed error=\"") + error.what() + "\"");
    }
  }

  void converse(Connection& connection, const std::string& client) {
    try {
      for (std::size_t count = 1; count <= kMaxRequestsPerConnection; ++count) {
        const std::optional<std::string> head = connection.read_head();
        if (!head) return;
        RequestHead request = parse_request_head(*head);
        const bool close = !request.keep_alive || count == kMaxRequestsPerConnection;
        std::optional<std::string> body = take_body(connection, request);
        if (!body) return;
        Exchange exchange(std::move(request.forwarded), client);
        bool closed = false;
        const Setup add_body = [&body](httplib::Request& parsed) { parsed.body = std::move(*body); };
        const bool processed = process(&Impl::process_request, exchange, close, closed, add_body);
        if (!connection.send(exchange.answer()) || close || closed || !processed) return;
      }
    } catch (const HttpError& error) {
      connection.send(raw_answer(error));
    }
  }

  static std::optional<std::string> take_body(Connection& connection, const RequestHead& request) {
    if (request.body_bytes == 0) return std::string();
    if (request.expects_continue && !connection.send("HTTP/1.1 100 Continue\r\n\r\n")) return std::nullopt;
    return connection.read_body(request.body_bytes);
  }

  using Setup = std::function<void(httplib::Request&)>;
  // httplib 0.11 asks the stream for the client's address; 0.18 is told.
  bool process(bool (httplib::Server::*process)(httplib::Stream&, bool, bool&, const Setup&), Exchange& exchange,
               bool close, bool& closed, const Setup& setup) {
    return (this->*process)(exchange, close, closed, setup);
  }
  bool process(bool (httplib::Server::*process)(httplib::Stream&, const std::string&, int, const std::string&, int,
                                                bool, bool&, const Setup&),
               Exchange& exchange, bool close, bool& closed, const Setup& setup) {
    return (this->*process)(exchange, exchange.client(), 0, "", 0, close, closed, setup);
  }

  const HttpServer::Handler handler_;
  const Log log_;
  const int stop_;
  // Made while there is memory.
  const std::string busy_ = raw_answer({503, "busy", "Too many connections; try again in a moment."});
  const std::string out_of_memory_ = raw_answer(out_of_memory());
  const std::string out_of_memory_event_ = "event=out_of_memory";
  std::mutex mutex_;
  std::condition_variable ended_;
  bool done_ = false;
};

HttpServer::HttpServer(Handler handler, Log log) : impl_(std::make_unique<Impl>(std::move(handler), std::move(log))) {}
HttpServer::~HttpServer() = default;
int HttpServer::bind(const std::string& host, int port) { return impl_->bind(host, port); }
void HttpServer::run() { impl_->run(); }
void HttpServer::stop() { impl_->stop_all(); }

}  // namespace paperdex
