#include "query/export/bibtex_key.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "data/text/fold.h"
#include "data/text/stop_words.h"
#include "data/text/unicode.h"
#include "query/export/export_text.h"
#include "query/export/name_parts.h"

namespace paperdex {
namespace {

bool is_key_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// What may stand in a key of a text, cut off at kMaxKeyPartBytes.
std::string key_part(std::string_view text) {
  std::string folded;
  for (std::size_t at = 0; at < text.size();) append_folded(folded, next_code_point(text, at));
  std::string part;
  for (const char c : ascii_lower(folded)) {
    if (part.size() < kMaxKeyPartBytes && is_key_character(c)) part += c;
  }
  return part;
}

std::string author_part(const Paper& paper) {
  if (paper.authors.empty()) return {};
  const NameParts name = name_parts(paper.authors.front());
  if (name.literal.empty()) return key_part(name.particle + name.family);
  return key_part(std::string_view(name.literal).substr(0, name.literal.find(' ')));
}

// The first word that carries a topic and has more than one letter, or else the first word.
std::string title_part(const Paper& paper) {
  Folded folded;
  fold(one_line(paper.title), folded);
  const std::string text = ascii_lower(folded.text);
  std::string first;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_key_character(text[end])) ++end;
    const std::string_view word = std::string_view(text).substr(at, std::min(end - at, kMaxKeyPartBytes));
    if (word.size() > 1 && !is_stop_word(word)) return std::string(word);
    if (first.empty()) first = word;
    at = std::max(end, at + 1);
  }
  return first;
}

// "2006.15055" -> "2006-15055"
std::string id_part(const Paper& paper) {
  std::string part;
  for (const char c : ascii_lower(paper.id)) {
    if (part.size() < kMaxKeyPartBytes) part += is_key_character(c) || c == ':' ? c : '-';
  }
  return part;
}

// "", "a", ..., "z", "aa", "ab", ...
std::string suffix_of(std::size_t number) {
  constexpr std::size_t kLetters = 26;
  std::string suffix;
  for (; number > 0; number = (number - 1) / kLetters) {
    suffix.insert(suffix.begin(), static_cast<char>('a' + (number - 1) % kLetters));
  }
  return suffix;
}

}  // namespace

std::string bibtex_key(const Paper& paper) {
  const std::string author = author_part(paper);
  const std::string word = title_part(paper);
  const std::string year =
      paper.published ? std::to_string(ymd_from_day(paper.published->first_day()).year) : std::string();
  std::string key = author.empty() ? word + year : author + year + word;
  if (author.empty() && word.empty()) key = "paper:" + id_part(paper);
  if (key.front() >= '0' && key.front() <= '9') key.insert(0, "p");
  return key;
}

std::string BibtexKeys::key_of(const Paper& paper) {
  const std::string base = bibtex_key(paper);
  std::size_t& next = next_[base];
  std::string key;
  do {
    key = base + suffix_of(next++);
  } while (!taken_.insert(key).second);
  return key;
}

}  // namespace paperdex
