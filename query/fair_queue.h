// Who gets a worker next, where more ask than there are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace paperdex {

// At most half of the workers are with questions of one client, and at most half with costly ones, so that whoever asks
// little finds a worker while others ask much. The rest wait their turn: the clients one after the other, each with the
// first of its questions that may have a worker now.
//
// Knows nothing of threads: it only says whose turn it is. Not thread-safe.
class FairQueue {
 public:
  using Ticket = std::uint64_t;

  // Requires workers > 0.
  explicit FairQueue(std::size_t workers);

  // How many workers one client's questions, or the costly ones, may have: half, but one at least.
  std::size_t half() const { return half_; }

  // Puts a question of `client` at the end of that client's.
  Ticket enter(const std::string& client, bool is_costly);

  // The question whose turn it is: it has a worker from now on. Nothing when no worker is free, or none of those that
  // wait may have one. Cost: a look at the questions that wait.
  std::optional<Ticket> next();

  // The question is answered, or waits no longer. Requires a ticket of enter() that has not left.
  void leave(Ticket ticket);

 private:
  struct Client {
    std::deque<Ticket> waiting;
    std::size_t running = 0;
  };
  struct Question {
    std::string client;
    bool is_costly = false;
    bool runs = false;
  };

  std::optional<Ticket> take_from(Client& client);

  std::size_t workers_;
  std::size_t half_;
  std::size_t running_ = 0;
  std::size_t running_costly_ = 0;
  Ticket last_ = 0;
  std::unordered_map<Ticket, Question> questions_;
  std::unordered_map<std::string, Client> clients_;  // that wait or have a worker
  std::deque<std::string> turns_;                    // the clients that wait, the next one first
};

}  // namespace paperdex
