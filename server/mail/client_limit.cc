#include "server/mail/client_limit.h"

#include <arpa/inet.h>

namespace paperdex {
namespace {

std::string key_of(const std::string& client) {
  constexpr std::size_t kNetworkBytes = 8;
  in6_addr address{};
  if (inet_pton(AF_INET6, client.c_str(), &address) != 1) return client;
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    constexpr std::size_t kMappedAt = 12;
    char text[INET_ADDRSTRLEN] = {};
    inet_ntop(AF_INET, &address.s6_addr[kMappedAt], text, sizeof text);
    return text;
  }
  return "6:" + std::string(reinterpret_cast<const char*>(address.s6_addr), kNetworkBytes);
}

}  // namespace

bool ClientLimit::allow(const std::string& client, UnixSeconds now) {
  const std::lock_guard lock(mutex_);
  if (counts_.empty() || now < begin_ || now - begin_ >= kClientLimitSeconds) {
    begin_ = now;
    counts_.clear();
  }
  const std::string key = key_of(client);
  const auto found = counts_.find(key);
  if (found == counts_.end() && counts_.size() >= kMaxClients) return false;
  return ++counts_[key] <= kMaxRequestsOfClient;
}

}  // namespace paperdex
