// How often one client may ask for subscriptions.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "server/mail/schedule.h"

namespace paperdex {

inline constexpr std::size_t kMaxRequestsOfClient = 10;  // in kClientLimitSeconds
inline constexpr UnixSeconds kClientLimitSeconds = 3600;
inline constexpr std::size_t kMaxClients = 100'000;  // that are remembered; then new ones are turned away

// Kept in memory alone: how often a client asked is nobody's business later. Thread-safe.
class ClientLimit {
 public:
  // Counts a request at `now`; false when it is one too many: 429. A client is an IP address as text; IPv6 addresses of
  // the same /64 are one client.
  bool allow(const std::string& client, UnixSeconds now);

 private:
  std::mutex mutex_;
  UnixSeconds begin_ = 0;
  std::map<std::string, std::size_t> counts_;
};

}  // namespace paperdex
