// A clock that only waiting moves.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "indexer/clock.h"

namespace paperdex {

class FakeClock final : public Clock {
 public:
  static constexpr std::int64_t kStart = 1'767'225'600;  // 2026-01-01T00:00:00Z

  Time now() const override { return Time() + elapsed_; }
  std::int64_t unix_seconds() const override {
    return kStart + std::chrono::duration_cast<std::chrono::seconds>(elapsed_).count();
  }
  void sleep(std::chrono::milliseconds duration, const StopFunction&) override {
    sleeps.push_back(duration);
    elapsed_ += duration;
  }
  void advance(std::chrono::milliseconds duration) { elapsed_ += duration; }

  std::vector<std::chrono::milliseconds> sleeps;

 private:
  std::chrono::milliseconds elapsed_{0};
};

}  // namespace paperdex
