#include "query/export/export_text.h"

#include <algorithm>

#include "data/text/unicode.h"

namespace paperdex {
namespace {

std::string percent_encoded(std::string_view text, std::string_view characters) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : one_line(text)) {
    if (characters.find(c) == std::string_view::npos) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
    }
  }
  return encoded;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string line;
  if (is_valid_utf8(text)) {
    line = text;
  } else {
    for (std::size_t at = 0; at < text.size();) append_utf8(line, next_code_point(text, at));
  }
  fold_white_space(line);
  return line;
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return lower;
}

std::string plain_address(std::string_view url) { return percent_encoded(url, " \"<>{}\\^`|"); }

std::string plain_doi(std::string_view doi) { return percent_encoded(doi, " {}\\"); }

std::string joined_list(const std::vector<std::string>& list, std::string_view separator) {
  std::string text;
  for (const std::string& item : list) text.append(text.empty() ? "" : separator).append(one_line(item));
  return text;
}

}  // namespace paperdex
