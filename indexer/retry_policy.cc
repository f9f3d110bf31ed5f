#include "indexer/retry_policy.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace paperdex {
namespace {

using std::chrono::milliseconds;

constexpr long kTooManyRequests = 429;

milliseconds longest_backoff(const FailedTry& failed, milliseconds first) {
  milliseconds backoff = first;
  for (int i = 1; i < failed.tries && backoff < kMaxBackoff; ++i) backoff *= 2;
  return std::min(backoff, kMaxBackoff);
}

}  // namespace

bool is_passing_status(long status) {
  constexpr std::array<long, 8> kPassing = {406, 408, 425, kTooManyRequests, 500, 502, 503, 504};
  return std::find(kPassing.begin(), kPassing.end(), status) != kPassing.end();
}

std::optional<std::chrono::seconds> host_pause(const FailedTry& failed) {
  if (failed.retry_after) return failed.retry_after;
  if (failed.status == kTooManyRequests && failed.host == HostKind::kArxiv) return kArxivPause;
  return std::nullopt;
}

std::optional<milliseconds> next_try(const FailedTry& failed, JitterEngine& engine) {
  if (failed.tries >= kMaxTries) return std::nullopt;
  const milliseconds first = failed.host == HostKind::kLoopback ? kFirstBackoffOnLoopback : kFirstBackoff;
  if (const auto pause = host_pause(failed)) {
    if (*pause > kMaxRetryAfter) return std::nullopt;
    return std::max<milliseconds>(*pause, first);
  }
  std::uniform_int_distribution<std::int64_t> jitter(0, longest_backoff(failed, first).count());
  return milliseconds(jitter(engine));
}

}  // namespace paperdex
