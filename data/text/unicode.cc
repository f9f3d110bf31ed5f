#include "data/text/unicode.h"

#include <utf8proc.h>

#include <array>
#include <cstdlib>

namespace paperdex {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_blank(char32_t c) {
  return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ||
         utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_ZS;
}

bool is_bidi_control(char32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

bool is_mark(char32_t c) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
      return true;
    default:
      return false;
  }
}

// Letters that Unicode does not decompose, as an English keyboard spells them.
const char* spelled(char32_t c) {
  switch (c) {
    case U'ø':
      return "o";
    case U'Ø':
      return "O";
    case U'ł':
      return "l";
    case U'Ł':
      return "L";
    case U'đ':
    case U'ð':
      return "d";
    case U'Đ':
    case U'Ð':
      return "D";
    case U'þ':
      return "th";
    case U'Þ':
      return "Th";
    case U'ß':
      return "ss";
    case U'æ':
      return "ae";
    case U'Æ':
      return "AE";
    case U'œ':
      return "oe";
    case U'Œ':
      return "OE";
    case U'ı':
      return "i";
    case U'ħ':
      return "h";
    case U'Ħ':
      return "H";
    case U'ŋ':
      return "ng";
    case U'ə':
      return "e";
    default:
      return nullptr;
  }
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  std::size_t at = 0;
  while (at < text.size()) {
    if (bytes[at] < 0x80) {
      ++at;
      continue;
    }
    utf8proc_int32_t code_point = 0;
    const auto used = utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &code_point);
    if (used <= 0) return false;
    at += static_cast<std::size_t>(used);
  }
  return true;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) {
    ++at;
    return byte;
  }
  utf8proc_int32_t code_point = 0;
  const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                     static_cast<utf8proc_ssize_t>(text.size() - at), &code_point);
  if (used <= 0) {
    ++at;
    return kReplacement;
  }
  at += static_cast<std::size_t>(used);
  return static_cast<char32_t>(code_point);
}

void append_utf8(std::string& out, char32_t code_point) {
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
    return;
  }
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes.data());
  out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

void append_composed(std::string& out, const std::string& letters) {
  utf8proc_uint8_t* composed = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(letters.data()),
                                 static_cast<utf8proc_ssize_t>(letters.size()), &composed,
                                 static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (size < 0) {
    out += letters;
    return;
  }
  out.append(reinterpret_cast<const char*>(composed), static_cast<std::size_t>(size));
  std::free(composed);
}

void remove_bidi_controls(std::string& text) {
  constexpr std::size_t kBytes = 3;  // of each in UTF-8, the first of which is this:
  constexpr char kFirst = '\xE2';
  for (std::size_t at = 0; (at = text.find(kFirst, at)) != std::string::npos;) {
    std::size_t end = at;
    if (is_bidi_control(next_code_point(text, end))) {
      text.erase(at, kBytes);
    } else {
      at = end;
    }
  }
}

void fold_white_space(std::string& text) {
  std::string folded;
  folded.reserve(text.size());
  bool gap = false;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t start = at;
    const auto byte = static_cast<unsigned char>(text[at]);
    const char32_t c = next_code_point(text, at);
    if (byte < 0x80 ? byte <= 0x20 || byte == 0x7F : is_blank(c)) {
      gap = true;
      continue;
    }
    if (is_bidi_control(c)) continue;
    if (gap && !folded.empty()) folded += ' ';
    gap = false;
    folded.append(text, start, at - start);
  }
  text = std::move(folded);
}

bool has_space_or_control(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const char32_t c = next_code_point(text, at);
    if (is_blank(c) || is_bidi_control(c)) return true;
  }
  return false;
}

void append_folded(std::string& out, char32_t code_point) {
  if (const char* letters = spelled(code_point)) {
    out += letters;
    return;
  }
  constexpr auto kOptions = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT);
  std::array<utf8proc_int32_t, 32> parts{};
  int boundary = 0;
  const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(code_point), parts.data(),
                                             static_cast<utf8proc_ssize_t>(parts.size()), kOptions, &boundary);
  if (count < 0 || count > static_cast<utf8proc_ssize_t>(parts.size())) {
    append_utf8(out, code_point);
    return;
  }
  for (utf8proc_ssize_t i = 0; i < count; ++i) {
    const auto part = static_cast<char32_t>(parts[static_cast<std::size_t>(i)]);
    if (is_mark(part)) continue;
    if (const char* letters = spelled(part)) {
      out += letters;
    } else {
      append_utf8(out, part);
    }
  }
}

bool is_word_character(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
      return true;
    default:
      return false;
  }
}

void append_lower(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  } else {
    append_utf8(out, static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c))));
  }
}

}  // namespace paperdex
