#include "query/highlight.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "data/text/unicode.h"
#include "tests/data/random_text.h"

namespace paperdex {
namespace {

Marks marks_of(const std::string& words, const std::vector<std::string>& prefixes = {}) {
  Marks marks;
  Analyzer analyzer;
  for (const Token& token : analyzer.analyze(words)) marks.terms.insert(token.term);
  marks.prefixes = prefixes;
  return marks;
}

std::string highlighted(const std::string& text, const Marks& marks) {
  Analyzer analyzer;
  return highlight(text, marks, analyzer);
}

TEST(Highlight, MarksTheWordsThatWereAskedFor) {
  struct Case {
    const char* words;
    const char* text;
    const char* html;
  };
  constexpr Case kCases[] = {
      {"slot", "Slot attention", "<mark>Slot</mark> attention"},
      {"slots", "A slot, slots; SLOTS.", "A <mark>slot</mark>, <mark>slots</mark>; <mark>SLOTS</mark>."},
      {"networks", "Networked networking", "<mark>Networked</mark> <mark>networking</mark>"},
      {"slot", "", ""},
      {"absent", "Slot attention", "Slot attention"},
      {"erdos", "On Erd\u0151s graphs", "On <mark>Erd\u0151s</mark> graphs"},
      {"slow-fast", "SlowFast and slow-fast nets", "<mark>SlowFast</mark> and <mark>slow-fast</mark> nets"},
      {"fast", "SlowFast, slow-fast", "Slow<mark>Fast</mark>, slow-<mark>fast</mark>"},
      {"the of", "the state of", "the state of"},
      // Escaped for HTML.
      {"slot", "a < b & \"slot\" 'x' > y", "a &lt; b &amp; &quot;<mark>slot</mark>&quot; &#39;x&#39; &gt; y"},
      {"script", "<script>alert(1)</script>", "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;"},
      {"b", "<b>slot</b>", "&lt;b&gt;slot&lt;/b&gt;"},
      // Nothing inside formulas, commands, entities and tags.
      {"x", "x in $x_1 + x$ and x", "<mark>x</mark> in $x_1 + x$ and <mark>x</mark>"},
      {"k-means", "$k$-means", "$k$-<mark>means</mark>"},
      {"x", "\\(x\\) and \\[x\\] x", "\\(x\\) and \\[x\\] <mark>x</mark>"},
      {"emph slot", "\\emph{slot}", "\\emph{<mark>slot</mark>}"},
      {"amp r", "R&amp;D amp", "<mark>R</mark>&amp;amp;D <mark>amp</mark>"},
      {"slot", "costs $5 for a slot", "costs $5 for a <mark>slot</mark>"},
      {"slot", "$5 for a slot and $6 for two", "$5 for a <mark>slot</mark> and $6 for two"},
  };
  for (const Case& c : kCases) EXPECT_EQ(highlighted(c.text, marks_of(c.words)), c.html) << c.words << " in " << c.text;
}

TEST(Highlight, MarksTheWordsThatStartSo) {
  EXPECT_EQ(highlighted("slot slow Slope solve", marks_of("", {"slo"})),
            "<mark>slot</mark> <mark>slow</mark> <mark>Slope</mark> solve");
  EXPECT_EQ(highlighted("Sonnet is so", marks_of("", {"s"})), "<mark>Sonnet</mark> is <mark>so</mark>");
}

TEST(Highlight, EscapesEverythingThatHtmlCouldMistake) {
  EXPECT_EQ(escape_html("&<>\"'a\u00e9"), "&amp;&lt;&gt;&quot;&#39;a\u00e9");
  EXPECT_EQ(escape_html(""), "");
}

// Undoes highlighting.
std::string plain(std::string html) {
  const std::pair<std::string, std::string> kReplaced[] = {
      {"<mark>", ""}, {"</mark>", ""}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
  for (const auto& [from, to] : kReplaced) {
    for (std::size_t at = 0; (at = html.find(from, at)) != std::string::npos; at += to.size()) {
      html.replace(at, from.size(), to);
    }
  }
  return html;
}

// <mark> and </mark> take turns, nothing else is a tag, and no mark is empty.
bool is_balanced(const std::string& html) {
  bool open = false;
  for (std::size_t at = 0; (at = html.find('<', at)) != std::string::npos; ++at) {
    if (html.compare(at, 6, "<mark>") == 0 && !open) {
      if (html.compare(at + 6, 7, "</mark>") == 0) return false;
      open = true;
    } else if (html.compare(at, 7, "</mark>") == 0 && open) {
      open = false;
    } else {
      return false;
    }
  }
  return !open;
}

constexpr const char* kPieces[] = {
    "slot",   "Slow",   "Fast", " ",    " ",      " ",    "-",       "$",   "\\", "{",       "}",       "<",
    ">",      "&",      "amp;", "&lt;", "<b>",    "</b>", "\\(",     "\\)", "'",  "\"",      "e\u0301", "\u00e9",
    "\u03b2", "\u4e2d", ". ",   "mark", "<mark>", "\\'e", "\\emph{", "_",   "x",  "(cid:1)", "\u00ad",  "the"};

TEST(Highlight, GivesTheTextBackWhenMarksAndEscapesAreTakenOff) {
  std::mt19937 random(8);
  const Marks marks = marks_of("slot slow-fast x mark e beta amp", {"sl", "b"});
  Analyzer analyzer;
  for (int round = 0; round < 10'000; ++round) {
    const std::string text = random_text(kPieces, random, random() % 30);
    const std::string html = highlight(text, marks, analyzer);
    ASSERT_TRUE(is_balanced(html)) << text << "\n" << html;
    ASSERT_EQ(plain(html), text) << html;
  }
}

std::string passage(const std::string& text, const Marks& marks) {
  Analyzer analyzer;
  return highlight_passage(text, marks, analyzer);
}

// A fence that never closes is looked for at each of its openings: without a
// bound this takes minutes.
TEST(Highlight, TakesTextOfFencesThatNeverClose) {
  for (const char* fence : {"\\(", "\\[", "$$ \\$", "\\cite{", "<a ", "$a$ slot "}) {
    std::string text;
    while (text.size() < kMaxAbstractBytes) text += fence;
    EXPECT_EQ(plain(highlighted(text, marks_of("slot"))), text);
  }
}

TEST(HighlightPassage, IsTheWholeTextWhenThatIsShort) {
  EXPECT_EQ(passage("We study a slot.", marks_of("slot")), "We study a <mark>slot</mark>.");
  EXPECT_EQ(passage("", marks_of("slot")), "");
  const std::string text(kPassageBytes, 'a');
  EXPECT_EQ(passage(text, {}), text);
}

std::string filler(std::size_t words) {
  std::string text;
  for (std::size_t i = 0; i < words; ++i) text += "filler ";
  return text;
}

TEST(HighlightPassage, StartsAtTheTopWhenNothingMatches) {
  const std::string html = passage(filler(100), marks_of("slot"));
  EXPECT_TRUE(html.starts_with("filler filler"));
  EXPECT_TRUE(html.ends_with("filler\u2026")) << html;
}

TEST(HighlightPassage, GoesWhereTheMostDifferentWordsAre) {
  const std::string html =
      passage(filler(60) + "slot slot slot. " + filler(60) + "A slot attends. " + filler(60), marks_of("slot attends"));
  EXPECT_NE(html.find("A <mark>slot</mark> <mark>attends</mark>."), std::string::npos) << html;
  EXPECT_TRUE(html.starts_with("\u2026"));
  EXPECT_TRUE(html.ends_with("\u2026"));
}

TEST(HighlightPassage, BeginsWithASentenceThatIsNear) {
  const std::string html = passage(filler(80) + "over. Here we use one slot. " + filler(60), marks_of("slot"));
  EXPECT_TRUE(html.starts_with("\u2026Here we use one <mark>slot</mark>.")) << html;
}

TEST(HighlightPassage, TakesTheFirstOfEquals) {
  const std::string html = passage("One slot here. " + filler(100) + "Two slot there.", marks_of("slot"));
  EXPECT_TRUE(html.starts_with("One <mark>slot</mark> here.")) << html;
}

TEST(HighlightPassage, NeverCutsAFormulaInTwo) {
  std::string formula = "$";
  for (int i = 0; i < 100; ++i) formula += "x_1 + ";
  formula += "1$";
  const std::string html = passage(filler(35) + "slot " + formula + ' ' + filler(60), marks_of("slot"));
  EXPECT_NE(html.find("<mark>slot</mark>"), std::string::npos);
  EXPECT_NE(html.find(formula), std::string::npos) << html;
}

TEST(HighlightPassage, IsAPartOfTheTextCutBetweenCharactersAndWords) {
  std::mt19937 random(9);
  const Marks marks = marks_of("slot slow-fast x mark e beta amp", {"sl"});
  Analyzer analyzer;
  for (int round = 0; round < 3000; ++round) {
    const std::string text = random_text(kPieces, random, 100 + random() % 200);
    std::string html = highlight_passage(text, marks, analyzer);
    ASSERT_TRUE(is_balanced(html)) << text << "\n" << html;
    ASSERT_TRUE(is_valid_utf8(html)) << text;
    const std::string kEllipsis = "\u2026";
    if (html.starts_with(kEllipsis)) html.erase(0, kEllipsis.size());
    if (html.ends_with(kEllipsis)) html.erase(html.size() - kEllipsis.size());
    const std::string part = plain(html);
    const std::size_t at = text.find(part);
    ASSERT_NE(at, std::string::npos) << text << "\n" << html;
  }
}

TEST(HighlightPassage, CutsTextWithoutSpacesBetweenCharacters) {
  for (std::size_t shift = 0; shift < 3; ++shift) {
    std::string text(shift, 'a');
    for (int i = 0; i < 300; ++i) text += "\u4e2d";
    const std::string html = passage(text, {});
    EXPECT_TRUE(is_valid_utf8(html));
    EXPECT_TRUE(html.ends_with("\u2026"));
    EXPECT_LE(html.size(), kPassageBytes + 3);
  }
}

}  // namespace
}  // namespace paperdex
