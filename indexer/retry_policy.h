// Whether and when a request that failed is tried again.
#pragma once

#include <chrono>
#include <optional>
#include <random>

#include "indexer/web_address.h"

namespace paperdex {

inline constexpr int kMaxTries = 6;
inline constexpr std::chrono::milliseconds kFirstBackoff{2'000};
inline constexpr std::chrono::milliseconds kFirstBackoffOnLoopback{50};
inline constexpr std::chrono::milliseconds kMaxBackoff{120'000};
// Who asks for more is left alone until the next run.
inline constexpr std::chrono::minutes kMaxRetryAfter{15};
// arXiv answers 429 without saying for how long, and longer the more often it is asked meanwhile.
inline constexpr std::chrono::minutes kArxivPause{10};

using JitterEngine = std::mt19937_64;

// The statuses that may be another one soon: 408, 425, 429, 500, 502, 503, 504, and 406 to a request that takes
// anything, which only a server in trouble gives.
bool is_passing_status(long status);

// The last of `tries` tries of one request; its fault may pass.
struct FailedTry {
  int tries = 1;
  long status = 0;  // 0: there was no answer
  std::optional<std::chrono::seconds> retry_after;
  HostKind host = HostKind::kOther;
};

// How long no request at all is to go to the host: what Retry-After says, or kArxivPause; nothing when it did not ask
// for a pause.
std::optional<std::chrono::seconds> host_pause(const FailedTry& failed);

// How long to wait before the next try; nothing when there is to be none. A pause that the host asked for counts as it
// is, but is never shorter than the first back-off. Without one, the wait is drawn evenly from 0 up to the first
// back-off, doubled with each further try. Pure but for `engine`.
std::optional<std::chrono::milliseconds> next_try(const FailedTry& failed, JitterEngine& engine);

}  // namespace paperdex
