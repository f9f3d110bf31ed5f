#include "tests/source_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "tests/source_server_wire.h"

namespace paperdex {
namespace {

constexpr std::size_t kMaxHeadBytes = 64 * 1024;

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// False when the client has closed.
bool receive_head(int socket, std::string& received) {
  char buffer[4096];
  while (received.find("\r\n\r\n") == std::string::npos) {
    const ssize_t count = ::recv(socket, buffer, sizeof buffer, 0);
    if (count <= 0 || received.size() > kMaxHeadBytes) return false;
    received.append(buffer, static_cast<std::size_t>(count));
  }
  return true;
}

SourceServer::Reply reply_of_type(const std::string& type, const std::string& body, int status) {
  SourceServer::Reply reply;
  reply.status = status;
  reply.headers["Content-Type"] = type;
  reply.body = body;
  return reply;
}

}  // namespace

std::string gzip_compressed(const std::string& text) {
  constexpr int kGzipWindow = 15 + 16;
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib failed to start");
  }
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

SourceServer::SourceServer(Handler handler, bool keep_alive) : keep_alive_(keep_alive), handler_(std::move(handler)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  constexpr int kBacklog = 128;
  if (listener_ < 0 || ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener_, kBacklog) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    if (listener_ >= 0) ::close(listener_);
    throw std::runtime_error("cannot listen on loopback");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_connections(); });
}

SourceServer::~SourceServer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const Connection& connection : connections_) {
      if (!connection.done) ::shutdown(connection.socket, SHUT_RDWR);
    }
  }
  stopped_.notify_all();
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  reap(true);
  ::close(listener_);
}

std::string SourceServer::url(const std::string& target) const {
  return "http://127.0.0.1:" + std::to_string(port_) + target;
}

void SourceServer::set_handler(Handler handler) {
  const std::lock_guard lock(mutex_);
  handler_ = std::move(handler);
}

std::vector<SourceServer::Seen> SourceServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::vector<std::string> SourceServer::targets() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> targets;
  for (const Seen& seen : requests_) targets.push_back(seen.target);
  return targets;
}

std::size_t SourceServer::connections() const {
  const std::lock_guard lock(mutex_);
  return accepted_;
}

void SourceServer::forget_requests() {
  const std::lock_guard lock(mutex_);
  requests_.clear();
}

void SourceServer::accept_connections() {
  for (;;) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    reap(false);
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      if (socket >= 0) ::close(socket);
      return;
    }
    if (socket < 0) continue;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ++accepted_;
    Connection& connection = connections_.emplace_back();
    connection.socket = socket;
    connection.thread = std::thread([this, &connection] { serve(connection); });
  }
}

// Joins the threads of connections that are done, or of all of them.
void SourceServer::reap(bool all) {
  std::list<Connection> finished;
  {
    const std::lock_guard lock(mutex_);
    for (auto at = connections_.begin(); at != connections_.end();) {
      const auto here = at++;
      if (all || here->done) finished.splice(finished.end(), connections_, here);
    }
  }
  for (Connection& connection : finished) connection.thread.join();
}

void SourceServer::serve(Connection& connection) {
  std::string received;
  while (answer_one(connection.socket, received)) {
  }
  const std::lock_guard lock(mutex_);
  ::close(connection.socket);
  connection.done = true;
}

// False when the connection is to be closed.
bool SourceServer::answer_one(int socket, std::string& received) {
  if (!receive_head(socket, received)) return false;
  const std::size_t end = received.find("\r\n\r\n");
  const Request request = parse_request(received.substr(0, end + 2));
  received.erase(0, end + 4);
  Handler handler;
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back({request.target(), std::chrono::steady_clock::now(), request});
    handler = handler_;
  }
  const Reply reply = handler(request);
  return pause(reply.delay) && !reply.close_without_answer && send_reply(socket, reply, request.method == "HEAD");
}

bool SourceServer::send_reply(int socket, const Reply& reply, bool head_only) {
  std::string body = reply.gzip ? gzip_compressed(reply.body) : reply.body;
  const bool closes = !keep_alive_ || reply.cut_at || (reply.no_content_length && !reply.chunked);
  if (!send_all(socket, head_of(reply, body.size(), !closes))) return false;
  if (head_only) return !closes;
  if (reply.cut_at) body.resize(std::min(body.size(), *reply.cut_at));
  if (!pause(reply.body_delay) || !send_body(socket, reply, body)) return false;
  if (reply.chunked && !reply.cut_at && !send_all(socket, "0\r\n\r\n")) return false;
  return !closes;
}

bool SourceServer::send_body(int socket, const Reply& reply, const std::string& body) {
  constexpr std::size_t kPiecesPerSecond = 50;
  constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;
  const std::size_t drip = reply.drip_bytes_per_second;
  const std::size_t piece_bytes = drip > 0 ? std::max<std::size_t>(drip / kPiecesPerSecond, 1) : 64 * 1024;
  for (std::size_t at = 0; at < body.size(); at += piece_bytes) {
    const std::string piece = body.substr(at, piece_bytes);
    if (!send_all(socket, reply.chunked ? chunk_of(piece) : piece)) return false;
    const auto microseconds =
        drip > 0 ? kMicrosecondsPerSecond * static_cast<std::int64_t>(piece.size()) / static_cast<std::int64_t>(drip)
                 : 0;
    if (!pause(std::chrono::microseconds(microseconds))) return false;
  }
  return true;
}

// False when the server is to stop.
bool SourceServer::pause(std::chrono::microseconds duration) {
  std::unique_lock lock(mutex_);
  if (duration.count() <= 0) return !stopping_;
  return !stopped_.wait_for(lock, duration, [this] { return stopping_; });
}

SourceServer::Reply SourceServer::text(const std::string& body, int status) {
  return reply_of_type("text/plain; charset=utf-8", body, status);
}

SourceServer::Reply SourceServer::xml(const std::string& body, int status) {
  return reply_of_type("text/xml; charset=utf-8", body, status);
}

SourceServer::Reply SourceServer::json(const std::string& body, int status) {
  return reply_of_type("application/json", body, status);
}

SourceServer::Reply SourceServer::html(const std::string& body, int status) {
  return reply_of_type("text/html; charset=utf-8", body, status);
}

SourceServer::Reply SourceServer::status(int status, const std::map<std::string, std::string>& headers) {
  Reply reply = text("status " + std::to_string(status) + '\n', status);
  for (const auto& [name, value] : headers) reply.headers[name] = value;
  return reply;
}

SourceServer::Reply SourceServer::redirect(const std::string& location, int status) {
  return SourceServer::status(status, {{"Location", location}});
}

}  // namespace paperdex
