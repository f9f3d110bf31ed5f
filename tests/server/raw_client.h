// A client that sends exactly the bytes it is told to, for what no well-behaved client would send.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

namespace paperdex {

struct RawResponse {
  int status = 0;  // 0: the server closed without an answer
  std::map<std::string, std::string> headers;
  std::string body;

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

class RawClient {
 public:
  // `from`: an address of this host, such as 127.0.0.2, by which the server is to know this client; "": any.
  explicit RawClient(int port, int receive_seconds = 20, const std::string& from = "")
      : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{receive_seconds, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    if (!from.empty() && (::inet_pton(AF_INET, from.c_str(), &address.sin_addr) != 1 ||
                          ::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)) {
      throw std::runtime_error("cannot connect from " + from);
    }
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot connect");
    }
  }
  ~RawClient() {
    if (socket_ >= 0) ::close(socket_);
  }
  RawClient(RawClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}
  RawClient(const RawClient&) = delete;
  RawClient& operator=(RawClient&& other) noexcept {
    std::swap(socket_, other.socket_);
    std::swap(received_, other.received_);
    return *this;
  }

  // False once the server has closed.
  bool send(const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) return false;
      sent += static_cast<std::size_t>(count);
    }
    return true;
  }

  // The next answer; `head` when it answers a HEAD, which has no body.
  RawResponse read(bool head = false) {
    std::size_t end = std::string::npos;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) return {};
    }
    RawResponse response = parse_head(received_.substr(0, end + 2));
    received_.erase(0, end + 4);
    const std::size_t length = head ? 0 : std::strtoul(response.header("Content-Length").c_str(), nullptr, 10);
    while (received_.size() < length && receive()) {
    }
    response.body = received_.substr(0, length);
    received_.erase(0, length);
    return response;
  }

  RawResponse get(const std::string& target, const std::string& headers = "", const std::string& method = "GET") {
    const std::string host = headers.starts_with("Host: ") ? "" : "Host: test\r\n";
    send(method + " " + target + " HTTP/1.1\r\n" + host + headers + "\r\n");
    return read(method == "HEAD");
  }

  // Whether the server closes, and sends nothing before it does.
  bool closed() { return received_.empty() && !receive(); }

 private:
  bool receive() {
    char buffer[16384];
    const ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(count));
    return true;
  }

  static RawResponse parse_head(const std::string& head) {
    RawResponse response;
    response.status = std::atoi(head.substr(head.find(' ') + 1).c_str());
    std::size_t at = head.find("\r\n") + 2;
    while (at < head.size()) {
      const std::size_t end = head.find("\r\n", at);
      const std::size_t colon = head.find(": ", at);
      if (colon < end) response.headers[head.substr(at, colon - at)] = head.substr(colon + 2, end - colon - 2);
      at = end + 2;
    }
    return response;
  }

  int socket_;
  std::string received_;
};

}  // namespace paperdex
