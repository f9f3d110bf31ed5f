#include "data/error.h"

#include <algorithm>
#include <system_error>

namespace paperdex {

std::string because(int error) { return error == 0 ? "" : ": " + std::system_category().message(error); }

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kMaxShown = 60;
  std::size_t end = std::min(text.size(), kMaxShown);
  while (end > 0 && end < text.size() && (text[end] & 0xC0) == 0x80) --end;  // not within a character
  std::string result = "'";
  for (const char c : text.substr(0, end)) result += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? '?' : c;
  return result + (end < text.size() ? "...'" : "'");
}

}  // namespace paperdex
