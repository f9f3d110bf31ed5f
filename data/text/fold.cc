#include "data/text/fold.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "data/text/entities.h"
#include "data/text/unicode.h"

namespace paperdex {
namespace {

constexpr std::size_t kMaxTagBytes = 256;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Spelling {
  std::string_view name;
  std::string_view text;
};

template <std::size_t N>
const std::string_view* find_spelling(const std::array<Spelling, N>& table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Spelling& s) { return s.name == name; });
  return found == table.end() ? nullptr : &found->text;
}

// TeX's letters, and the commands that stand for one.
constexpr std::array<Spelling, 17> kTexLetters{{{"ss", "ss"},
                                                {"ae", "ae"},
                                                {"AE", "AE"},
                                                {"oe", "oe"},
                                                {"OE", "OE"},
                                                {"o", "o"},
                                                {"O", "O"},
                                                {"l", "l"},
                                                {"L", "L"},
                                                {"i", "i"},
                                                {"j", "j"},
                                                {"aa", "a"},
                                                {"AA", "A"},
                                                {"dh", "d"},
                                                {"th", "th"},
                                                {"dj", "d"},
                                                {"ell", "l"}}};

constexpr std::array<std::string_view, 24> kGreek{
    "alpha", "beta", "gamma",   "delta", "epsilon", "zeta",  "eta", "theta",   "iota", "kappa", "lambda", "mu",
    "nu",    "xi",   "omicron", "pi",    "rho",     "sigma", "tau", "upsilon", "phi",  "chi",   "psi",    "omega"};

// Accents that are letters take an argument: \H{o}, \c c.
constexpr std::string_view kLetterAccents = "HcvukrdbtC";
constexpr std::string_view kSignAccents = "'`\"^~=.";

constexpr std::array<std::string_view, 14> kDroppedArguments{"cite",   "citep", "citet",        "ref",         "eqref",
                                                             "label",  "begin", "end",          "url",         "vspace",
                                                             "hspace", "cref",  "footnotemark", "bibliography"};
// Commands that change how their argument looks and stand inside words.
constexpr std::array<std::string_view, 20> kStyles{
    "emph", "text",   "mbox",   "rm",      "it",     "bf",     "tt",     "sc",     "em",     "sf",
    "cal",  "mathrm", "mathbf", "mathcal", "mathbb", "mathsf", "mathit", "textbf", "textit", "ensuremath"};
constexpr std::array<std::string_view, 12> kInlineTags{"sub",  "sup", "i",  "b",   "em",  "strong",
                                                       "span", "u",   "tt", "inf", "scp", "a"};
constexpr std::array<std::string_view, 18> kBlockTags{"p",     "br",  "div",      "ul",    "ol", "li",
                                                      "h1",    "h2",  "h3",       "h4",    "h5", "h6",
                                                      "title", "sec", "abstract", "table", "tr", "td"};
template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// The name of a Greek letter, for \beta and for β alike, or "".
std::string_view greek_name(std::string_view command) {
  if (command.starts_with("var")) command.remove_prefix(3);
  for (const std::string_view name : kGreek) {
    if (command.size() == name.size() && command.substr(1) == name.substr(1) &&
        (command[0] == name[0] || command[0] == name[0] - 'a' + 'A')) {
      return name;
    }
  }
  return {};
}

bool is_greek(char32_t c) { return (c >= 0x391 && c <= 0x3A9) || (c >= 0x3B1 && c <= 0x3C9); }

// Accented ones too.
bool is_greek_script(char32_t c) { return (c >= 0x370 && c <= 0x3FF) || (c >= 0x1F00 && c <= 0x1FFF); }

std::string_view greek_name(char32_t c) {
  std::size_t index = c >= 0x3B1 ? c - 0x3B1 : c - 0x391;
  if (index == 17) return "sigma";  // final sigma
  if (index > 17) --index;
  return kGreek[index];
}

struct Tag {
  std::size_t bytes = 0;  // 0: no tag stands there
  bool block = false;
};

// The tag at the front of `text`, which starts with '<'. Only known ones: "a <b and c> d" is not markup.
Tag tag_at(std::string_view text) {
  std::size_t at = 1;
  if (at < text.size() && text[at] == '/') ++at;
  std::string name;
  while (at < text.size() && (is_letter(text[at]) || is_digit(text[at]) || text[at] == ':' || text[at] == '-')) {
    append_lower(name, static_cast<unsigned char>(text[at++]));
  }
  const bool prefixed = name.starts_with("jats:") || name.starts_with("mml:");
  if (prefixed) name.erase(0, name.find(':') + 1);
  const bool block = contains(kBlockTags, name);
  if (name.empty() || !(prefixed || block || contains(kInlineTags, name))) return {};
  if (at < text.size() && text[at] != '>' && text[at] != ' ' && text[at] != '/') return {};
  const std::size_t close = text.substr(0, kMaxTagBytes).find('>', at);
  if (close == std::string_view::npos) return {};
  return {close + 1, block};
}

// "(cid:173)" is what OCR makes of a glyph without a name; 173 is the soft hyphen.
std::size_t cid_bytes(std::string_view text) {
  if (!text.starts_with("(cid:")) return 0;
  std::size_t at = 5;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at > 5 && at < text.size() && text[at] == ')' ? at + 1 : 0;
}

// ASCII that folds to itself whatever follows it.
constexpr auto kIsPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0; c < 128; ++c)
    plain[c] = std::string_view("\\${}~<&-(\n\t\r").find(static_cast<char>(c)) == std::string_view::npos;
  return plain;
}();

class Folder {
 public:
  Folder(std::string_view source, Folded& out) : source_(source), out_(out) {}

  void run() {
    while (at_ < source_.size()) {
      copy_plain();
      if (at_ < source_.size()) step();
    }
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }
  std::string_view rest() const { return source_.substr(at_); }

  // Writes `text` as what the next `bytes` of the source stand for, and moves behind them.
  void emit(std::string_view text, std::size_t bytes) {
    out_.text.append(text);
    out_.begin.resize(out_.text.size(), static_cast<std::uint32_t>(at_));
    at_ += bytes;
    out_.end.resize(out_.text.size(), static_cast<std::uint32_t>(at_));
  }
  // Most text is what it is: copied in runs.
  void copy_plain() {
    std::size_t end = at_;
    while (end < source_.size() && is_plain(end)) ++end;
    const std::size_t first = out_.text.size();
    out_.text.append(source_, at_, end - at_);
    out_.begin.resize(out_.text.size());
    out_.end.resize(out_.text.size());
    for (std::size_t i = 0; i < end - at_; ++i) {
      out_.begin[first + i] = static_cast<std::uint32_t>(at_ + i);
      out_.end[first + i] = static_cast<std::uint32_t>(at_ + i + 1);
    }
    at_ = end;
  }

  bool is_plain(std::size_t at) const {
    const char c = source_[at];
    if (c == '-') return at + 1 >= source_.size() || source_[at + 1] != '-';
    if (c == '(') return source_[at + 1 < source_.size() ? at + 1 : at] != 'c';
    return kIsPlain[static_cast<unsigned char>(c)];
  }

  void skip_spaces() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r') emit("", 1);
  }

  void step() {
    const char c = peek();
    switch (c) {
      case '\\':
        return command();
      case '$':
      case '{':
      case '}':
        return emit("", 1);
      case '~':
      case '\n':
      case '\t':
      case '\r':
        return emit(" ", 1);
      case '-':
        return hyphens();
      case '<':
        return tag();
      case '&':
        return entity();
      case '(':
        return cid();
      default:
        break;
    }
    if (static_cast<unsigned char>(c) < 0x80) return emit({&source_[at_], 1}, 1);
    unicode();
  }

  void hyphens() {
    std::size_t count = 1;
    while (peek(count) == '-') ++count;
    emit(count >= 3 ? " " : "-", count);
  }

  void tag() {
    const Tag found = tag_at(rest());
    if (found.bytes == 0) return emit("<", 1);
    emit(found.block ? " " : "", found.bytes);
  }

  void entity() {
    const Entity found = entity_at(rest());
    if (found.bytes == 0) return emit("&", 1);
    code_point(found.code_point, found.bytes);
  }

  void cid() {
    const std::size_t bytes = cid_bytes(rest());
    if (bytes == 0) return emit("(", 1);
    const bool soft_hyphen = rest().starts_with("(cid:173)");
    emit(soft_hyphen ? "" : " ", bytes);
    if (soft_hyphen) skip_spaces();
  }

  void unicode() {
    std::size_t next = at_;
    const char32_t c = next_code_point(source_, next);
    code_point(c, next - at_);
  }

  // One that the next `bytes` of the source stand for.
  void code_point(char32_t c, std::size_t bytes) {
    switch (c) {
      case 0xAD:  // soft hyphen
        emit("", bytes);
        return skip_spaces();
      case 0x200B:
      case 0x200C:
      case 0x200D:
      case 0x2060:
      case 0xFEFF:
        return emit("", bytes);
      case 0x2010:  // hyphens, and the dashes and minus used as such
      case 0x2011:
      case 0x2012:
      case 0x2013:
      case 0x2212:
        return emit("-", bytes);
      case 0x2018:
      case 0x2019:
      case 0x02BC:
        return emit("'", bytes);
      case 0x2122:  // the sign of a trade mark is no part of its word
      case 0xFFFD:
        return emit(" ", bytes);
      default:
        break;
    }
    if (is_greek(c) && !greek_neighbour(at_ + bytes)) return emit(greek_name(c), bytes);
    std::string folded;
    append_folded(folded, c);
    emit(folded, bytes);
  }

  // Greek words stay as they are; a single Greek letter is a symbol and takes its name.
  bool greek_neighbour(std::size_t next) const {
    if (next < source_.size() && is_greek_script(next_code_point(source_, next))) return true;
    if (at_ < 2) return false;
    std::size_t before = at_ - 2;
    return is_greek_script(next_code_point(source_, before));
  }

  void command() {
    const char next = peek(1);
    if (next == '\0') return emit(" ", 1);
    if (!is_letter(next)) return sign_command(next);
    std::size_t length = 1;
    while (is_letter(peek(1 + length))) ++length;
    named_command(source_.substr(at_ + 1, length), 1 + length);
  }

  void sign_command(char sign) {
    if (kSignAccents.find(sign) != std::string_view::npos) return accent(2);
    if (std::strchr("%&$#_{}", sign) != nullptr) return emit({&source_[at_ + 1], 1}, 2);
    if (sign == '-' || sign == '/') return emit("", 2);
    emit(" ", static_cast<unsigned char>(sign) < 0x80 ? 2 : 1);
  }

  // Drops an accent of `bytes`, and a brace or a dotless \i after it, so that its letter joins the word.
  void accent(std::size_t bytes) {
    emit("", bytes);
    if (is_letter(source_[at_ - 1])) skip_spaces();
    if (peek() == '{') emit("", 1);
    if (peek() == '\\' && (peek(1) == 'i' || peek(1) == 'j') && !is_letter(peek(2))) {
      emit({&source_[at_ + 1], 1}, 2);
      skip_spaces();
    }
  }

  void named_command(std::string_view name, std::size_t bytes) {
    if (name.size() == 1 && kLetterAccents.find(name[0]) != std::string_view::npos &&
        (peek(bytes) == '{' || peek(bytes) == ' ')) {
      return accent(bytes);
    }
    if (const std::string_view* letters = find_spelling(kTexLetters, name)) {
      emit(*letters, bytes);
      // "\o stergaard": the space only ends the command.
      if (peek() == ' ' && name != "ell") emit("", 1);
      return;
    }
    if (const std::string_view greek = greek_name(name); !greek.empty()) return emit(greek, bytes);
    if (contains(kDroppedArguments, name)) return drop_arguments(bytes);
    emit(contains(kStyles, name) ? "" : " ", bytes);
  }

  void drop_arguments(std::size_t bytes) {
    std::size_t end = at_ + bytes;
    while (end < source_.size() && (source_[end] == '{' || source_[end] == '[')) {
      const std::size_t close = source_.find(source_[end] == '{' ? '}' : ']', end);
      if (close == std::string_view::npos) break;
      end = close + 1;
    }
    emit(" ", end - at_);
  }

  std::string_view source_;
  Folded& out_;
  std::size_t at_ = 0;
};

}  // namespace

void Folded::clear() {
  text.clear();
  begin.clear();
  end.clear();
}

void fold(std::string_view source, Folded& out) {
  out.clear();
  out.text.reserve(source.size());
  out.begin.reserve(source.size());
  out.end.reserve(source.size());
  Folder(source, out).run();
}

}  // namespace paperdex
