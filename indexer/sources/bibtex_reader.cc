#include "indexer/sources/bibtex_reader.h"

#include <algorithm>
#include <utility>

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t\f\v";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kSpace, at), text.size());
}

struct Beginning {
  std::string type;
  char open = '\0';       // '\0': no '{' or '(' follows the type
  std::size_t bytes = 0;  // through it
};

// "@type{" or "@type(" at the front of the text, white space aside.
std::optional<Beginning> beginning_of(std::string_view text) {
  std::size_t at = skip_spaces(text, 0);
  if (at >= text.size() || text[at] != '@') return std::nullopt;
  at = skip_spaces(text, at + 1);
  Beginning beginning;
  for (; at < text.size() && is_letter(text[at]); ++at) beginning.type += static_cast<char>(text[at] | 0x20);
  if (beginning.type.empty()) return std::nullopt;
  at = skip_spaces(text, at);
  beginning.bytes = at;
  if (at < text.size() && text[at] != '{' && text[at] != '(') return std::nullopt;
  if (at < text.size()) {
    beginning.open = text[at];
    beginning.bytes = at + 1;
  }
  return beginning;
}

// "@type{key," or "@string{name =": no line of prose.
bool begins_entry_for_sure(std::string_view text) {
  const auto beginning = beginning_of(text);
  if (!beginning || beginning->open == '\0') return false;
  const std::size_t end = text.find_first_of(",={}()\"#@", beginning->bytes);
  if (end == std::string_view::npos || (text[end] != ',' && text[end] != '=')) return false;
  const std::string_view key = text.substr(beginning->bytes, end - beginning->bytes);
  const std::size_t begin = skip_spaces(key, 0);
  const std::size_t space = key.find_first_of(kSpace, begin);
  return space == std::string_view::npos || skip_spaces(key, space) == key.size();
}

std::string too_long() { return "is longer than " + std::to_string(kMaxBibtexEntryBytes) + " bytes"; }

}  // namespace

bool BibtexReader::next_line() {
  const std::optional<Line> line = lines_.next();
  if (!line) return false;
  line_ = line->text;
  position_ = 0;
  line_number_ = line->number;
  is_cut_ = line->is_cut;
  if (first_text_line_ == 0 && skip_spaces(line_, 0) < line_.size()) first_text_line_ = line_number_;
  return true;
}

// "year = {2000}," behind an entry: a brace too many ended it.
bool BibtexReader::is_stray_field() {
  const std::string_view text = rest();
  const std::size_t begin = std::min(text.find_first_not_of(" \t,})"), text.size());
  if (begin == text.size()) return false;
  if (!std::exchange(is_behind_entry_, false)) return false;
  std::size_t at = begin;
  while (at < text.size() && (is_letter(text[at]) || text[at] == '_' || text[at] == '-')) ++at;
  const std::size_t sign = skip_spaces(text, at);
  if (at == begin || sign >= text.size() || text[sign] != '=') return false;
  const std::size_t value = skip_spaces(text, sign + 1);
  return value < text.size() && (text[value] == '{' || text[value] == '"');
}

std::optional<RawBibtexEntry> BibtexReader::next() {
  for (;;) {
    std::optional<Beginning> beginning = beginning_of(rest());
    RawBibtexEntry entry;
    entry.line = line_number_;
    if (beginning && beginning->open == '\0') {
      // The brace may stand on the next line.
      const std::string type = beginning->type;
      if (!next_line()) return std::nullopt;
      const std::size_t at = skip_spaces(line_, 0);
      if (at >= line_.size() || (line_[at] != '{' && line_[at] != '(')) continue;
      beginning = Beginning{type, line_[at], at + 1};
    }
    if (beginning) {
      position_ += beginning->bytes;
      entry.type = beginning->type;
      read_body(entry, beginning->open);
      is_behind_entry_ = entry.fault.empty();
      return entry;
    }
    if (is_stray_field()) {
      entry.fault = "stands behind the end of its entry: a brace is too many before it";
      line_.clear();
      position_ = 0;
      return entry;
    }
    if (std::exchange(is_cut_, false)) {
      entry.fault = "is a line longer than " + std::to_string(kMaxLineBytes) + " bytes; the rest of it is skipped";
      line_.clear();
      position_ = 0;
      return entry;
    }
    if (!next_line()) return std::nullopt;
  }
}

void BibtexReader::read_body(RawBibtexEntry& entry, char open) {
  int depth = 0;
  bool in_quotes = false;
  bool is_long = false;
  for (;;) {
    const std::size_t begin = position_;
    for (; position_ < line_.size(); ++position_) {
      const char c = line_[position_];
      const bool ends = open == '{' ? c == '}' && depth == 0 : c == ')' && depth == 0 && !in_quotes;
      if (ends) break;
      if (c == '{') ++depth;
      if (c == '}' && depth > 0) --depth;
      if (c == '"' && depth == 0) in_quotes = !in_quotes;
    }
    const bool is_cut = is_cut_ && position_ == line_.size();
    is_long = is_long || is_cut || entry.body.size() + (position_ - begin) > kMaxBibtexEntryBytes;
    if (!is_long) entry.body.append(line_, begin, position_ - begin);
    if (is_long) entry.body.clear();
    if (position_ < line_.size()) {
      ++position_;
      if (is_long) entry.fault = too_long();
      return;
    }
    if (!next_line()) {
      entry.fault = is_long ? too_long() : "is not whole: the file ends inside it";
      return;
    }
    if (begins_entry_for_sure(line_)) {
      entry.fault = is_long ? too_long()
                            : "does not end before another begins at line " + std::to_string(line_number_) +
                                  ": a brace is missing";
      return;
    }
    if (!is_long) entry.body += '\n';
  }
}

}  // namespace paperdex
