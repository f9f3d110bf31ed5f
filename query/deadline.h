// Until when a question is worked on.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

namespace paperdex {

// Asked at every step of a match, so it looks at the clock at some of them only. Once passed it stays so, and whatever
// was found by then is the answer. Not thread-safe.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr unsigned kStepsOfALook = 64;  // a step takes from 50 ns to 10 us

  // Never passes.
  Deadline() = default;
  // Passes when `time` is over, by the clock `now`.
  explicit Deadline(Clock::duration time, std::function<Clock::time_point()> now = Clock::now)
      : now_(std::move(now)), end_(now_() + time) {}

  bool is_set() const { return static_cast<bool>(now_); }
  // From now on it passes so much earlier than at its end: the time that is needed after the matches.
  void keep_back(Clock::duration time) { kept_back_ = time; }

  bool passed() {
    if (!has_passed_ && is_set()) has_passed_ = now_() + kept_back_ >= end_;
    return has_passed_;
  }
  // Of one step among many.
  bool passed_at_step() { return has_passed_ || (++steps_ % kStepsOfALook == 0 && passed()); }

  // Whether somebody was told so: that work was left undone.
  bool has_passed() const { return has_passed_; }

 private:
  std::function<Clock::time_point()> now_;
  Clock::time_point end_;
  Clock::duration kept_back_{0};
  unsigned steps_ = 0;
  bool has_passed_ = false;
};

}  // namespace paperdex
