#include "query/parser.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "data/error.h"
#include "data/period.h"
#include "data/schema.h"
#include "data/text/unicode.h"

namespace paperdex {
namespace {

bool is_space(char c) { return static_cast<unsigned char>(c) <= ' '; }

struct Limits {
  std::size_t bytes;
  std::size_t terms;
};
constexpr Limits kQueryLimits{kMaxQueryBytes, kMaxQueryTerms};
constexpr Limits kProseLimits{kMaxProseBytes, kMaxProseTerms};

struct FieldName {
  std::string_view name;
  Clause::Kind kind;
  Field field;
};

constexpr std::array<FieldName, 18> kFields{{
    {"title", Clause::Kind::kWord, Field::kTitle},
    {"ti", Clause::Kind::kWord, Field::kTitle},
    {"abstract", Clause::Kind::kWord, Field::kAbstract},
    {"abs", Clause::Kind::kWord, Field::kAbstract},
    {"author", Clause::Kind::kWord, Field::kAuthor},
    {"au", Clause::Kind::kWord, Field::kAuthor},
    {"comment", Clause::Kind::kWord, Field::kComment},
    {"journal", Clause::Kind::kWord, Field::kJournal},
    {"report", Clause::Kind::kWord, Field::kReport},
    {"cat", Clause::Kind::kCategory, Field::kText},
    {"category", Clause::Kind::kCategory, Field::kText},
    {"source", Clause::Kind::kSource, Field::kText},
    {"id", Clause::Kind::kId, Field::kText},
    {"arxiv", Clause::Kind::kId, Field::kText},
    {"doi", Clause::Kind::kDoi, Field::kText},
    {"date", Clause::Kind::kDate, Field::kText},
    {"year", Clause::Kind::kDate, Field::kText},
    {"published", Clause::Kind::kDate, Field::kText},
}};

// "2024", "2024-01..2024-06", "2024..", "..2024"
std::optional<DayRange> day_range(std::string_view text) {
  const std::size_t dots = text.find("..");
  DayRange range{first_day(), last_day()};
  if (dots == std::string_view::npos) {
    const auto date = Date::parse(text);
    if (!date) return std::nullopt;
    return DayRange{date->first_day(), date->last_day()};
  }
  const std::string_view from_text = text.substr(0, dots);
  const std::string_view until_text = text.substr(dots + 2);
  const auto from = Date::parse(from_text);
  const auto until = Date::parse(until_text);
  if ((!from && !from_text.empty()) || (!until && !until_text.empty()) || text.size() == 2) return std::nullopt;
  if (from) range.first = from->first_day();
  if (until) range.last = until->last_day();
  return range;
}

class Parser {
 public:
  Parser(std::string_view text, bool typing, const Limits& limits, Analyzer& analyzer)
      : text_(text), typing_(typing), limits_(limits), analyzer_(analyzer) {}

  ParsedQuery query() {
    check_text();
    ParsedQuery query;
    query.root = either(0, Field::kText);
    while (at_ < text_.size()) {  // after a ')' too many
      ++at_;
      Clause rest = either(0, Field::kText);
      if (!rest.children.empty()) query.root.children.push_back(std::move(rest));
    }
    query.has_operators = has_operators_;
    return query;
  }

  ParsedQuery prose() {
    check_text();
    ParsedQuery query;
    add_words(query.root, Field::kText, 0, text_.size(), false);
    return query;
  }

 private:
  void check_text() const {
    if (text_.size() > limits_.bytes) {
      throw QueryError("query_too_long", "the query is longer than " + std::to_string(limits_.bytes) + " bytes", "q",
                       static_cast<int>(limits_.bytes));
    }
    if (!is_valid_utf8(text_)) throw QueryError("bad_utf8", "the query is not valid UTF-8");
  }

  [[noreturn]] void too_many(const char* code, const char* what, std::size_t limit) const {
    throw QueryError(code, "the query has more than " + std::to_string(limit) + ' ' + what, "q", static_cast<int>(at_));
  }

  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  // Takes an upper-case operator that stands alone.
  bool take_operator(std::string_view name) {
    skip_spaces();
    if (!text_.substr(at_).starts_with(name)) return false;
    const std::size_t end = at_ + name.size();
    if (end < text_.size() && !is_space(text_[end]) && text_[end] != '(' && text_[end] != ')') return false;
    at_ = end;
    return true;
  }

  // At something that can be an operand: not the end, not ')'.
  bool has_more() {
    skip_spaces();
    return at_ < text_.size() && text_[at_] != ')';
  }

  Clause joined(Clause::Kind kind, std::vector<Clause> parts) {
    std::erase_if(parts, [](const Clause& part) {
      return part.children.empty() && (part.kind == Clause::Kind::kBag || part.kind == Clause::Kind::kAnd);
    });
    if (parts.size() == 1) return std::move(parts.front());
    if (parts.size() > 1) has_operators_ = true;
    Clause clause;
    clause.kind = parts.empty() ? Clause::Kind::kBag : kind;
    clause.children = std::move(parts);
    return clause;
  }

  Clause either(std::size_t depth, Field field) {
    std::vector<Clause> parts;
    parts.push_back(both(depth, field));
    while (take_operator("OR")) parts.push_back(both(depth, field));
    return joined(Clause::Kind::kOr, std::move(parts));
  }

  Clause both(std::size_t depth, Field field) {
    std::vector<Clause> parts;
    parts.push_back(bag(depth, field));
    while (take_operator("AND")) parts.push_back(bag(depth, field));
    return joined(Clause::Kind::kAnd, std::move(parts));
  }

  bool at_operator() {
    const std::size_t before = at_;
    const bool found = take_operator("AND") || take_operator("OR");
    at_ = before;
    return found;
  }

  Clause bag(std::size_t depth, Field field) {
    Clause clause;
    while (has_more() && !at_operator()) item(clause, depth, field);
    return clause;
  }

  void item(Clause& bag, std::size_t depth, Field field) {
    const std::size_t before = at_;
    const std::size_t known = bag.children.size();
    read_item(bag, depth, field);
    if (bag.children.size() != known + 1) return;  // several words know where they stand
    bag.children.back().begin = before;
    bag.children.back().end = at_;
  }

  void read_item(Clause& bag, std::size_t depth, Field field) {
    const std::size_t before = at_;
    bool negated = take_operator("NOT");
    if (!negated && text_[at_] == '-' && at_ + 1 < text_.size() && !is_space(text_[at_ + 1]) && text_[at_ + 1] != '-') {
      ++at_;
      negated = true;
    }
    if (!negated) return atom(bag, depth, field);
    Clause inner;
    if (has_more()) atom(inner, depth, field);
    if (inner.children.empty()) {
      if (at_ == before) ++at_;
      return;
    }
    Clause clause;
    clause.kind = Clause::Kind::kNot;
    clause.children.push_back(inner.children.size() == 1 ? std::move(inner.children.front()) : std::move(inner));
    bag.children.push_back(std::move(clause));
  }

  void atom(Clause& bag, std::size_t depth, Field field) {
    if (text_[at_] == '(') return group(bag, depth, field);
    if (text_[at_] == '"') return phrase(bag, field);
    if (const FieldName* name = take_field()) return fielded(bag, *name, depth);
    word(bag, field);
  }

  void group(Clause& bag, std::size_t depth, Field field) {
    if (depth + 1 > kMaxQueryDepth) {
      throw QueryError("too_deep", "the query nests deeper than " + std::to_string(kMaxQueryDepth) + " parentheses",
                       "q", static_cast<int>(at_));
    }
    ++at_;
    Clause inner = either(depth + 1, field);
    if (at_ < text_.size() && text_[at_] == ')') ++at_;
    if (inner.children.empty()) return;
    const bool one_item = inner.kind == Clause::Kind::kBag && inner.children.size() == 1;
    bag.children.push_back(one_item ? std::move(inner.children.front()) : std::move(inner));
  }

  const FieldName* take_field() {
    for (const FieldName& field : kFields) {
      const std::string_view rest = text_.substr(at_);
      if (rest.size() <= field.name.size() + 1 || rest[field.name.size()] != ':') continue;
      const bool same = std::equal(field.name.begin(), field.name.end(), rest.begin(),
                                   [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
      if (!same || is_space(rest[field.name.size() + 1])) continue;
      at_ += field.name.size() + 1;
      return &field;
    }
    return nullptr;
  }

  void fielded(Clause& bag, const FieldName& name, std::size_t depth) {
    if (name.kind == Clause::Kind::kWord) {
      if (text_[at_] == '(') return group(bag, depth, name.field);
      if (text_[at_] == '"') return phrase(bag, name.field);
      return word(bag, name.field);
    }
    Clause clause;
    clause.kind = name.kind;
    const std::size_t begin = at_;
    clause.value = value();
    if (name.kind == Clause::Kind::kDate) {
      const auto range = day_range(clause.value);
      if (!range) {  // "date:" before what is no date was meant as a word
        at_ = begin;
        return word(bag, Field::kText);
      }
      clause.from = range->first;
      clause.until = range->last;
    }
    if (!clause.value.empty()) bag.children.push_back(std::move(clause));
  }

  // A value up to white space or the parenthesis that closes a group, or within quotes. DOIs have parentheses of their
  // own: 10.1016/0370-2693(90)90088-6.
  std::string value() {
    const bool quoted = text_[at_] == '"';
    if (quoted) ++at_;
    const std::size_t begin = at_;
    int open = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (quoted ? c == '"' : is_space(c) || open < 0) break;
    }
    std::string found(text_.substr(begin, at_ - begin));
    if (quoted && at_ < text_.size()) ++at_;
    return found;
  }

  void phrase(Clause& bag, Field field) {
    ++at_;
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '"') ++at_;
    Clause clause;
    clause.kind = Clause::Kind::kPhrase;
    clause.field = field;
    clause.words = words(begin, at_);
    if (at_ < text_.size()) ++at_;
    if (clause.words.empty()) return;
    if (clause.words.size() == 1 && clause.words.front().parts.size() == 1) clause.kind = Clause::Kind::kWord;
    if (clause.kind == Clause::Kind::kPhrase && ++phrases_ > kMaxQueryPhrases) {
      too_many("too_many_phrases", "phrases", kMaxQueryPhrases);
    }
    bag.children.push_back(std::move(clause));
  }

  void word(Clause& bag, Field field) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '"' && text_[at_] != '(' && text_[at_] != ')') {
      ++at_;
    }
    if (at_ == begin) {  // a stray sign
      ++at_;
      return;
    }
    add_words(bag, field, begin, at_, text_[at_ - 1] == '*');
  }

  // Adds the words of text_[begin, end) to `bag`.
  void add_words(Clause& bag, Field field, std::size_t begin, std::size_t end, bool star) {
    std::vector<Word> found = words(begin, end);
    if (found.empty()) return;
    Word& last = found.back();
    if (star && last.end + 1 == end) make_prefix(last);
    if (typing_ && !star && last.end == text_.size()) last.is_prefix = last.is_typed = true;
    for (Word& each : found) {
      Clause clause;
      clause.kind = Clause::Kind::kWord;
      clause.field = field;
      clause.begin = each.begin;
      clause.end = each.end;
      clause.words.push_back(std::move(each));
      bag.children.push_back(std::move(clause));
    }
  }

  void make_prefix(Word& word) {
    if (++wildcards_ > kMaxWildcards) too_many("too_many_wildcards", "words that end in *", kMaxWildcards);
    std::size_t letters = 0;
    const std::string& last = word.parts.back().word;
    for (std::size_t at = 0; at < last.size();) {
      next_code_point(last, at);
      ++letters;
    }
    if (letters < kMinWildcardLetters) {
      throw QueryError("wildcard_too_short",
                       "a * needs " + std::to_string(kMinWildcardLetters) + " letters or more before it", "q",
                       static_cast<int>(word.begin));
    }
    word.is_prefix = true;
  }

  // The words of text_[begin, end), compounds whole.
  std::vector<Word> words(std::size_t begin, std::size_t end) {
    std::vector<Word> found;
    std::uint32_t unit = 0;
    bool counted = false;  // the unit, by its first part that is no stop word
    for (const Token& token : analyzer_.analyze(text_.substr(begin, end - begin))) {
      if (token.unit != unit) {
        found.emplace_back();
        unit = token.unit;
        found.back().begin = begin + token.begin;
        counted = false;
      }
      if (!token.stop && !std::exchange(counted, true) && ++terms_ > limits_.terms) {
        too_many("too_many_terms", "words", limits_.terms);
      }
      Word& word = found.back();
      (token.joined ? word.joined : word.parts).push_back(token);
      word.end = begin + token.end;
      word.text = text_.substr(word.begin, word.end - word.begin);
    }
    std::erase_if(found, [](const Word& word) { return word.parts.empty(); });
    return found;
  }

  std::string_view text_;
  bool typing_;
  const Limits& limits_;
  Analyzer& analyzer_;
  std::size_t at_ = 0;
  std::size_t terms_ = 0;
  std::size_t phrases_ = 0;
  std::size_t wildcards_ = 0;
  bool has_operators_ = false;
};

}  // namespace

bool Word::is_stop() const {
  const bool parts_stop = std::all_of(parts.begin(), parts.end(), [](const Token& token) { return token.stop; });
  return parts_stop && (joined.empty() || joined.front().stop);
}

ParsedQuery parse_query(std::string_view text, bool typing, Analyzer& analyzer) {
  return Parser(text, typing, kQueryLimits, analyzer).query();
}

ParsedQuery parse_prose(std::string_view text, bool typing, Analyzer& analyzer) {
  return Parser(text, typing, kProseLimits, analyzer).prose();
}

}  // namespace paperdex
