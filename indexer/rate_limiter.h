// How long a host is to be left alone between two requests.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "indexer/clock.h"
#include "indexer/web_address.h"

namespace paperdex {

// From the end of a request to the start of the next one. Loopback is asked without pause.
inline constexpr std::chrono::milliseconds kArxivInterval{3'000};
inline constexpr std::chrono::milliseconds kHostInterval{1'000};

// Hosts have a limit each; arXiv's share one, and on loopback each port has its own. Knows the time only as it is told.
// Not thread-safe.
class RateLimiter {
 public:
  // What is left at `now` until a request may go to the host of `address`; 0 when it may at once.
  std::chrono::milliseconds wait(const WebAddress& address, Clock::Time now) const;

  // A request to the host of `address` ended.
  void finished(const WebAddress& address, Clock::Time now);

  // The host is to get no request for `duration`. A longer pause that it was given before stays.
  void pause(const WebAddress& address, Clock::Time now, std::chrono::seconds duration);

 private:
  void not_before(const WebAddress& address, Clock::Time time);

  std::map<std::string, Clock::Time> earliest_;  // by what shares a limit
};

}  // namespace paperdex
