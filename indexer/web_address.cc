#include "indexer/web_address.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <memory>

#include "data/error.h"

namespace paperdex {
namespace {

using UrlHandle = std::unique_ptr<CURLU, void (*)(CURLU*)>;

std::string part_of(CURLU* handle, CURLUPart part, unsigned int flags = 0) {
  char* text = nullptr;
  if (curl_url_get(handle, part, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> owner(text, curl_free);
  return text;
}

bool is_loopback(const std::string& host) {
  constexpr std::uint32_t kLoopbackNet = 127;
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1 && ntohl(address.s_addr) >> 24 == kLoopbackNet;
}

HostKind kind_of(const std::string& host) {
  if (is_loopback(host)) return HostKind::kLoopback;
  return host == "arxiv.org" || host.ends_with(".arxiv.org") ? HostKind::kArxiv : HostKind::kOther;
}

void set_url(CURLU* handle, const std::string& url, unsigned int flags) {
  // A scheme that libcurl lacks is told apart from a text that is no address at all.
  const CURLUcode code = curl_url_set(handle, CURLUPART_URL, url.c_str(), flags | CURLU_NON_SUPPORT_SCHEME);
  if (code != CURLUE_OK) throw FetchError(std::string("is no web address: ") + curl_url_strerror(code));
}

WebAddress address_of(CURLU* handle) {
  curl_url_set(handle, CURLUPART_FRAGMENT, nullptr, 0);
  WebAddress address;
  address.url = part_of(handle, CURLUPART_URL);
  address.host = part_of(handle, CURLUPART_HOST);
  std::transform(address.host.begin(), address.host.end(), address.host.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (address.host.ends_with('.')) address.host.pop_back();
  address.port = part_of(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  address.kind = kind_of(address.host);
  const std::string scheme = part_of(handle, CURLUPART_SCHEME);
  if (scheme != "https" && !(scheme == "http" && address.kind == HostKind::kLoopback)) {
    throw FetchError(scheme == "http" ? "is not https" : "is not https but " + scheme);
  }
  if (!part_of(handle, CURLUPART_USER).empty()) throw FetchError("names a user");
  return address;
}

}  // namespace

WebAddress parse_web_address(const std::string& url) {
  const UrlHandle handle(curl_url(), curl_url_cleanup);
  set_url(handle.get(), url, 0);
  return address_of(handle.get());
}

WebAddress redirect_target(const WebAddress& from, const std::string& location) {
  const UrlHandle handle(curl_url(), curl_url_cleanup);
  set_url(handle.get(), from.url, 0);
  try {
    set_url(handle.get(), location, CURLU_URLENCODE);
    WebAddress target = address_of(handle.get());
    if (target.kind == HostKind::kLoopback && from.kind != HostKind::kLoopback) throw FetchError("is on this machine");
    return target;
  } catch (const FetchError& error) {
    constexpr std::size_t kShownBytes = 200;  // leaves room for what is wrong
    throw FetchError("a redirect leads to " + shown(location, kShownBytes) + ", which " + error.what());
  }
}

std::string shown(const std::string& text, std::size_t max_bytes) {
  constexpr unsigned char kContinues = 0b1000'0000;
  constexpr unsigned char kContinuesMask = 0b1100'0000;
  std::size_t end = std::min(text.size(), max_bytes);
  // Not within a character.
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & kContinuesMask) == kContinues) --end;
  std::string line = text.substr(0, end);
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
  return line;
}

bool is_web_address(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string url_encoded(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

}  // namespace paperdex
