// One client's connection: whole heads in, whole answers out, each within its time.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace paperdex {

// Not thread-safe. Does not own the descriptors.
class Connection {
 public:
  // `stop` becomes readable, for good, when the server is to stop: waiting for a request then ends at once.
  Connection(int socket, int stop) : socket_(socket), stop_(stop) {}

  // The next request's head, empty line included; nothing when the client closed, was idle for kIdleTime, or the server
  // stops. Throws HttpError: 408 when a begun head is not there in time, 414 or 431 when it is past the limits, and
  // what check_begun_head() throws.
  std::optional<std::string> read_head();

  // The next `size` bytes, behind a head that was read; nothing when the client closed or the server stops. Throws
  // HttpError 408 when they are not there within kBodyTime.
  std::optional<std::string> read_body(std::size_t size);

  // Sends all of `bytes`; false when the client is gone or too slow.
  bool send(const std::string& bytes);

  // Whether the client has closed its side, be it before it has read all answers. Does not wait.
  bool is_gone() const;

  // Says that nothing more comes, and takes in what the client still sends for a moment: closing over unread bytes
  // would reset the connection and the client might lose the answer.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  enum class Wait { kReady, kTimeout, kStopped };

  Wait wait(short events, Clock::time_point deadline, bool heed_stop) const;
  bool receive();

  int socket_;
  int stop_;
  std::string received_;  // of the head or body being read, and what was sent behind it
};

}  // namespace paperdex
