#include "indexer/clock.h"

#include <algorithm>
#include <thread>

namespace paperdex {

Clock::Time SystemClock::now() const { return std::chrono::steady_clock::now(); }

std::int64_t SystemClock::unix_seconds() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count();
}

void SystemClock::sleep(std::chrono::milliseconds duration, const StopFunction& stop) {
  constexpr std::chrono::milliseconds kStep{100};
  const Time end = now() + duration;
  for (Time time = now(); time < end && !(stop && stop()); time = now()) {
    std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(kStep, end - time));
  }
}

}  // namespace paperdex
