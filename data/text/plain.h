// Text as sources write it (LaTeX, HTML, JATS) to text as people read it: the one place where markup becomes text.
//
//   Schr\"odinger, {\v S}afa{\v r}{\'\i}k     Schrödinger, Šafařík
//   \emph{Slots}, {\bf Slots}, {BERT}         Slots, Slots, BERT
//   p.~3--5, ``so''                           p. 3–5, “so”
//   H<sub>2</sub>O, R&amp;D, &amp;lt;         H2O, R&D, <
//   p < 0.05, \unknown{x}, costs $5           as they are
//
// Accents and case are kept (fold.h takes them off, for comparing). Mathematics ($...$, $$...$$, \(...\), \[...\] and
// the environments for it) stays byte for byte, as the page renders it (formula.h tells it from prices); a JATS formula
// becomes $...$ of its TeX, or the text of its MathML. Commands that are not known stay, so that nothing is lost.
#pragma once

#include <string>
#include <string_view>

namespace paperdex {

// Markup may make markup ("&lt;i&gt;"), so the text is read until it no longer changes. A text that still changes then
// is no text, and is returned as it came.
inline constexpr int kMaxPlainRounds = 16;

// Never fails; valid UTF-8 stays valid. Idempotent. Thread-safe. Cost: linear in each round; a text without markup
// takes none, and what sources write takes two or three.
std::string plain_text(std::string_view source);

}  // namespace paperdex
