// Elements of HTML, JATS and MathML in running text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace paperdex {

enum class TagKind {
  kNone,     // no tag, or one of an element that is not known here
  kInline,   // i, sub, jats:italic
  kBlock,    // p, br, jats:title
  kDropped,  // script, style: with content
  kFormula,  // inline-formula, disp-formula, alternatives: may hold one formula in two notations
  kTex,      // tex-math
  kMathMl,   // mml:math
};

struct Tag {
  TagKind kind = TagKind::kNone;
  std::size_t bytes = 0;
  std::string name;  // in lower case, with its prefix: "jats:p"
  bool closing = false;
  bool whole = false;      // <br/>
  bool needs_end = false;  // a lone <title> or <i> in a text is no markup
};

inline constexpr std::size_t kMaxTagBytes = 2048;

// The tag at the front of `text`, which starts with '<'. Attributes must have values, so that "a <b and c> d" has no
// tag. Thread-safe. Cost: the tag's length.
Tag tag_at(std::string_view text);

// The TeX of a <tex-math> element's content as a formula within dollars: without the preamble that JATS has there, and
// not doubled where it has its own fences. "" when there is none.
std::string formula_of_tex(std::string_view content);

// The same for a <mml:math> element's content: the TeX that it carries as an annotation, else its text.
std::string formula_of_mathml(std::string_view content);

}  // namespace paperdex
