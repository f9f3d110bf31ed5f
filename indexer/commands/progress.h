// A line on the terminal that says how far long work is.
#pragma once

#include <chrono>
#include <cstdint>

namespace paperdex {

// Writes to stderr, only when that is a terminal, only after kPatience, and wipes the line when it is destroyed.
class Progress {
 public:
  static constexpr std::chrono::seconds kPatience{2};
  static constexpr std::chrono::milliseconds kInterval{250};

  // `total_bytes` of input; 0 when not known.
  explicit Progress(std::uint64_t total_bytes);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Call often. Cost: a look at the clock.
  void update(std::uint64_t papers, std::uint64_t bytes);
  // Wipes the line, so that another one can be written.
  void clear();
  // Says what is being done now, without figures.
  void announce(const char* what);

 private:
  using Clock = std::chrono::steady_clock;

  bool on_terminal_;
  bool shown_ = false;
  std::uint64_t total_bytes_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_ + kPatience;
};

}  // namespace paperdex
