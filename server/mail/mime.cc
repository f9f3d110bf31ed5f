#include "server/mail/mime.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "data/text/unicode.h"

namespace paperdex {
namespace {

constexpr char kEndOfLine[] = "\r\n";
constexpr std::size_t kLineBytes = 76;
constexpr std::size_t kBodyBytesOfLine = kLineBytes / 4 * 3;

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string base64_lines(std::string_view bytes) {
  std::string lines;
  for (std::size_t at = 0; at < bytes.size(); at += kBodyBytesOfLine) {
    lines += base64(bytes.substr(at, kBodyBytesOfLine)) + kEndOfLine;
  }
  return lines;
}

// Directional marks, embeddings, overrides and isolates: they could show a subject as another.
bool is_directional(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// Names of days and months are English whatever the locale.
std::string date_text(UnixSeconds time) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t instant = time;
  std::tm utc{};
  gmtime_r(&instant, &utc);
  std::array<char, 64> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y %H:%M:%S +0000", &utc);
  return std::string(kDays.at(static_cast<std::size_t>(utc.tm_wday))) + ", " + std::to_string(utc.tm_mday) + ' ' +
         kMonths.at(static_cast<std::size_t>(utc.tm_mon)) + ' ' + std::string(text.data(), size);
}

// On lines of their own but for the first.
std::string encoded_words(std::string_view text) {
  constexpr std::size_t kWordBytes = 39;  // 64 when encoded, so that the header's name fits before it
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    // Whole characters only: a word must be readable by itself.
    std::size_t end = begin;
    for (std::size_t next = begin; next < text.size();) {
      next_code_point(text, next);
      if (next - begin > kWordBytes) break;
      end = next;
    }
    if (begin > 0) out += std::string(kEndOfLine) + ' ';
    out += "=?UTF-8?B?" + base64(text.substr(begin, end - begin)) + "?=";
    begin = end;
  }
  return out;
}

std::string from_text(const Mailbox& from) {
  const std::string name = header_text(from.name, kMaxDisplayNameBytes);
  if (name.empty()) return from.address;
  const bool is_plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
  });
  if (is_plain) return name + kEndOfLine + " <" + from.address + '>';
  // Encoded, for a quoted string would need escapes of its own.
  return encoded_words(name) + kEndOfLine + " <" + from.address + '>';
}

std::string body_part(const std::string& boundary, const char* type, const std::string& body) {
  return "--" + boundary + kEndOfLine + "Content-Type: " + type + "; charset=utf-8" + kEndOfLine +
         "Content-Transfer-Encoding: base64" + kEndOfLine + kEndOfLine + base64_lines(body);
}

}  // namespace

std::string header_text(std::string_view text, std::size_t max_bytes) {
  constexpr std::string_view kEllipsis = "\u2026";
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (!is_directional(c)) append_utf8(clean, c);
  }
  fold_white_space(clean);
  if (clean.size() <= max_bytes) return clean;
  std::size_t end = 0;
  for (std::size_t at = 0; at <= max_bytes - kEllipsis.size();) {
    end = at;
    next_code_point(clean, at);
  }
  return clean.substr(0, end).append(kEllipsis);
}

std::string encoded_header(std::string_view text, std::size_t name_bytes) {
  const bool is_plain = name_bytes + text.size() <= kLineBytes && text.find("=?") == std::string_view::npos &&
                        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return is_plain ? std::string(text) : encoded_words(text);
}

std::string write_message(const MailMessage& message) {
  const std::string domain = domain_of(message.from.address);
  const std::string boundary = "=_" + message.name;  // "_" is in no line of base64
  std::string out;
  const auto add = [&](const std::string& name, const std::string& value) { out += name + ": " + value + kEndOfLine; };
  add("From", from_text(message.from));
  add("To", message.to);
  add("Subject", encoded_header(header_text(message.subject, kMaxSubjectBytes), sizeof "Subject: " - 1));
  add("Date", date_text(message.time));
  add("Message-ID", '<' + message.name + '@' + domain + '>');
  if (!message.unsubscribe_url.empty()) {
    add("List-Id", "<papers." + domain + '>');
    add("List-Unsubscribe", '<' + message.unsubscribe_url + '>');
    add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    add("Precedence", "bulk");
  }
  add("Auto-Submitted", "auto-generated");
  add("MIME-Version", "1.0");
  add("Content-Type", "multipart/alternative; boundary=\"" + boundary + '"');
  out += kEndOfLine;
  out += body_part(boundary, "text/plain", message.text);
  out += body_part(boundary, "text/html", message.html);
  return out + "--" + boundary + "--" + kEndOfLine;
}

}  // namespace paperdex
