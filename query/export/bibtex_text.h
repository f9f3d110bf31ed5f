// Text as the value of a BibTeX field.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace paperdex {

inline constexpr std::size_t kMaxFormulaBytes = 4096;

// The text as TeX, such that its braces are balanced as BibTeX counts them, whatever the text is:
//
//   50% of R&D, _a_, #1        50\% of R\&D, \_a\_, \#1
//   $5, $HOME, ~, ^, \         \$5, \textdollar{}HOME, \~{}, \^{}, \textbackslash{}
//   {a}, a lone {              \{a\}, a lone \textbraceleft{}
//   $x_i \in \{0, 1\}$         as it is, and so \(...\), \[...\] and the environments of mathematics
//
// Which dollars hold mathematics is said in data/text/formula.h. A formula that is longer than kMaxFormulaBytes, whose
// braces do not match, or that has a command that reads, writes or defines something, is text like any other; in the
// others '%' and '#' are escaped, and \{ and \} are \lbrace and \rbrace where BibTeX could not match them. UTF-8 stays.
// Pure and thread-safe. Cost: linear.
std::string bibtex_text(std::string_view text);

}  // namespace paperdex
