#include "indexer/web_address.h"

#include <algorithm>
#include <cctype>

#include "data/error.h"
#include "data/net/url_parts.h"

namespace paperdex {
namespace {

HostKind kind_of(const std::string& host) {
  if (is_loopback_host(host)) return HostKind::kLoopback;
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
  address.url = url_part(handle, CURLUPART_URL);
  address.host = url_part(handle, CURLUPART_HOST);
  std::transform(address.host.begin(), address.host.end(), address.host.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (address.host.ends_with('.')) address.host.pop_back();
  address.port = url_part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  address.kind = kind_of(address.host);
  const std::string scheme = url_part(handle, CURLUPART_SCHEME);
  if (scheme != "https" && !(scheme == "http" && address.kind == HostKind::kLoopback)) {
    throw FetchError(scheme == "http" ? "is not https" : "is not https but " + scheme);
  }
  if (!url_part(handle, CURLUPART_USER).empty()) throw FetchError("names a user");
  return address;
}

}  // namespace

WebAddress parse_web_address(const std::string& url) {
  const UrlHandle handle = new_url_handle();
  set_url(handle.get(), url, 0);
  return address_of(handle.get());
}

WebAddress redirect_target(const WebAddress& from, const std::string& location) {
  const UrlHandle handle = new_url_handle();
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
