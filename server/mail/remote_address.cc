#include "server/mail/remote_address.h"

#include <algorithm>
#include <string_view>

#include "data/net/url_parts.h"
#include "server/mail/mail_address.h"
#include "server/mail/mail_error.h"

namespace paperdex {
namespace {

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
  const UrlHandle handle = new_url_handle();
  if (!is_clean || curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    throw MailFault(key, wanted);
  }
  RemoteAddress address;
  address.scheme = address_key(url_part(handle.get(), CURLUPART_SCHEME));
  address.host = address_key(url_part(handle.get(), CURLUPART_HOST));
  if (std::find(schemes.begin(), schemes.end(), address.scheme) == schemes.end() || address.host.empty()) {
    throw MailFault(key, wanted);
  }
  if (!url_part(handle.get(), CURLUPART_USER).empty()) throw MailFault(key, key + " must not name a user");
  const std::string path = url_part(handle.get(), CURLUPART_PATH);
  address.has_no_path = (path.empty() || path == "/") && url_part(handle.get(), CURLUPART_QUERY).empty();
  address.is_loopback = is_loopback_host(address.host);
  return address;
}

}  // namespace paperdex
