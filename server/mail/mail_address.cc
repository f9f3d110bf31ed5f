#include "server/mail/mail_address.h"

#include <algorithm>

#include "data/text/unicode.h"
#include "server/mail/mail_error.h"

namespace paperdex {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_atom_character(char c) {
  constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~";
  return is_letter(c) || is_digit(c) || kOthers.find(c) != std::string_view::npos;
}

[[noreturn]] void refuse(const std::string& reason) { throw MailFault("address", "the address " + reason); }

// Calls `check` with each part between dots; an empty one is refused.
template <typename Check>
void for_each_part(std::string_view text, Check check) {
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view part = text.substr(0, dot);
    if (part.empty()) refuse("has a dot too many");
    check(part);
    if (dot == std::string_view::npos) return;
    text.remove_prefix(dot + 1);
  }
}

void check_local_part(std::string_view local) {
  if (local.empty()) refuse("has nothing before the @");
  if (local.size() > kMaxLocalPartBytes) {
    refuse("has more than " + std::to_string(kMaxLocalPartBytes) + " bytes before the @");
  }
  for_each_part(local, [](std::string_view part) {
    if (!std::all_of(part.begin(), part.end(), is_atom_character)) {
      refuse("has a character before the @ that is not supported: only ASCII letters, digits and !#$%&'*+-/=?^_`{|}~.");
    }
  });
}

void check_label(std::string_view label) {
  if (label.size() > kMaxDomainLabelBytes) refuse("has too long a part in its domain");
  if (label.front() == '-' || label.back() == '-') refuse("has a hyphen at the edge of a part of its domain");
  if (!std::all_of(label.begin(), label.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; })) {
    refuse("has a character in its domain that is not supported: write other scripts in the xn-- form");
  }
}

}  // namespace

void check_mail_address(std::string_view address) {
  if (address.empty()) refuse("is missing");
  if (address.size() > kMaxAddressBytes) refuse("is longer than " + std::to_string(kMaxAddressBytes) + " bytes");
  const std::size_t at = address.find('@');
  if (at == std::string_view::npos) refuse("has no @");
  check_local_part(address.substr(0, at));
  const std::string_view domain = address.substr(at + 1);
  if (domain.find('.') == std::string_view::npos) refuse("has no dot in its domain");
  for_each_part(domain, check_label);
  if (!is_letter(domain[domain.rfind('.') + 1])) refuse("ends with a number: give a domain by its name");
}

std::string address_key(std::string_view address) {
  std::string key(address);
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return key;
}

std::string domain_of(std::string_view address) { return address_key(address.substr(address.rfind('@') + 1)); }

Mailbox parse_mailbox(std::string_view text, const std::string& key) {
  Mailbox mailbox;
  const std::size_t open = text.find('<');
  if (open == std::string_view::npos) {
    mailbox.address = text;
  } else {
    if (!text.ends_with('>')) throw MailFault(key, key + " must look like \"Paperdex <papers@example.org>\"");
    std::string_view name = text.substr(0, open);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    mailbox.name = name;
    mailbox.address = text.substr(open + 1, text.size() - open - 2);
  }
  std::string folded = mailbox.name;
  if (!is_valid_utf8(folded)) throw MailFault(key, "the name in " + key + " is not UTF-8");
  fold_white_space(folded);
  if (folded != mailbox.name || folded.size() > kMaxDisplayNameBytes) {
    throw MailFault(
        key, "the name in " + key + " must be one line of at most " + std::to_string(kMaxDisplayNameBytes) + " bytes");
  }
  try {
    check_mail_address(mailbox.address);
  } catch (const MailFault& fault) {
    throw MailFault(key, key + ": " + fault.what());
  }
  return mailbox;
}

}  // namespace paperdex
