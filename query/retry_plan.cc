#include "query/retry_plan.h"

#include <sys/stat.h>

#include <algorithm>

namespace paperdex {

PickUp pick_up_of(const IndexDir& dir, Generation generation) {
  PickUp pick_up;
  pick_up.generation = generation;
  struct stat status {};
  if (::stat((dir.generation(generation) / "manifest.json").c_str(), &status) == 0) {
    constexpr std::int64_t kSecond = 1'000'000'000;
    pick_up.inode = status.st_ino;
    pick_up.bytes = static_cast<std::uint64_t>(status.st_size);
    pick_up.modified_ns = status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec;
  }
  return pick_up;
}

bool RetryPlan::is_due(const PickUp& pick_up, Time now) const { return failed_ != pick_up || (pause_ && now >= due_); }

std::optional<std::chrono::seconds> RetryPlan::failed(const PickUp& pick_up, bool is_for_good, Time now) {
  const bool is_again = failed_ == pick_up && pause_;
  failed_ = pick_up;
  if (is_for_good) {
    pause_.reset();
  } else {
    pause_ = is_again ? std::min(2 * *pause_, kLongestPause) : kFirstPause;
    due_ = now + *pause_;
  }
  return pause_;
}

}  // namespace paperdex
