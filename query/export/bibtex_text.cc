#include "query/export/bibtex_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "data/text/formula.h"
#include "data/text/tex_tables.h"
#include "query/export/export_text.h"

namespace paperdex {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Which braces of the text have their partner, when every brace counts, as for BibTeX.
std::vector<bool> matched_braces(std::string_view text) {
  std::vector<bool> is_matched(text.size());
  std::vector<std::size_t> open;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '{') open.push_back(at);
    if (text[at] != '}' || open.empty()) continue;
    is_matched[at] = is_matched[open.back()] = true;
    open.pop_back();
  }
  return is_matched;
}

// The end of what begins with `opening` at `at`, or `at`: also when it opens again before, so that a text of openings
// is not read to its end for each.
std::size_t end_of(std::string_view text, std::size_t at, std::string_view opening, std::string_view closing) {
  std::string_view rest = text.substr(at, kMaxFormulaBytes);
  if (!rest.starts_with(opening)) return at;
  rest = rest.substr(0, rest.find(opening, opening.size()));
  const std::size_t close = rest.find(closing, opening.size());
  return close == std::string_view::npos ? at : at + close + closing.size();
}

std::size_t environment_end(std::string_view text, std::size_t at) {
  constexpr std::string_view kBegin = "\\begin{";
  constexpr std::size_t kMaxNameBytes = 32;
  if (!text.substr(at).starts_with(kBegin)) return at;
  const std::string_view rest = text.substr(at + kBegin.size(), kMaxNameBytes);
  const std::string_view name = rest.substr(0, rest.find('}'));
  if (name.size() == rest.size() || !is_math_environment(name)) return at;
  const std::string braced = '{' + std::string(name) + '}';
  return end_of(text, at, "\\begin" + braced, "\\end" + braced);
}

// The end of the mathematics at `at`, or `at`.
std::size_t mathematics_end(std::string_view text, std::size_t at) {
  if (text[at] == '$') {
    const std::size_t end = formula_end(text, at);
    return end - at <= kMaxFormulaBytes ? end : at;
  }
  if (text[at] != '\\') return at;
  const std::size_t inline_end = end_of(text, at, "\\(", "\\)");
  if (inline_end > at) return inline_end;
  const std::size_t display_end = end_of(text, at, "\\[", "\\]");
  return display_end > at ? display_end : environment_end(text, at);
}

// Whoever typesets the file should not run what a stranger's abstract says.
bool is_harmful(std::string_view command) {
  static constexpr std::array kHarmful = {"catcode",
                                          "closein",
                                          "closeout",
                                          "csname",
                                          "def",
                                          "directlua",
                                          "edef",
                                          "endcsname",
                                          "endlinechar",
                                          "endinput",
                                          "expandafter",
                                          "futurelet",
                                          "gdef",
                                          "immediate",
                                          "include",
                                          "includegraphics",
                                          "input",
                                          "InputIfFileExists",
                                          "jobname",
                                          "latelua",
                                          "let",
                                          "loop",
                                          "lstinputlisting",
                                          "luaexec",
                                          "luadirect",
                                          "makeatletter",
                                          "newcommand",
                                          "newread",
                                          "newwrite",
                                          "openin",
                                          "openout",
                                          "output",
                                          "pdfobj",
                                          "providecommand",
                                          "read",
                                          "readline",
                                          "renewcommand",
                                          "repeat",
                                          "scantokens",
                                          "ShellEscape",
                                          "special",
                                          "uccode",
                                          "lccode",
                                          "usepackage",
                                          "verbatiminput",
                                          "write",
                                          "xdef"};
  return std::any_of(kHarmful.begin(), kHarmful.end(), [&](const char* harmful) { return command == harmful; });
}

// Braces as TeX counts them, and no command but those that typeset.
bool is_sound(std::string_view formula) {
  if (formula.find("^^") != std::string_view::npos) return false;  // TeX's way to write any character
  if (formula.find("{filecontents") != std::string_view::npos) return false;
  int depth = 0;
  for (std::size_t at = 0; at < formula.size(); ++at) {
    if (formula[at] == '{') ++depth;
    if (formula[at] == '}' && --depth < 0) return false;
    if (formula[at] != '\\') continue;
    std::size_t end = ++at;
    while (end < formula.size() && is_letter(formula[end])) ++end;
    if (is_harmful(formula.substr(std::min(at, formula.size()), end - at))) return false;
  }
  return depth == 0;
}

void append_formula(std::string& out, std::string_view formula) {
  // A formula like "\left\{ x \right." is whole for TeX alone.
  const std::vector<bool> is_matched = matched_braces(formula);
  const bool is_balanced = std::all_of(is_matched.begin(), is_matched.end(), [&, at = 0U](bool matched) mutable {
    const char c = formula[at++];
    return matched || (c != '{' && c != '}');
  });
  for (std::size_t at = 0; at < formula.size(); ++at) {
    const char c = formula[at];
    if (c == '%' || c == '#') out += '\\';
    out += c;
    if (c != '\\' || at + 1 == formula.size()) continue;
    const char sign = formula[++at];
    if (!is_balanced && (sign == '{' || sign == '}')) {
      out += sign == '{' ? "lbrace " : "rbrace ";
    } else {
      out += sign;
    }
  }
}

void append_character(std::string& out, std::string_view text, std::size_t at, bool is_matched) {
  const char next = at + 1 < text.size() ? text[at + 1] : '\0';
  switch (text[at]) {
    case '{':
      out += is_matched ? "\\{" : "\\textbraceleft{}";
      return;
    case '}':
      out += is_matched ? "\\}" : "\\textbraceright{}";
      return;
    case '\\':
      out += "\\textbackslash{}";
      return;
    case '$':
      // "\$H" may be the end of a formula to a reader.
      out += is_digit(next) ? "\\$" : "\\textdollar{}";
      return;
    case '~':
      out += "\\~{}";
      return;
    case '^':
      out += "\\^{}";
      return;
    case '%':
    case '&':
    case '#':
    case '_':
      out += '\\';
      [[fallthrough]];
    default:
      out += text[at];
  }
}

}  // namespace

std::string bibtex_text(std::string_view source) {
  const std::string text = one_line(source);
  // What is no mathematics, and the mathematics between, in turn: braces match within the text alone.
  std::string prose;
  std::vector<std::pair<std::size_t, std::string_view>> formulas;  // the place in `prose` before which it stands
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = mathematics_end(text, at);
    const std::string_view formula = std::string_view(text).substr(at, end - at);
    if (!formula.empty() && is_sound(formula)) {
      formulas.emplace_back(prose.size(), formula);
      at = end;
    } else {
      const bool is_escape = text[at] == '\\' && at + 1 < text.size();
      const std::size_t bytes = is_escape || text.compare(at, 2, "$$") == 0 ? 2 : 1;
      prose.append(text, at, bytes);
      at += bytes;
    }
  }
  const std::vector<bool> is_matched = matched_braces(prose);
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  std::size_t next = 0;
  for (std::size_t at = 0; at <= prose.size(); ++at) {
    for (; next < formulas.size() && formulas[next].first == at; ++next) append_formula(out, formulas[next].second);
    if (at == prose.size()) break;
    if (prose.compare(at, 2, "\\$") == 0) {
      out += prose.substr(at++, 2);
    } else {
      append_character(out, prose, at, is_matched[at]);
    }
  }
  return out;
}

}  // namespace paperdex
