#include "indexer/sources/bibtex_entry.h"

#include <algorithm>
#include <array>

#include "data/rejected.h"

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";
constexpr std::string_view kEndsWord = " \t\r\n\f\v,={}()\"#";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return out;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

class Parser {
 public:
  Parser(std::string_view text, const BibtexFields& macros) : text_(text), macros_(macros) {}

  // What stands before the first comma, unless that is a field already.
  std::string_view key() {
    const std::size_t end = std::min(text_.find_first_of(",={\""), text_.size());
    if (end < text_.size() && text_[end] != ',') return {};
    at_ = end;
    return trim(text_.substr(0, end));
  }

  BibtexFields fields() {
    BibtexFields fields;
    for (;;) {
      at_ = std::min(text_.find_first_not_of(" \t\r\n\f\v,", at_), text_.size());
      if (at_ == text_.size()) return fields;
      if (text_[at_] == '%') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      const std::string name = lower(word());
      if (name.empty())
        throw Rejection("", std::string("has '") + text_[at_] + "' where the name of a field should be");
      skip_spaces();
      if (peek() != '=') throw Rejection(name, "is followed by no '='");
      ++at_;
      std::string text = value(name);
      if (!trim(text).starts_with("xdata=")) fields.emplace(name, std::move(text));
    }
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_spaces() { at_ = std::min(text_.find_first_not_of(kSpace, at_), text_.size()); }

  std::string_view word() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(kEndsWord, at_), text_.size());
    return text_.substr(begin, at_ - begin);
  }

  std::string value(const std::string& name) {
    std::string text;
    for (;;) {
      skip_spaces();
      if (peek() == '{' || peek() == '"') {
        text += delimited(name);
      } else {
        const std::string_view piece = word();
        if (piece.empty()) throw Rejection(name, "has no value");
        const auto macro = macros_.find(lower(piece));
        text += macro == macros_.end() ? piece : std::string_view(macro->second);
      }
      skip_spaces();
      if (peek() != '#') return text;
      ++at_;
    }
  }

  // {...} or "...", where a quotation mark within braces does not end it.
  std::string_view delimited(const std::string& name) {
    const bool is_quoted = peek() == '"';
    const std::size_t begin = ++at_;
    int depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (depth == 0 && c == (is_quoted ? '"' : '}')) return text_.substr(begin, at_++ - begin);
      if (c == '{') ++depth;
      if (c == '}' && depth > 0) --depth;
    }
    throw Rejection(name, is_quoted ? "has a quotation mark that is not closed" : "has a brace that is not closed");
  }

  std::string_view text_;
  const BibtexFields& macros_;
  std::size_t at_ = 0;
};

}  // namespace

const std::string& BibtexEntry::field(std::string_view name) const {
  static const std::string nothing;
  const auto found = fields.find(name);
  return found == fields.end() ? nothing : found->second;
}

const std::string& BibtexEntry::first_of(std::initializer_list<std::string_view> names) const {
  const auto* found =
      std::find_if(names.begin(), names.end(), [this](std::string_view name) { return !trim(field(name)).empty(); });
  return field(found == names.end() ? std::string_view() : *found);
}

std::size_t BibtexEntry::bytes() const {
  constexpr std::size_t kNodeBytes = 128;  // of a map, with two strings
  std::size_t bytes = kNodeBytes + type.size() + key.size();
  for (const auto& [name, value] : fields) bytes += kNodeBytes + name.size() + value.size();
  return bytes;
}

BibtexFields bibtex_months() {
  return {{"jan", "January"},   {"feb", "February"}, {"mar", "March"},    {"apr", "April"},
          {"may", "May"},       {"jun", "June"},     {"jul", "July"},     {"aug", "August"},
          {"sep", "September"}, {"oct", "October"},  {"nov", "November"}, {"dec", "December"}};
}

BibtexEntry parse_bibtex_entry(std::string_view body, const BibtexFields& macros) {
  Parser parser(body, macros);
  BibtexEntry entry;
  entry.key = parser.key();
  entry.fields = parser.fields();
  return entry;
}

BibtexFields parse_bibtex_macros(std::string_view body, const BibtexFields& macros) {
  return Parser(body, macros).fields();
}

}  // namespace paperdex
