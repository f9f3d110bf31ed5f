#include "data/text/plain_pass.h"

#include <algorithm>
#include <array>

#include "data/text/formula.h"
#include "data/text/tex_tables.h"

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::uint32_t kUnmatched = UINT32_MAX;

bool is_space(char c) { return c != '\0' && kSpace.find(c) != std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }
bool is_one_of(std::string_view characters, char c) {
  return c != '\0' && characters.find(c) != std::string_view::npos;
}

constexpr auto kIsPlain = [] {
  std::array<bool, 256> plain{};
  plain.fill(true);
  for (const char c : std::string_view("\\<&{}$~`'-")) plain[static_cast<unsigned char>(c)] = false;
  return plain;
}();

// The content of braces that belong to the text: {0,1}, {x_1, ..., x_n}. Items have one letter at most, and
// one as an index.
bool is_set(std::string_view content) {
  constexpr std::size_t kMaxSetBytes = 64;
  if (content.size() > kMaxSetBytes || content.find(',') == std::string_view::npos) return false;
  while (!content.empty()) {
    std::string_view item = content.substr(0, content.find(','));
    content.remove_prefix(std::min(item.size() + 1, content.size()));
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (item.empty() || item.find_first_of(" \\{}$<&~`") != std::string_view::npos) return false;
    const int max_letters = item.find_first_of("_^") == std::string_view::npos ? 1 : 2;
    if (std::count_if(item.begin(), item.end(), is_letter) > max_letters) return false;
  }
  return true;
}

}  // namespace

std::string PlainPass::run() {
  out_.reserve(source_.size());
  dollars_ = std::count(source_.begin(), source_.end(), '$');
  while (at_ < source_.size()) {
    std::size_t end = at_;
    while (end < source_.size() && kIsPlain[static_cast<unsigned char>(source_[end])]) ++end;
    copy(end - at_);
    if (at_ < source_.size()) step();
  }
  return std::move(out_);
}

std::size_t PlainPass::skip_spaces(std::size_t place) const {
  while (is_space(at(place))) ++place;
  return place;
}

void PlainPass::copy(std::size_t bytes) {
  out_.append(source_, at_, bytes);
  at_ += bytes;
}

void PlainPass::replace(std::size_t bytes, std::string_view text) {
  out_ += text;
  at_ += bytes;
}

void PlainPass::step() {
  switch (source_[at_]) {
    case '\\':
      return command();
    case '<':
      return angle();
    case '&':
      return entity();
    case '{':
      return open_brace();
    case '}':
      return close_brace();
    case '$':
      return dollar();
    case '~':
      return tie();
    case '`':
      return backquotes();
    case '\'':
      return quotes();
    default:
      return dashes();
  }
}

void PlainPass::dollar() {
  const std::size_t end = formula_end(source_, at_);
  if (end > at_) return copy(end - at_);
  copy(at(at_ + 1) == '$' ? 2 : 1);
}

// --- Braces ----------------------------------------------------------------------------------------------------------

std::size_t PlainPass::brace_end(std::size_t brace) {
  if (brace_ends_.empty()) {
    brace_ends_.assign(source_.size(), kUnmatched);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < source_.size(); ++i) {
      if (source_[i] == '\\') {
        ++i;
      } else if (source_[i] == '{') {
        open.push_back(i);
      } else if (source_[i] == '}' && !open.empty()) {
        brace_ends_[open.back()] = static_cast<std::uint32_t>(i);
        open.pop_back();
      }
    }
  }
  return brace_ends_[brace] == kUnmatched ? kNone : brace_ends_[brace];
}

void PlainPass::open_brace() {
  const std::size_t end = brace_end(at_);
  if (end == kNone) return copy(1);
  if (is_set(source_.substr(at_ + 1, end - at_ - 1))) return copy(end + 1 - at_);
  // Without its braces "10^{15}Msun" could not be read.
  if ((at_ > 0 && is_one_of("^_", source_[at_ - 1])) || follows_broken_command()) {
    open_group(at_, "}", false);
    return copy(1);
  }
  open_group(at_, {}, false);
  ++at_;
}

// "emph{x}" and "extbf{x}": something took the backslash, or "\\t" for a tab.
bool PlainPass::follows_broken_command() const {
  constexpr std::size_t kMaxNameBytes = 16;
  std::size_t begin = at_;
  while (begin > 0 && at_ - begin < kMaxNameBytes && is_letter(source_[begin - 1])) --begin;
  const std::string name(source_.substr(begin, at_ - begin));
  const auto takes_argument = [](const std::string& command) {
    const TexKind kind = tex_command(command).kind;
    return kind == TexKind::kStyle || kind == TexKind::kUrl || kind == TexKind::kDropped || kind == TexKind::kSecond;
  };
  return !name.empty() && (takes_argument(name) || takes_argument('t' + name));
}

void PlainPass::open_group(std::size_t brace, std::string_view closing, bool is_argument) {
  groups_.push_back({brace_end(brace), closing, is_argument});
}

void PlainPass::close_brace() {
  // The end of a group may have been passed within a formula.
  while (!groups_.empty() && groups_.back().end < at_) groups_.pop_back();
  if (groups_.empty() || groups_.back().end != at_) return copy(1);
  const Group group = groups_.back();
  groups_.pop_back();
  replace(1, group.closing);
  if (group.is_argument && at(at_) == '{' && brace_end(at_) != kNone) {
    open_group(at_, group.closing, true);
    copy(1);
  }
}

// --- Ties, dashes and quotes -----------------------------------------------------------------------------------------

// Addresses hold '~' and '--' of their own.
bool PlainPass::in_address() {
  if (at_ >= word_end_) {
    const std::size_t space = at_ == 0 ? kNone : source_.find_last_of(kSpace, at_ - 1);
    const std::size_t begin = space == kNone ? 0 : space + 1;
    word_end_ = std::min(source_.find_first_of(kSpace, at_), source_.size());
    const std::string_view word = source_.substr(begin, word_end_ - begin);
    address_ = std::min(word.find("://"), word.find("www."));
    if (address_ != kNone) address_ += begin;
  }
  return address_ < at_;
}

// A space that does not break: "Fig.~3", "A.~Author". Not "about ~5", "10~20", "z~2.5", "example.org/~user".
void PlainPass::tie() {
  const char before = at_ == 0 ? '\0' : source_[at_ - 1];
  const char after = at(at_ + 1);
  const bool is_variable = is_letter(before) && (at_ < 2 || !is_word(source_[at_ - 2]));
  const bool is_number = is_digit(after) && (is_digit(before) || is_variable);
  const bool ties = (is_word(before) || is_one_of(".,;:)]}'\"%$", before)) &&
                    (is_word(after) || is_one_of("\\([{$`", after)) && !is_number;
  if (ties && !in_address()) return replace(1, " ");
  copy(1);
}

void PlainPass::dashes() {
  std::size_t count = 1;
  while (at(at_ + count) == '-') ++count;
  const char before = at_ == 0 ? '\0' : source_[at_ - 1];
  const char after = at(at_ + count);
  const bool is_arrow = before == '<' || before == '!' || after == '>';
  const bool is_option =
      count == 2 && is_letter(after) && (before == '\0' || is_space(before) || is_one_of("([\"'`", before));
  if (count < 2 || count > 3 || is_arrow || is_option || in_address()) return copy(count);
  replace(count, count == 2 ? "–" : "—");
}

// ``so'' only where it closes: code and lists of commands have backquotes of their own.
void PlainPass::backquotes() {
  std::size_t count = 1;
  while (at(at_ + count) == '`') ++count;
  if (count != 2) return copy(count);
  const std::size_t close = next_.find("''", at_);
  const std::size_t straight = next_.find("\"", at_);
  if (std::min(close, straight) >= next_.find("``", at_ + 2)) return copy(2);
  if (close < straight) ++open_quotes_;
  replace(2, "“");
}

void PlainPass::quotes() {
  std::size_t count = 1;
  while (at(at_ + count) == '\'') ++count;
  if (count < 2 || count > 3 || open_quotes_ == 0) return copy(count);
  --open_quotes_;
  copy(count - 2);
  replace(2, "”");
}

}  // namespace paperdex
