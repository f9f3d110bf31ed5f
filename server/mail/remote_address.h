// The address of another machine's service, as the operator wrote it.
#pragma once

#include <string>
#include <vector>

namespace paperdex {

struct RemoteAddress {
  std::string scheme;  // in lower case, as is the host
  std::string host;    // an IPv6 address in brackets
  bool is_loopback = false;
  bool has_no_path = false;  // nothing or "/" behind the port
};

// Throws MailFault(`key`) when `url` is no address, has another scheme than `schemes`, or names a user.
RemoteAddress parse_remote_address(const std::string& url, const std::vector<std::string>& schemes,
                                   const std::string& key);

}  // namespace paperdex
