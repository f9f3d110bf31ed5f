#include "data/net/url_parts.h"

#include <arpa/inet.h>

#include <cstdint>
#include <new>

namespace paperdex {

UrlHandle new_url_handle() {
  UrlHandle handle(curl_url(), curl_url_cleanup);
  if (!handle) throw std::bad_alloc();
  return handle;
}

std::string url_part(CURLU* handle, CURLUPart part, unsigned int flags) {
  char* text = nullptr;
  if (curl_url_get(handle, part, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> owner(text, curl_free);
  return text;
}

bool is_loopback_host(const std::string& host) {
  constexpr std::uint32_t kLoopbackNet = 127;
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1 && ntohl(address.s_addr) >> 24 == kLoopbackNet;
}

}  // namespace paperdex
