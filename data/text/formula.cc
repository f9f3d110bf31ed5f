#include "data/text/formula.h"

#include <algorithm>
#include <string>

#include "data/text/stop_words.h"

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

bool is_space(char c) { return kSpace.find(c) != std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }

// The next `fence` from `at` on that no backslash escapes, or npos.
std::size_t find_fence(std::string_view source, std::string_view fence, std::size_t at) {
  for (; at < source.size(); ++at) {
    if (source[at] == '\\') {
      ++at;
    } else if (source.substr(at).starts_with(fence)) {
      return at;
    }
  }
  return std::string_view::npos;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

// "5 million and": an English word that carries no topic stands between, outside of braces.
bool has_stop_word(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}') --depth;
    if (!is_letter(text[at])) {
      at += text[at] == '\\' ? 2 : 1;
      continue;
    }
    std::size_t end = at;
    std::string word;
    while (end < text.size() && is_letter(text[end])) word += static_cast<char>(text[end++] | 0x20);
    const bool stands_alone = at == 0 || is_space(text[at - 1]);
    if (depth == 0 && stands_alone && word.size() > 1 && is_stop_word(word)) return true;
    at = end;
  }
  return false;
}

bool is_formula(std::string_view content, char next) {
  const std::string_view inner = trim(content);
  if (inner.empty()) return false;
  const bool is_tight = inner.size() == content.size();
  const bool has_operators = inner.find_first_of("\\^_={}<>") != std::string_view::npos;
  // "$5-$6", but "$2\\times$10" and "$-$5".
  if (is_digit(next) && !has_operators && std::any_of(inner.begin(), inner.end(), is_letter_or_digit)) return false;
  if (!is_tight || is_digit(inner[0])) {
    const bool has_words = has_stop_word(inner);
    if (has_words && (is_digit(inner[0]) || inner.find('\\') == std::string_view::npos)) return false;
  }
  if (is_tight || has_operators) return true;
  return !is_digit(inner[0]) && inner.find_first_of(kSpace) == std::string_view::npos;
}

}  // namespace

std::size_t formula_end(std::string_view source, std::size_t at) {
  const bool is_double = source.substr(at).starts_with("$$");
  const std::string_view fence = source.substr(at, is_double ? 2 : 1);
  const std::size_t begin = at + fence.size();
  const std::size_t close = find_fence(source, fence, begin);
  if (close == std::string_view::npos) return at;
  const std::size_t end = close + fence.size();
  if (is_double) return trim(source.substr(begin, close - begin)).empty() ? at : end;
  return is_formula(source.substr(begin, close - begin), end < source.size() ? source[end] : '\0') ? end : at;
}

}  // namespace paperdex
