#include "indexer/rate_limiter.h"

#include <algorithm>

namespace paperdex {
namespace {

using std::chrono::milliseconds;

std::string key_of(const WebAddress& address) {
  if (address.kind == HostKind::kArxiv) return "arxiv.org";
  return address.kind == HostKind::kLoopback ? address.host + ':' + address.port : address.host;
}

milliseconds interval_of(HostKind kind) {
  switch (kind) {
    case HostKind::kLoopback:
      return milliseconds(0);
    case HostKind::kArxiv:
      return kArxivInterval;
    case HostKind::kOther:
      break;
  }
  return kHostInterval;
}

}  // namespace

milliseconds RateLimiter::wait(const WebAddress& address, Clock::Time now) const {
  const auto found = earliest_.find(key_of(address));
  if (found == earliest_.end() || found->second <= now) return milliseconds(0);
  return std::chrono::ceil<milliseconds>(found->second - now);
}

void RateLimiter::finished(const WebAddress& address, Clock::Time now) {
  not_before(address, now + interval_of(address.kind));
}

void RateLimiter::pause(const WebAddress& address, Clock::Time now, std::chrono::seconds duration) {
  not_before(address, now + duration);
}

void RateLimiter::not_before(const WebAddress& address, Clock::Time time) {
  Clock::Time& earliest = earliest_[key_of(address)];
  earliest = std::max(earliest, time);
}

}  // namespace paperdex
