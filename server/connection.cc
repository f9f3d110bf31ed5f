#include "server/connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "server/http.h"
#include "server/request_head.h"

namespace paperdex {
namespace {

constexpr std::chrono::milliseconds kLingerTime{500};
constexpr std::size_t kLingerBytes = 256 * 1024;

}  // namespace

Connection::Wait Connection::wait(short events, Clock::time_point deadline, bool heed_stop) const {
  std::array<pollfd, 2> fds{{{socket_, events, 0}, {stop_, POLLIN, 0}}};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const int timeout = static_cast<int>(std::max<std::int64_t>(left, 0));
    const int ready = ::poll(fds.data(), heed_stop ? 2 : 1, timeout);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return Wait::kTimeout;
    // A request that has arrived is answered even when the server is about to stop.
    return fds[0].revents != 0 ? Wait::kReady : Wait::kStopped;
  }
}

bool Connection::receive() {
  std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    received_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
  }
}

std::optional<std::string> Connection::read_head() {
  auto deadline = Clock::now() + kIdleTime;
  bool begun = false;
  for (;;) {
    // Some clients end a request with an empty line too many.
    while (received_.compare(0, 2, "\r\n") == 0) received_.erase(0, 2);
    const std::size_t end = head_end(received_);
    if (std::min(end, received_.size()) > kMaxHeadBytes) {
      throw HttpError(431, "head_too_large",
                      "The request's headers are larger than " + std::to_string(kMaxHeadBytes) + " bytes.");
    }
    if (end != std::string::npos) {
      std::string head = received_.substr(0, end);
      received_.erase(0, end);
      return head;
    }
    if (received_.size() > kMaxTargetBytes + 64 && received_.find('\n') == std::string::npos) {
      throw HttpError(414, "uri_too_long", "The address is longer than " + std::to_string(kMaxTargetBytes) + " bytes.");
    }
    check_begun_head(received_);
    if (!begun && !received_.empty()) {
      begun = true;
      deadline = Clock::now() + kHeadTime;
    }
    switch (wait(POLLIN, deadline, true)) {
      case Wait::kReady:
        if (!receive()) return std::nullopt;
        break;
      case Wait::kTimeout:
        if (!begun) return std::nullopt;
        throw HttpError(408, "request_timeout", "The request took too long to arrive.");
      case Wait::kStopped:
        return std::nullopt;
    }
  }
}

std::optional<std::string> Connection::read_body(std::size_t size) {
  const auto deadline = Clock::now() + kBodyTime;
  while (received_.size() < size) {
    const Wait result = wait(POLLIN, deadline, true);
    if (result == Wait::kTimeout) {
      throw HttpError(408, "request_timeout", "The request's body took too long to arrive.");
    }
    if (result == Wait::kStopped || !receive()) return std::nullopt;
  }
  std::string body = received_.substr(0, size);
  received_.erase(0, size);
  return body;
}

bool Connection::send(const std::string& bytes) {
  const auto deadline = Clock::now() + kWriteTime;
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      sent += static_cast<std::size_t>(count);
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
    const auto stalled = std::min(deadline, Clock::now() + kStallTime);
    Wait result = wait(POLLOUT, stalled, true);
    if (result == Wait::kStopped) result = wait(POLLOUT, std::min(stalled, Clock::now() + kDrainTime), false);
    if (result != Wait::kReady) return false;
  }
  return true;
}

bool Connection::is_gone() const {
  pollfd socket{socket_, POLLRDHUP, 0};
  return ::poll(&socket, 1, 0) > 0;
}

void Connection::finish() {
  ::shutdown(socket_, SHUT_WR);
  const auto deadline = Clock::now() + kLingerTime;
  std::size_t taken = 0;
  while (taken < kLingerBytes && wait(POLLIN, deadline, true) == Wait::kReady) {
    received_.clear();
    if (!receive()) return;
    taken += received_.size();
  }
}

}  // namespace paperdex
