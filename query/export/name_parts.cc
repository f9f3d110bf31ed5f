#include "query/export/name_parts.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "data/text/unicode.h"
#include "query/export/export_text.h"

namespace paperdex {
namespace {

using Words = std::vector<std::string_view>;

bool is_one_of(std::initializer_list<std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_particle(std::string_view word) {
  return is_one_of(
      {"af",  "al", "av", "bin", "da", "das", "de",  "degli", "dei", "del", "della", "den", "der", "des", "di", "do",
       "dos", "du", "el", "ibn", "la", "le",  "ten", "ter",   "van", "vom", "von",   "zum", "zur", "zu",  "'t", "’t"},
      ascii_lower(word));
}

bool is_lower_particle(std::string_view word) { return is_particle(word) && ascii_lower(word) == word; }

bool is_suffix(std::string_view word) { return is_one_of({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"}, word); }

// Of bodies, not of persons.
bool is_of_body(std::string_view word) {
  return is_one_of({"and",     "association",  "authors", "center",     "centre",   "collaboration", "committee",
                    "company", "consortium",   "council", "department", "et",       "for",           "foundation",
                    "group",   "institute",    "lab",     "laboratory", "labs",     "network",       "of",
                    "on",      "organization", "others",  "project",    "research", "society",       "team",
                    "the",     "university",   "working"},
                   ascii_lower(word));
}

// Scripts in which the family name may come first.
bool is_east_asian(char32_t c) {
  return (c >= 0x1100 && c <= 0x11FF) || (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xA960 && c <= 0xA97F) ||
         (c >= 0xAC00 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFFDC) ||
         (c >= 0x1B000 && c <= 0x1B16F) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool may_stand_in_name(char32_t c) {
  constexpr std::u32string_view kSigns = U" .-'’ʼ`´‐‑·";
  if (c >= '0' && c <= '9') return false;
  return kSigns.find(c) != std::u32string_view::npos || (is_word_character(c) && !is_east_asian(c));
}

// "T", "T.", "J.-P."
bool is_initial(std::string_view word) {
  if (word.ends_with('.')) return true;
  std::size_t end = 0;
  next_code_point(word, end);
  return end == word.size();
}

Words words_of(std::string_view name) {
  Words words;
  while (!name.empty()) {
    const std::size_t end = std::min(name.find(' '), name.size());
    if (end > 0) words.push_back(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return words;
}

std::string joined(Words::const_iterator begin, Words::const_iterator end) {
  std::string text;
  for (; begin != end; ++begin) text.append(text.empty() ? "" : " ").append(*begin);
  return text;
}

bool is_person(std::string_view name, const Words& words) {
  for (std::size_t at = 0; at < name.size();) {
    if (!may_stand_in_name(next_code_point(name, at))) return false;
  }
  return words.size() > 1 && !is_lower_particle(words.front()) && std::none_of(words.begin(), words.end(), is_of_body);
}

// Where the family name with its particles begins: at the first small particle, or at the run of particles before the
// last word.
Words::const_iterator family_of(const Words& words) {
  auto begin = std::find_if(words.begin() + 1, words.end() - 1, is_lower_particle);
  while (begin - words.begin() > 1 && is_particle(*(begin - 1))) --begin;
  return begin;
}

}  // namespace

NameParts name_parts(std::string_view text) {
  const std::string name = one_line(text);
  NameParts parts;
  Words words = words_of(name);
  if (words.size() > 2 && is_suffix(words.back())) {
    parts.suffix = words.back();
    words.pop_back();
  }
  if (!is_person(name, words) || is_initial(words.back())) {
    parts = {};
    parts.literal = name;
    return parts;
  }
  const auto family = family_of(words);
  const auto rest = std::find_if_not(family, words.cend() - 1, is_lower_particle);
  parts.given = joined(words.cbegin(), family);
  parts.particle = joined(family, rest);
  parts.family = joined(rest, words.cend());
  return parts;
}

}  // namespace paperdex
