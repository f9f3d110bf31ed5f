#include "data/text/html_tags.h"

#include <algorithm>
#include <string>

#include "data/text/entities.h"

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

constexpr std::string_view kInline =
    " a abbr b big cite code del em font i inf ins kbd mark nobr q samp small span strike strong sub sup tt u var "
    "italic bold sc scp roman monospace underline overline sans-serif styled-content named-content ext-link xref uri "
    "email fixed-case inline-graphic ";
constexpr std::string_view kBlock =
    " abstract address article aside blockquote body br caption center dd def-item def-list disp-quote div dl dt "
    "fig figcaption figure footer h1 h2 h3 h4 h5 h6 head header hr html img label li list list-item main nav ol p pre "
    "sec section statement table tbody td tfoot th thead title tr trans-abstract ul ";
// Of those, what stands alone or is often left open.
constexpr std::string_view kOpen = " br hr img p li td th tr dd dt inline-graphic ";
constexpr std::string_view kJatsPrefix = "jats:";
constexpr std::string_view kMathMlPrefix = "mml:";

bool is_space(char c) { return kSpace.find(c) != std::string_view::npos; }
bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ':' || c == '_'; }
bool is_name(char c) { return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool contains(std::string_view words, std::string_view name) {
  return words.find(' ' + std::string(name) + ' ') != std::string_view::npos;
}

TagKind kind_of(std::string_view name) {
  const bool jats = name.starts_with(kJatsPrefix);
  const bool mathml = name.starts_with(kMathMlPrefix);
  if (jats) name.remove_prefix(kJatsPrefix.size());
  if (mathml) name.remove_prefix(kMathMlPrefix.size());
  if (name.empty()) return TagKind::kNone;
  if (name == "math" && !jats) return TagKind::kMathMl;
  if (mathml) return TagKind::kInline;
  if (name == "tex-math") return TagKind::kTex;
  if (name == "inline-formula" || name == "disp-formula" || name == "alternatives") return TagKind::kFormula;
  if (name == "script" || name == "style") return TagKind::kDropped;
  if (contains(kBlock, name)) return TagKind::kBlock;
  return jats || contains(kInline, name) ? TagKind::kInline : TagKind::kNone;
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

// Behind ` name="value"` at `at`; npos when none stands there.
std::size_t attribute_end(std::string_view text, std::size_t at) {
  if (at >= text.size() || !is_name_start(text[at])) return std::string_view::npos;
  while (at < text.size() && is_name(text[at])) ++at;
  at = skip_spaces(text, at);
  if (at >= text.size() || text[at] != '=') return std::string_view::npos;
  at = skip_spaces(text, at + 1);
  if (at >= text.size()) return std::string_view::npos;
  if (text[at] == '"' || text[at] == '\'') {
    const std::size_t close = text.find(text[at], at + 1);
    return close == std::string_view::npos ? close : close + 1;
  }
  const std::size_t end = text.find_first_of(" \t\r\n>\"'<=`", at);
  return end == at ? std::string_view::npos : end;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

bool is_fenced(std::string_view tex) {
  return tex.starts_with("\\(") || tex.starts_with("\\[") || tex.starts_with("\\begin{") ||
         tex.find('$') != std::string_view::npos;
}

// Function application, invisible times, separator and plus.
bool is_invisible_operator(std::string_view text) {
  return text == "\u2061" || text == "\u2062" || text == "\u2063" || text == "\u2064";
}

}  // namespace

Tag tag_at(std::string_view text) {
  text = text.substr(0, kMaxTagBytes);
  Tag tag;
  std::size_t at = 1;
  tag.closing = at < text.size() && text[at] == '/';
  if (tag.closing) ++at;
  while (at < text.size() && is_name(text[at])) tag.name += lower(text[at++]);
  const TagKind kind = kind_of(tag.name);
  if (kind == TagKind::kNone) return {};
  for (;;) {
    const std::size_t end = skip_spaces(text, at);
    if (end >= text.size()) return {};
    if (text[end] == '>' || (!tag.closing && text.substr(end).starts_with("/>"))) {
      tag.whole = text[end] == '/';
      tag.bytes = end + (tag.whole ? 2 : 1);
      tag.kind = kind;
      tag.needs_end = !tag.closing && !tag.whole && !contains(kOpen, tag.name) && !tag.name.starts_with(kJatsPrefix);
      return tag;
    }
    if (end == at || tag.closing) return {};
    at = attribute_end(text, end);
    if (at == std::string_view::npos) return {};
  }
}

std::string formula_of_tex(std::string_view content) {
  content = trim(content);
  constexpr std::string_view kCdata = "<![CDATA[";
  const bool is_cdata = content.starts_with(kCdata) && content.ends_with("]]>");
  if (is_cdata) content = content.substr(kCdata.size(), content.size() - kCdata.size() - 3);
  const std::string decoded = is_cdata ? std::string(content) : decode_entities(content);
  std::string_view tex = decoded;
  constexpr std::string_view kBegin = "\\begin{document}";
  if (const std::size_t begin = tex.find(kBegin); begin != std::string_view::npos) {
    tex.remove_prefix(begin + kBegin.size());
  }
  tex = trim(tex.substr(0, tex.rfind("\\end{document}")));
  if (tex.empty() || is_fenced(tex)) return std::string(tex);
  return '$' + std::string(tex) + '$';
}

std::string formula_of_mathml(std::string_view content) {
  const std::size_t annotation = content.find("annotation ");
  if (annotation != std::string_view::npos) {
    const std::size_t begin = content.find('>', annotation);
    const std::size_t end = content.find("</", std::min(begin, content.size()));
    const bool is_tex = content.substr(annotation, begin - annotation).find("tex\"") != std::string_view::npos;
    if (is_tex && end != std::string_view::npos) return formula_of_tex(content.substr(begin + 1, end - begin - 1));
  }
  std::string text;
  for (std::size_t at = 0; at < content.size();) {
    const std::size_t open = std::min(content.find('<', at), content.size());
    const std::string piece = decode_entities(trim(content.substr(at, open - at)));
    if (!is_invisible_operator(piece)) text += piece;
    at = std::min(content.find('>', open), content.size() - 1) + 1;
  }
  return text;
}

}  // namespace paperdex
