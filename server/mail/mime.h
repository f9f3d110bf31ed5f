// A mail as bytes: headers by RFC 5322 and 2047, a plain and an HTML body by RFC 2045 and 2046.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "server/mail/mail_address.h"
#include "server/mail/schedule.h"

namespace paperdex {

inline constexpr std::size_t kMaxSubjectBytes = 200;  // a longer one is cut, with an ellipsis

struct MailMessage {
  Mailbox from;
  std::string to;       // one address; checked (mail_address.h)
  std::string subject;  // any text
  std::string text;     // UTF-8; so is html
  std::string html;
  std::string name;  // of hexadecimal digits: the same for the same mail, should it be sent twice
  UnixSeconds time = 0;
  std::string unsubscribe_url;  // one click (RFC 8058); empty: none
};

// Lines end with CR LF and are shorter than 80 bytes but for those that hold a URL. Whatever the subject and the bodies
// hold, it is no header and no end of the mail: subjects are encoded words and bodies base64. Of the subject, control
// and directional characters and bytes that are no UTF-8 are taken out. Pure.
std::string write_message(const MailMessage& message);

// The text as it stands in a header that begins with `name_bytes` bytes: itself when it is plain and short, else
// encoded words on folded lines. Requires no control characters.
std::string encoded_header(std::string_view text, std::size_t name_bytes);

// What of a text may stand in a header: one line of valid UTF-8, cut to `max_bytes`.
std::string header_text(std::string_view text, std::size_t max_bytes);

}  // namespace paperdex
