// Time as what waits sees it, so that tests need not wait.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace paperdex {

// The program was asked to end. Called often and from the thread that waits: cheap, and throws nothing.
using StopFunction = std::function<bool()>;

class Clock {
 public:
  using Time = std::chrono::steady_clock::time_point;

  virtual ~Clock() = default;

  virtual Time now() const = 0;                   // for intervals: never goes back
  virtual std::int64_t unix_seconds() const = 0;  // for dates: the machine's idea of UTC

  // Returns early, within a tenth of a second, once `stop` (which may be empty) says so.
  virtual void sleep(std::chrono::milliseconds duration, const StopFunction& stop) = 0;
};

// Stateless, hence thread-safe.
class SystemClock final : public Clock {
 public:
  Time now() const override;
  std::int64_t unix_seconds() const override;
  void sleep(std::chrono::milliseconds duration, const StopFunction& stop) override;
};

}  // namespace paperdex
