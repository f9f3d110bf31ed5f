#include "server/api/arxiv_parser.h"

#include <algorithm>
#include <array>

#include "data/date.h"
#include "data/schema.h"
#include "server/api/arxiv_query.h"
#include "server/http_error.h"

namespace paperdex {
namespace {

struct Prefix {
  std::string_view arxiv;
  std::string_view ours;
  bool is_text = true;  // words; else one value
};
constexpr std::array<Prefix, 9> kPrefixes{{
    {"all", ""},
    {"ti", "ti:"},
    {"au", "au:"},
    {"abs", "abs:"},
    {"co", "comment:"},
    {"jr", "journal:"},
    {"rn", "report:"},
    {"cat", "cat:", false},
    {"id", "id:", false},
}};
constexpr const Prefix* kAll = &kPrefixes.front();

bool is_space(char c) { return static_cast<unsigned char>(c) <= ' '; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<ArxivNode> query() {
    std::optional<ArxivNode> root = either(0, kAll);
    if (at_ < text_.size()) fail("there is a ) too many");
    return root;
  }

 private:
  [[noreturn]] void fail(const std::string& what, const char* code = "bad_query") const {
    throw HttpError(400, code, "The search_query cannot be read: " + what + ".", "search_query", static_cast<int>(at_));
  }

  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool at_end() {
    skip_spaces();
    return at_ >= text_.size() || text_[at_] == ')';
  }
  bool at_operator(std::string_view name) {
    skip_spaces();
    const std::size_t end = at_ + name.size();
    return text_.substr(at_).starts_with(name) &&
           (end == text_.size() || is_space(text_[end]) || text_[end] == '(' || text_[end] == ')');
  }
  bool take_operator(std::string_view name) {
    if (!at_operator(name)) return false;
    at_ += name.size();
    return true;
  }

  static ArxivNode joined(ArxivNode::Kind kind, std::vector<ArxivNode> parts) {
    if (parts.size() == 1) return std::move(parts.front());
    ArxivNode node;
    node.kind = kind;
    for (ArxivNode& part : parts) {
      if (part.kind == kind) {  // what is joined alike needs no parentheses
        std::move(part.children.begin(), part.children.end(), std::back_inserter(node.children));
      } else {
        node.children.push_back(std::move(part));
      }
    }
    return node;
  }

  ArxivNode operand(std::optional<ArxivNode> node, const char* name) const {
    if (!node) fail(std::string("something is missing beside ") + name);
    return std::move(*node);
  }

  std::optional<ArxivNode> either(std::size_t depth, const Prefix* field) {
    std::optional<ArxivNode> first = both(depth, field);
    if (!at_operator("OR")) return first;
    std::vector<ArxivNode> parts;
    parts.push_back(operand(std::move(first), "OR"));
    while (take_operator("OR")) parts.push_back(operand(both(depth, field), "OR"));
    return joined(ArxivNode::Kind::kOr, std::move(parts));
  }

  // Parts joined by AND, ANDNOT or nothing, from left to right.
  std::optional<ArxivNode> both(std::size_t depth, const Prefix* field) {
    std::vector<ArxivNode> parts;
    while (!at_end() && !at_operator("OR")) {
      const bool negated = at_operator("ANDNOT");
      const bool joins = negated || at_operator("AND");
      const char* name = negated ? "ANDNOT" : "AND";
      if (joins) {
        if (parts.empty()) fail(std::string("something is missing before ") + name);
        take_operator(name);
        if (at_end() || at_operator("OR") || at_operator("AND") || at_operator("ANDNOT")) {
          fail(std::string("something is missing after ") + name);
        }
      }
      ArxivNode part = item(depth, field);
      if (negated) {
        ArxivNode without;
        without.kind = ArxivNode::Kind::kNot;
        without.children.push_back(std::move(part));
        part = std::move(without);
      }
      parts.push_back(std::move(part));
    }
    if (parts.empty()) return std::nullopt;
    return joined(ArxivNode::Kind::kAnd, std::move(parts));
  }

  ArxivNode item(std::size_t depth, const Prefix* field) {
    if (at_operator("NOT")) fail("write ANDNOT for NOT, or \"NOT\" for the word");
    if (text_[at_] == '(') return group(depth, field);
    if (text_[at_] == '"') return leaf(*field, quoted());
    const std::size_t begin = at_;
    std::size_t end = at_;
    while (end < text_.size() && is_letter(text_[end])) ++end;
    const bool has_prefix = end > begin && end + 1 < text_.size() && text_[end] == ':' && !is_space(text_[end + 1]);
    if (!has_prefix) {
      check_space_after_prefix(begin, end);
      return leaf(*field, word());
    }
    const std::string_view name = text_.substr(begin, end - begin);
    if (name == "submittedDate" || name == "lastUpdatedDate") return dates(name, end + 1);
    field = prefix(name);
    at_ = end + 1;
    if (text_[at_] == '(') return group(depth, field);
    if (text_[at_] == '"') return leaf(*field, quoted());
    return leaf(*field, word());
  }

  const Prefix* prefix(std::string_view name) const {
    for (const Prefix& each : kPrefixes) {
      if (each.arxiv == name) return &each;
    }
    fail("there is no prefix " + std::string(name) +
         ":, only ti, au, abs, co, jr, cat, rn, id, all and submittedDate; put a word with a colon in quotes");
  }

  void check_space_after_prefix(std::size_t begin, std::size_t end) const {
    if (end >= text_.size() || text_[end] != ':') return;
    const std::string_view name = text_.substr(begin, end - begin);
    for (const Prefix& each : kPrefixes) {
      if (each.arxiv == name) fail("write what is asked for right after " + std::string(name) + ":");
    }
  }

  ArxivNode group(std::size_t depth, const Prefix* field) {
    if (depth + 1 > kMaxArxivDepth) {
      fail("its parentheses are nested deeper than " + std::to_string(kMaxArxivDepth), "too_deep");
    }
    ++at_;
    std::optional<ArxivNode> inner = either(depth + 1, field);
    if (at_ >= text_.size()) fail("a ( is not closed");
    ++at_;
    if (!inner) fail("there is nothing between ( and )");
    return std::move(*inner);
  }

  std::string quoted() {
    const std::size_t begin = ++at_;
    at_ = std::min(text_.find('"', begin), text_.size());
    if (at_ == text_.size()) fail("a quote is not closed");
    std::string inside(text_.substr(begin, at_ - begin));
    if (inside.find('*') != std::string::npos) fail("a * cannot stand in quotes");
    ++at_;
    quoted_ = true;
    return inside;
  }

  std::string word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) &&
           std::string_view("()\"").find(text_[at_]) == std::string::npos) {
      ++at_;
    }
    if (at_ == begin) fail("a sign stands where a word is expected");
    quoted_ = false;
    return std::string(text_.substr(begin, at_ - begin));
  }

  // What was just read, in our language.
  ArxivNode leaf(const Prefix& field, std::string value) const {
    ArxivNode node;
    node.text = field.is_text ? text_leaf(field, std::move(value)) : value_leaf(field, std::move(value));
    return node;
  }

  std::string text_leaf(const Prefix& field, std::string value) const {
    // A colon without a prefix of arXiv's before it might make one of ours, and all:NOT an operator.
    const bool is_phrase = quoted_ || value.find('_') != std::string::npos ||
                           (field.ours.empty() && (value.find(':') != std::string::npos || value == "AND" ||
                                                   value == "OR" || value == "NOT"));
    if (!quoted_) check_signs(value, is_phrase);
    if (is_phrase) {
      std::replace(value.begin(), value.end(), '_', ' ');
      return std::string(field.ours) + '"' + value + '"';
    }
    // A - before a word excludes it in our language.
    value.erase(0, std::min(value.find_first_not_of('-'), value.size() - 1));
    return std::string(field.ours) + value;
  }

  void check_signs(std::string_view value, bool is_phrase) const {
    const bool star = value.ends_with('*');
    if (star && (is_phrase || value.size() == 1)) fail("a * can only end a word");
    if (star) value.remove_suffix(1);
    while (!star && value.ends_with('?')) value.remove_suffix(1);  // of a question
    if (value.find_first_of("*?") != std::string_view::npos) fail("a * can only end a word, and there is no ?");
  }

  std::string value_leaf(const Prefix& field, std::string value) const {
    const bool is_category = field.arxiv == "cat";
    if (is_category && value.ends_with(".*")) value.resize(value.size() - 2);
    if (value.find('*') != std::string::npos) {
      fail(is_category ? "a * after cat: stands for a whole archive, as in cat:cs.*" : "a * cannot stand after id:");
    }
    if (value.empty() || std::any_of(value.begin(), value.end(), is_space)) {
      fail("after " + std::string(field.ours) + " comes one value without spaces");
    }
    return std::string(field.ours) + value;
  }

  // [202401010000 TO 202402012359]
  ArxivNode dates(std::string_view name, std::size_t begin) {
    if (name == "lastUpdatedDate") {
      fail("there is no search by lastUpdatedDate here, only sortBy=lastUpdatedDate", "not_supported");
    }
    at_ = begin;
    const std::size_t end = text_.find(']', begin);
    const std::string_view range = text_.substr(begin, end == std::string_view::npos ? 0 : end - begin);
    const std::size_t to = range.find(" TO ");
    if (!range.starts_with('[') || to == std::string_view::npos) {
      fail("a period is written submittedDate:[202401010000 TO 202402012359]");
    }
    const std::string from = day(range.substr(1, to - 1), true);
    const std::string until = day(range.substr(to + 4), false);
    at_ = end + 1;
    ArxivNode node;
    node.text =
        "date:" + (from.empty() && until.empty() ? Date::from_day(first_day()).to_string() : from) + ".." + until;
    return node;
  }

  // The day of YYYY[MM[DD[HHMM[SS]]]]; "" for *.
  std::string day(std::string_view text, bool first) const {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    if (text == "*") return {};
    const bool has_length =
        text.size() == 4 || text.size() == 6 || text.size() == 8 || text.size() == 12 || text.size() == 14;
    std::optional<Date> date;
    if (has_length && std::all_of(text.begin(), text.end(), is_digit)) {
      std::string written(text.substr(0, 4));
      if (text.size() > 4) written.append("-").append(text.substr(4, 2));
      if (text.size() > 6) written.append("-").append(text.substr(6, 2));
      date = Date::parse(written);
      if (text.size() > 8 && (text.substr(8, 2) > "23" || text.substr(10, 2) > "59")) date.reset();
    }
    if (!date) fail(std::string(text) + " is no time such as 202401010000");
    return Date::from_day(first ? date->first_day() : date->last_day()).to_string();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool quoted_ = false;  // what was read last
};

// Clients that encode "a+AND+b", which arXiv's manual has for the address itself, ask for pluses.
std::string without_encoded_pluses(std::string_view text) {
  std::string spaced(text);
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (quoted || text[at] != '+') continue;
    for (const std::string_view name : {"+AND+", "+OR+", "+ANDNOT+"}) {
      if (!text.substr(at).starts_with(name)) continue;
      spaced[at] = spaced[at + name.size() - 1] = ' ';
    }
  }
  return spaced;
}

}  // namespace

std::optional<ArxivNode> parse_arxiv_query(std::string_view text) {
  const std::string spaced = without_encoded_pluses(text);
  return Parser(spaced).query();
}

}  // namespace paperdex
