// At most so many mails a second.
#pragma once

#include <chrono>

namespace paperdex {

// Knows the time only as it is told. Not thread-safe.
class Pace {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Pace(double per_second)
      : interval_(std::chrono::duration_cast<Time::duration>(std::chrono::duration<double>(1 / per_second))) {}

  // When the next one may go, which then counts as gone: `now`, or one interval after the one before.
  Time next(Time now) {
    const Time time = has_gone_ && last_ + interval_ > now ? last_ + interval_ : now;
    last_ = time;
    has_gone_ = true;
    return time;
  }

 private:
  Time::duration interval_;
  Time last_;
  bool has_gone_ = false;
};

}  // namespace paperdex
