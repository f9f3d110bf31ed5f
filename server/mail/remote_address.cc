#include "server/mail/remote_address.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>

#include "server/mail/mail_address.h"
#include "server/mail/mail_error.h"

namespace paperdex {
namespace {

using UrlHandle = std::unique_ptr<CURLU, void (*)(CURLU*)>;

std::string part_of(CURLU* handle, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(handle, part, &text, 0) != CURLUE_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> owner(text, curl_free);
  return text;
}

bool is_loopback(const std::string& host) {
  constexpr std::uint32_t kLoopbackNet = 127;
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1 && ntohl(address.s_addr) >> 24 == kLoopbackNet;
}

std::string list_of(const std::vector<std::string>& schemes) {
  std::string text;
  for (const std::string& scheme : schemes) text += (text.empty() ? "" : " or ") + scheme + "://";
  return text;
}

}  // namespace

RemoteAddress parse_remote_address(const std::string& url, const std::vector<std::string>& schemes,
                                   const std::string& key) {
  const std::string wanted = key + " must be an address that begins with " + list_of(schemes);
  const bool is_clean = std::none_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c >= 0x7F; });
  const UrlHandle handle(curl_url(), curl_url_cleanup);
  if (!is_clean || curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    throw MailFault(key, wanted);
  }
  RemoteAddress address;
  address.scheme = address_key(part_of(handle.get(), CURLUPART_SCHEME));
  address.host = address_key(part_of(handle.get(), CURLUPART_HOST));
  if (std::find(schemes.begin(), schemes.end(), address.scheme) == schemes.end() || address.host.empty()) {
    throw MailFault(key, wanted);
  }
  if (!part_of(handle.get(), CURLUPART_USER).empty()) throw MailFault(key, key + " must not name a user");
  const std::string path = part_of(handle.get(), CURLUPART_PATH);
  address.has_no_path = (path.empty() || path == "/") && part_of(handle.get(), CURLUPART_QUERY).empty();
  address.is_loopback = is_loopback(address.host);
  return address;
}

}  // namespace paperdex
