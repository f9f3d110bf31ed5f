// Which addresses may be fetched, and whose host it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace paperdex {

enum class HostKind {
  kLoopback,  // 127.0.0.0/8, ::1, localhost: the only hosts that may be asked without TLS
  kArxiv,     // arxiv.org and all below it, which limit requests over all of them together
  kOther,
};

struct WebAddress {
  std::string url;   // as libcurl spells it, without a fragment
  std::string host;  // in lower case; an IPv6 address in brackets
  std::string port;  // always given
  HostKind kind = HostKind::kOther;
};

// Throws FetchError, whose text is the reason alone ("is not https"), when the address must not be fetched: it is none,
// names a user, or is neither https nor http on loopback.
WebAddress parse_web_address(const std::string& url);

// What a Location header of `from` leads to; relative ones are resolved. Throws FetchError likewise, and when a host
// that is not loopback leads to loopback.
WebAddress redirect_target(const WebAddress& from, const std::string& location);

// True of what begins like a link to the web; no more is looked at.
bool is_web_address(std::string_view text);

// Text as the value of a parameter in an address: all but unreserved characters (RFC 3986) as %XX.
std::string url_encoded(std::string_view text);
bool is_unreserved(char c);

// An address or what was wrong with it as part of a message: one line of at most `max_bytes`.
inline constexpr std::size_t kMaxShownBytes = 300;
std::string shown(const std::string& text, std::size_t max_bytes = kMaxShownBytes);

}  // namespace paperdex
