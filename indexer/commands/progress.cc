#include "indexer/commands/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace paperdex {
namespace {

constexpr char kWipe[] = "\r\033[K";

}  // namespace

Progress::Progress(std::uint64_t total_bytes) : on_terminal_(isatty(STDERR_FILENO) == 1), total_bytes_(total_bytes) {}

Progress::~Progress() { clear(); }

void Progress::clear() {
  if (std::exchange(shown_, false)) std::fputs(kWipe, stderr);
}

void Progress::update(std::uint64_t papers, std::uint64_t bytes) {
  if (!on_terminal_) return;
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + kInterval;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::fprintf(stderr, "%s%llu papers, %.0f a second", kWipe, static_cast<unsigned long long>(papers),
               static_cast<double>(papers) / seconds);
  if (total_bytes_ > 0 && bytes > 0) {
    const double done = std::min(1.0, static_cast<double>(bytes) / static_cast<double>(total_bytes_));
    const auto left = static_cast<long>(seconds * (1 - done) / done);
    std::fprintf(stderr, ", %.0f %%, %ld:%02ld left", 100 * done, left / 60, left % 60);
  }
  std::fflush(stderr);
}

void Progress::announce(const char* what) {
  if (!on_terminal_ || Clock::now() < start_ + kPatience) return;
  shown_ = true;
  std::fprintf(stderr, "%s%s", kWipe, what);
  std::fflush(stderr);
}

}  // namespace paperdex
