// When a generation that could not be picked up is tried again.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>

#include "data/index_dir.h"

namespace paperdex {

// What is picked up: with another number or another manifest it is another matter, with tries of its own.
struct PickUp {
  Generation generation = 0;
  // Of its manifest's file; all 0 while there is none.
  std::uint64_t inode = 0;
  std::uint64_t bytes = 0;
  std::int64_t modified_ns = 0;

  friend bool operator==(const PickUp&, const PickUp&) = default;
};

// Never fails. Cost: one look at the manifest's entry in its folder.
PickUp pick_up_of(const IndexDir& dir, Generation generation);

// Not thread-safe, allocates nothing, and knows no clock but what it is told.
class RetryPlan {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Each pause is twice the one before, up to the longest.
  static constexpr std::chrono::seconds kFirstPause{1};
  static constexpr std::chrono::seconds kLongestPause{64};

  bool is_due(const PickUp& pick_up, Time now) const;

  // `is_for_good`: it will never be due again, because it would cost the reading of every file to fail likewise.
  // Returns the pause until it is due, or nothing then.
  std::optional<std::chrono::seconds> failed(const PickUp& pick_up, bool is_for_good, Time now);

  void forget() { failed_.reset(); }

 private:
  std::optional<PickUp> failed_;
  std::optional<std::chrono::seconds> pause_;  // after its latest failure; nothing: for good
  Time due_;
};

}  // namespace paperdex
