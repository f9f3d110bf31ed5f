#include "server/mail/shown_query.h"

#include <algorithm>
#include <vector>

#include "data/text/analyzer.h"
#include "data/text/unicode.h"

namespace paperdex {
namespace {

constexpr std::string_view kBetweenPieces = " \t\n\":(),";
constexpr std::string_view kLeftOut = "...";

// Calls visit(code point) for each until it says false; false then.
template <typename Visit>
bool for_each_character(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    if (!visit(next_code_point(text, at))) return false;
  }
  return true;
}

std::size_t characters_of(std::string_view text) {
  std::size_t count = 0;
  for_each_character(text, [&](char32_t) { return ++count > 0; });
  return count;
}

bool is_digit(char32_t c) { return c < 0x80 ? c >= '0' && c <= '9' : false; }

bool is_word_part(char32_t c) {
  std::string folded;
  append_folded(folded, c);  // of one character may come a dot: U+2488 is "1."
  return for_each_character(folded, is_word_character);
}

// Words, perhaps with hyphens and apostrophes between them, and signs of the query's around them.
bool is_plain(std::string_view piece) {
  const std::size_t first = std::min(piece.find_first_not_of("-+"), piece.size());
  const std::size_t last = piece.find_last_not_of('*');
  piece = last == std::string_view::npos || last < first ? std::string_view() : piece.substr(first, last + 1 - first);
  return for_each_character(piece, [](char32_t c) { return is_word_part(c) || c == '-' || c == '\'' || c == 0x2019; });
}

bool is_word(std::string_view word) {
  bool has_letter = false;
  const bool is_whole = for_each_character(word, [&](char32_t c) {
    has_letter = has_letter || !is_digit(c);
    return is_word_character(c);
  });
  return is_whole && has_letter;
}

}  // namespace

std::string shown_query(const std::string& query, const HasWord& has_word) {
  std::string shown;
  std::size_t characters = 0;
  bool is_any = false;
  bool is_left_out = false;  // something since the last word that is shown
  Analyzer analyzer;
  const auto add = [&](std::string_view text) { shown.append(shown.empty() ? "" : " ").append(text); };
  const auto take = [&](const std::string& word) {
    const std::size_t added = characters_of(word) + (is_any ? 1 : 0);
    if (!is_word(word) || !has_word(word) || characters + added > kMaxShownCharacters) {
      is_left_out = true;
      return;
    }
    if (is_left_out) add(kLeftOut);
    add(word);
    characters += added;
    is_any = true;
    is_left_out = false;
  };
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(kBetweenPieces), rest.size());
    const std::string_view piece = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!is_plain(piece)) {
      is_left_out = true;
      continue;
    }
    for (const Token& token : analyzer.analyze(piece)) {
      if (!token.joined) take(token.word);
    }
  }
  if (!is_any) return {};
  if (is_left_out) add(kLeftOut);
  return shown;
}

}  // namespace paperdex
