// Which mail addresses are taken: a narrow grammar, so that nothing an address holds can be a command or a header.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace paperdex {

inline constexpr std::size_t kMaxAddressBytes = 254;
inline constexpr std::size_t kMaxLocalPartBytes = 64;
inline constexpr std::size_t kMaxDomainLabelBytes = 63;
inline constexpr std::size_t kMaxDisplayNameBytes = 100;

// A dot-atom before the @ (RFC 5322: letters, digits and !#$%&'*+-/=?^_`{|}~, single dots between), and behind it a
// domain of at least two labels of letters, digits and hyphens, the last of which begins with a letter. ASCII only:
// quoted local parts, address literals, comments and internationalised addresses are refused, a domain in another
// script must be in its xn-- form. Throws MailFault("address") that says what is wrong.
void check_mail_address(std::string_view address);

// By which two addresses are the same for limits and duplicates: all in lower case. Mail goes to the address as given.
std::string address_key(std::string_view address);

std::string domain_of(std::string_view address);

struct Mailbox {
  std::string name;  // UTF-8, may be empty
  std::string address;
};

// Reads "papers@example.org" or "Paperdex <papers@example.org>". Throws MailFault(`key`).
Mailbox parse_mailbox(std::string_view text, const std::string& key);

}  // namespace paperdex
