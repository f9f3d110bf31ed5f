#include "indexer/sources/bibtex_names.h"

#include <algorithm>
#include <map>

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";

bool is_space(char c) { return kSpace.find(c) != std::string_view::npos; }

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

int depth_change(char c) { return c == '{' ? 1 : c == '}' ? -1 : 0; }

// "and", in any case, between white space.
bool is_and(std::string_view text, std::size_t at) {
  if (at == 0 || at + 3 >= text.size() || !is_space(text[at - 1]) || !is_space(text[at + 3])) return false;
  return (text[at] | 0x20) == 'a' && (text[at + 1] | 0x20) == 'n' && (text[at + 2] | 0x20) == 'd';
}

std::vector<std::string_view> split_at_and(std::string_view field) {
  std::vector<std::string_view> names;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < field.size(); ++at) {
    depth = std::max(0, depth + depth_change(field[at]));
    if (depth > 0 || !is_and(field, at)) continue;
    names.push_back(trim(field.substr(begin, at - begin)));
    begin = at + 3;
    at = begin - 1;
  }
  names.push_back(trim(field.substr(begin)));
  return names;
}

std::vector<std::string_view> split_at_commas(std::string_view name) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < name.size(); ++at) {
    depth = std::max(0, depth + depth_change(name[at]));
    if (depth > 0 || name[at] != ',') continue;
    parts.push_back(trim(name.substr(begin, at - begin)));
    begin = at + 1;
  }
  parts.push_back(trim(name.substr(begin)));
  while (parts.size() > 1 && parts.back().empty()) parts.pop_back();
  return parts;
}

bool is_option(std::string_view part) {
  const std::size_t sign = part.find('=');
  return sign != std::string_view::npos && part.substr(0, sign).find_first_of(" \\{}$") == std::string_view::npos;
}

void append_part(std::string& name, std::string_view part) {
  if (!part.empty()) name.append(name.empty() ? "" : " ").append(part);
}

// "given=A., prefix=von, family=B, suffix=Jr."; "" when the parts are no such.
std::string extended_name(const std::vector<std::string_view>& parts) {
  std::map<std::string_view, std::string_view> values;
  for (const std::string_view part : parts) {
    const std::size_t sign = part.find('=');
    if (sign == std::string_view::npos) return {};
    values[trim(part.substr(0, sign))] = trim(part.substr(sign + 1));
  }
  if (values.count("family") == 0) return {};
  std::string name;
  for (const std::string_view part : {"given", "prefix", "family", "suffix"}) append_part(name, values[part]);
  return name;
}

std::string name_of(std::string_view text) {
  std::vector<std::string_view> parts = split_at_commas(text);
  if (std::string extended = extended_name(parts); !extended.empty()) return extended;
  // "Alan von Animal, useprefix=false"
  while (parts.size() > 1 && is_option(parts.back())) parts.pop_back();
  // With more commas than a name has, it is a list without "and": it is not known which belong together.
  constexpr std::size_t kMostParts = 3;  // "von Last, Jr, First"
  if (parts.size() > kMostParts) return std::string(text);
  std::string name;
  if (parts.size() > 1) append_part(name, parts.back());
  append_part(name, parts.front());
  if (parts.size() == kMostParts) append_part(name, parts[1]);
  return name;
}

}  // namespace

std::vector<std::string> names_of_bibtex(std::string_view field) {
  std::vector<std::string> names;
  for (const std::string_view text : split_at_and(field)) {
    const bool is_rest = text == "others" || text == "et al." || text == "et~al.";
    if (!text.empty() && !is_rest && !text.starts_with("xdata=")) names.push_back(name_of(text));
  }
  return names;
}

}  // namespace paperdex
