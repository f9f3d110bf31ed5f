#include "data/text/markup.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>

#include "tests/data/random_text.h"

namespace paperdex {
namespace {

constexpr const char* kPieces[] = {"a", " ", "$",     "$$", "\\",     "\\(", "\\)", "\\[", "\\]",    "<b>", "</b>",
                                   "<", ">", "&amp;", "&",  "\\emph", "{",   "}",   "5",   "\u00e9", "\xff"};

TEST(Markup, FindsTheMarkupThatHighlightsKeepOutOf) {
  constexpr std::pair<const char*, const char*> kCases[] = {
      {"no markup, 5 < 6 & 7", ""},
      {"a $x_1$ b", "$x_1$"},
      {"a $$x$$ b", "$$x$$"},
      {"cost of $5", ""},
      {"$5 for slots and $6 for attention", ""},
      {"$HOME or $PATH", ""},
      {"a $x \\$ y$ b", "$x \\$ y$"},
      {"\\(x\\) and \\[y\\]", "\\(x\\)|\\[y\\]"},
      {"\\emph{x} \\'e", "\\emph|\\'"},
      {"<b>x</b> <q", ""},
      {"R&amp;D", ""},
  };
  for (const auto& [source, expected] : kCases) {
    std::string spans;
    for (const Span& span : markup_spans(source)) {
      if (!spans.empty()) spans += '|';
      spans += std::string(source).substr(span.begin, span.end - span.begin);
    }
    EXPECT_EQ(spans, expected) << source;
  }
}

TEST(Markup, GivesMarkupInOrderWithoutOverlaps) {
  std::mt19937 random(6);
  for (int round = 0; round < 5000; ++round) {
    const std::string source = random_text(kPieces, random, random() % 30);
    std::uint32_t before = 0;
    for (const Span& span : markup_spans(source)) {
      ASSERT_LE(before, span.begin) << source;
      ASSERT_LT(span.begin, span.end) << source;
      ASSERT_LE(span.end, source.size()) << source;
      before = span.end;
    }
  }
}

}  // namespace
}  // namespace paperdex
