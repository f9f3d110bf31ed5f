// What LaTeX's commands outside mathematics stand for. Functions are thread-safe.
#pragma once

#include <string_view>

namespace paperdex {

// The combining mark of an accent command: ' ` " ^ ~ = . and H c k v u r d b t; 0 for any other.
char32_t tex_accent(char name);

enum class TexKind {
  kUnknown,
  kLetter,       // \ss: `text`, and the space that ends the command is none
  kSymbol,       // \ldots: `text`
  kStyle,        // \emph{x}: x
  kDeclaration,  // {\em x}: x
  kNothing,      // \noindent
  kSpace,        // \quad
  kDropped,      // \label{x}, \cite[p.~3]{x}: nothing
  kUrl,          // \url{x}: x as it is
  kSecond,       // \href{x}{y}: y
  kMath,         // \ensuremath{x}: $x$
  kQuote,        // \enquote{x}: x in quotation marks
  kEnvironment,  // \begin{x}, \end{x}
};

struct TexCommand {
  TexKind kind = TexKind::kUnknown;
  std::string_view text;
};

// `name` without the backslash, of ASCII letters.
TexCommand tex_command(std::string_view name);

// Environments that hold mathematics, with and without a star, and those that only lay text out.
bool is_math_environment(std::string_view name);
bool is_layout_environment(std::string_view name);

}  // namespace paperdex
