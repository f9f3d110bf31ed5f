#include <algorithm>
#include <array>

#include "data/text/plain_pass.h"
#include "data/text/tex_tables.h"
#include "data/text/unicode.h"

namespace paperdex {
namespace {

constexpr std::size_t kMaxOptionBytes = 256;  // of [...]

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_one_of(std::string_view characters, char c) {
  return c != '\0' && characters.find(c) != std::string_view::npos;
}
bool is_space(char c) { return is_one_of(" \t\r\n", c); }

std::string_view letters_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_letter(text[end])) ++end;
  return text.substr(std::min(at, text.size()), end - at);
}

// Behind the [...] at `at`, or `at`.
std::size_t option_end(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '[') return at;
  const std::size_t close = text.substr(at, kMaxOptionBytes).find(']');
  return close == std::string_view::npos ? at : at + close + 1;
}

}  // namespace

void PlainPass::command() {
  const char next = at(at_ + 1);
  if (accent()) return;
  if (is_letter(next)) return named_command(letters_at(source_, at_ + 1));
  sign_command(next);
}

void PlainPass::sign_command(char sign) {
  switch (sign) {
    case '(':
    case '[': {
      const std::size_t end = next_.find(sign == '(' ? "\\)" : "\\]", at_ + 2);
      return copy(end == kNone ? 2 : end + 2 - at_);
    }
    case '\\': {
      const char after = at(at_ + 2);
      return after == '\0' || is_space(after) ? replace(2, " ") : copy(2);
    }
    case '$': {
      // A price; any other dollar could begin a formula that was none, unless it is alone.
      const bool is_alone = dollars_ == 1;
      return is_digit(at(at_ + 2)) || is_alone ? replace(2, "$") : copy(2);
    }
    case '%':
    case '&':
    case '#':
    case '_':
    case '{':
    case '}':
      return replace(2, source_.substr(at_ + 1, 1));
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case ',':
    case ';':
    case ':':
      return replace(2, " ");
    case '-':
    case '/':
    case '!':
    case '@':
      return replace(2, "");
    case '<':
    case '\0':
      return copy(1);
    default:
      return copy(static_cast<unsigned char>(sign) < 0x80 ? 2 : 1);
  }
}

void PlainPass::named_command(std::string_view name) {
  const TexCommand found = tex_command(name);
  const std::size_t bytes = 1 + name.size();
  switch (found.kind) {
    case TexKind::kLetter:
      out_ += found.text;
      at_ = skip_spaces(at_ + bytes);
      return;
    case TexKind::kSymbol:
      return replace(bytes, found.text);
    case TexKind::kDeclaration:
    case TexKind::kNothing:
      at_ = skip_spaces(at_ + bytes);
      return;
    case TexKind::kSpace:
      return replace(bytes, " ");
    case TexKind::kStyle:
      if (with_argument(bytes, {}, {})) return;
      break;
    case TexKind::kQuote:
      if (with_argument(bytes, "“", "”")) return;
      break;
    case TexKind::kMath:
      if (with_argument(bytes, "$", "$")) return;
      break;
    case TexKind::kDropped:
      return drop_arguments(bytes);
    case TexKind::kUrl:
      return address(bytes);
    case TexKind::kSecond: {
      const std::size_t first = skip_spaces(at_ + bytes);
      const std::size_t end = at(first) == '{' ? brace_end(first) : kNone;
      if (end != kNone && with_argument(end + 1 - at_, {}, {})) return;
      break;
    }
    case TexKind::kEnvironment:
      return environment(name == "begin", bytes);
    case TexKind::kUnknown:
      break;
  }
  unknown_command(bytes);
}

// Reads "\name{" or "\name {", whose group then is between `opening` and `closing`.
bool PlainPass::with_argument(std::size_t bytes, std::string_view opening, std::string_view closing) {
  const std::size_t brace = skip_spaces(at_ + bytes);
  if (at(brace) != '{' || brace_end(brace) == kNone) return false;
  open_group(brace, closing, false);
  replace(brace + 1 - at_, opening);
  return true;
}

void PlainPass::unknown_command(std::size_t bytes) {
  std::size_t end = at_ + bytes;
  if (at(end) == '*') ++end;
  end = option_end(source_, end);
  const std::size_t brace = skip_spaces(end);
  const bool has_argument = at(brace) == '{' && brace_end(brace) != kNone;
  if (has_argument) open_group(brace, "}", true);
  copy((has_argument ? brace + 1 : end) - at_);
}

void PlainPass::drop_arguments(std::size_t bytes) {
  std::size_t end = at_ + bytes;
  if (at(end) == '*') ++end;
  for (std::size_t option = option_end(source_, end); option != end; option = option_end(source_, end)) end = option;
  end = skip_spaces(end);
  const std::size_t close = at(end) == '{' ? brace_end(end) : kNone;
  if (close == kNone) return unknown_command(bytes);
  at_ = close + 1;
  // "as in~\cite{x}." leaves no space before the full stop, "as in~\cite{x} and" not two.
  const bool is_apart = at_ >= source_.size() || is_one_of(" \t\r\n.,;:)]", at(at_));
  while (is_apart && !out_.empty() && is_space(out_.back())) out_.pop_back();
}

// \url{...}: characters that TeX wants escaped are themselves.
void PlainPass::address(std::size_t bytes) {
  const std::size_t brace = skip_spaces(at_ + bytes);
  const std::size_t end = at(brace) == '{' ? brace_end(brace) : kNone;
  if (end == kNone) return unknown_command(bytes);
  for (std::size_t i = brace + 1; i < end; ++i) {
    if (source_[i] == '\\' && is_one_of("_%#&~$", at(i + 1))) ++i;
    out_ += source_[i];
    if (source_[i] == '~' && source_.substr(i + 1).starts_with("{}")) i += 2;
  }
  at_ = end + 1;
}

void PlainPass::environment(bool is_begin, std::size_t bytes) {
  constexpr std::size_t kMaxNameBytes = 32;
  const std::size_t begin = at_ + bytes + 1;
  const std::size_t close = source_.substr(0, begin + kMaxNameBytes).find('}', begin);
  if (at(begin - 1) != '{' || close == kNone) return unknown_command(bytes);
  const std::string_view name = source_.substr(begin, close - begin);
  if (is_begin && is_math_environment(name)) {
    const std::string last = "\\end{" + std::string(name) + '}';
    const std::size_t end = next_.find(last, close);
    if (end != kNone) return copy(end + last.size() - at_);
  }
  if (is_layout_environment(name)) return replace(close + 1 - at_, " ");
  copy(close + 1 - at_);
}

// --- Accents ---------------------------------------------------------------------------------------------------------

PlainPass::Accent PlainPass::accent_at(std::size_t place) const {
  if (at(place) != '\\') return {};
  const char name = at(place + 1);
  const char32_t mark = name == '\0' ? 0 : tex_accent(name);
  if (mark == 0) return {};
  if (!is_letter(name)) return {mark, 2, false};
  const char after = at(place + 2);
  // "\d x" is more often a regular expression.
  const bool may_stand_apart = !is_one_of("bdt", name);
  const bool is_accent = after == '{' || (may_stand_apart && (after == '\\' || is_space(after)));
  return is_accent ? Accent{mark, 2, true} : Accent{};
}

PlainPass::AccentedLetter PlainPass::accented_letter(std::size_t place) const {
  constexpr int kMaxAccents = 4;
  AccentedLetter accented;
  for (int i = 0; i < kMaxAccents; ++i) {
    const Accent accent = accent_at(place);
    if (accent.mark == 0) break;
    std::string mark;
    append_utf8(mark, accent.mark);
    accented.marks.insert(0, mark);
    place = skip_spaces(place + accent.bytes);
    if (at(place) != '{') continue;
    accented.braces.push_back(place);
    place = skip_spaces(place + 1);
  }
  accented.end = place;
  if (at(place) == '\\') {
    const std::string_view name = letters_at(source_, place + 1);
    const TexCommand letter = tex_command(name);
    if (letter.kind != TexKind::kLetter) return accented;
    accented.letter = name == "i" ? "i" : letter.text;
    accented.end = place + 1 + name.size();
    // The space ends the command, if nothing else does.
    if (accented.braces.empty()) accented.end = skip_spaces(accented.end);
  } else if (place < source_.size()) {
    std::size_t end = place;
    const char32_t letter = next_code_point(source_, end);
    if (!is_word_character(letter) || is_digit(source_[place])) return accented;
    accented.letter = source_.substr(place, end - place);
    accented.end = end;
  }
  return accented;
}

// Reads the accents at at_ with their letter; false when what stands there is none.
bool PlainPass::accent() {
  const Accent first = accent_at(at_);
  if (first.mark == 0) return false;
  if (is_escaped_apostrophe()) {
    replace(2, "'");
    return true;
  }
  AccentedLetter accented = accented_letter(at_);
  const auto is_unclosed = [this](std::size_t brace) { return brace_end(brace) == kNone; };
  if (std::any_of(accented.braces.begin(), accented.braces.end(), is_unclosed)) return false;
  if (accented.letter.empty()) return accent_without_letter(accented);
  std::string composed;
  append_composed(composed, accented.letter + accented.marks);
  const bool is_braced = at_ > 0 && source_[at_ - 1] == '{' && at(accented.end) == '}';  // {\~ Z}
  if (accented.braces.empty() && !is_braced) {
    // Without braces a backslash may be something else: only letters that exist are taken.
    std::size_t end = 0;
    next_code_point(composed, end);
    const bool is_quote = at(at_ + 1) == '"' && !is_one_of("aeiouyAEIOUY", accented.letter[0]);
    if (end != composed.size() || (is_quote && accented.letter.size() == 1)) return false;
    if (at(at_ + 1) == '~' && ((at_ > 0 && source_[at_ - 1] == '/') || in_address())) {
      replace(2, "~");
      return true;
    }
  }
  out_ += composed;
  at_ = accented.end;
  for (; !accented.braces.empty(); accented.braces.pop_back()) {
    const std::size_t brace = accented.braces.back();
    if (brace_end(brace) == at_) {
      ++at_;
    } else {
      // "\'{ab}": the outer groups end later too.
      for (const std::size_t outer : accented.braces) open_group(outer, {}, false);
      break;
    }
  }
  return true;
}

// \~{} is how a tilde is written, \^{} a circumflex; other accents on nothing stay.
bool PlainPass::accent_without_letter(const AccentedLetter& accented) {
  if (accented.braces.size() != 1 || at(accented.end) != '}') return false;
  const char sign = at(at_ + 1);
  const bool is_sign = is_one_of("~^", sign);
  if (is_sign) {
    replace(accented.end + 1 - at_, std::string_view(&sign, 1));
  } else {
    copy(accented.end + 1 - at_);
  }
  return true;
}

// "it\'s", "we\'re": escaped as in programs' strings.
bool PlainPass::is_escaped_apostrophe() const {
  if (at(at_ + 1) != '\'' || at_ == 0 || !is_letter(source_[at_ - 1])) return false;
  const std::string_view ending = letters_at(source_, at_ + 2);
  constexpr std::array<std::string_view, 7> kEndings{"s", "t", "d", "m", "re", "ll", "ve"};
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

}  // namespace paperdex
