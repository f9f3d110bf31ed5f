#include "data/error.h"

#include <system_error>

#include "data/text/unicode.h"

namespace paperdex {

std::string because(int error) { return error == 0 ? "" : ": " + std::system_category().message(error); }

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kMaxShown = 60;
  std::string result = "'";
  std::size_t shown = 0;
  for (std::size_t at = 0; at < text.size(); shown = at) {
    const char32_t c = next_code_point(text, at);  // what is no UTF-8 becomes U+FFFD
    if (at > kMaxShown) break;
    append_utf8(result, c < ' ' || c == 0x7F ? U'?' : c);
  }
  return result + (shown < text.size() ? "...'" : "'");
}

}  // namespace paperdex
