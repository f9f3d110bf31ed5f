#include "data/text/fold.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "data/text/unicode.h"
#include "tests/data/random_text.h"

namespace paperdex {
namespace {

std::string folded(std::string_view source) {
  Folded out;
  fold(source, out);
  return out.text;
}

TEST(Fold, TurnsWhatSourcesWriteIntoWhatIsCompared) {
  constexpr std::pair<const char*, const char*> kCases[] = {
      {"", ""},
      {"Plain text, 3.5 < 4 & more.", "Plain text, 3.5 < 4 & more."},
      // TeX letters and accents.
      {"\\'Erd\\H{o}s", "Erdos"},
      {"Erd\u0151s", "Erdos"},
      {"M\\'ezard", "Mezard"},
      {"G\\\"odel G\\\"{o}del", "Godel Godel"},
      {"\\c{c}a \\v Cech \\.Z \\~n \\^e \\`a \\=o", "ca Cech Z n e a o"},
      {"na\\\"\\i ve", "naive"},
      {"\\o stergaard \\aa \\ss", "ostergaard ass"},
      {"\\L{}ukasz", "Lukasz"},
      // Commands are not words, their arguments are.
      {"\\mathcal{L}", "L"},
      {"\\textbf{bold} \\emph{it}", "bold it"},
      {"a\\cdot b", "a  b"},
      {"\\cite{smith2020,x} shows", "  shows"},
      {"\\cite[p.~3]{smith} x", "  x"},
      {"\\begin{equation} x \\end{equation}", "  x  "},
      {"\\url{http://x}", " "},
      {"50\\% \\& \\$5 \\#1 a\\_b", "50% & $5 #1 a_b"},
      {"a\\\\b", "a b"},
      {"\\", " "},
      {"\\cite{open", " open"},
      // Formulas.
      {"$k$-means", "k-means"},
      {"$L_{2}$", "L_2"},
      {"$\\ell_2$", "l_2"},
      {"$\\beta$-VAE", "beta-VAE"},
      {"\\varepsilon \\Omega", "epsilon omega"},
      // Greek letters alone are symbols, together they are words.
      {"\u03b2-VAE", "beta-VAE"},
      {"\u03bb\u03cc\u03b3\u03bf\u03c2", "\u03bb\u03bf\u03b3\u03bf\u03c2"},
      {"\u03bb\u03bf\u03b3\u03bf\u03c2", "\u03bb\u03bf\u03b3\u03bf\u03c2"},
      // HTML.
      {"H<sub>2</sub>O &amp; x", "H2O & x"},
      {"<p>One</p><p>Two</p>", " One  Two "},
      {"<jats:p>We</jats:p>", " We "},
      {"<a href=\"x\">link</a>", "link"},
      {"caf&eacute; &lt;b&gt; &#39; &#xE9; &beta;", "cafe <b> ' e beta"},
      {"&nosuch; &#; &#xZZ; &#1114112; &;", "&nosuch; &#; &#xZZ; &#1114112; &;"},
      {"p <0.05 and q<r", "p <0.05 and q<r"},
      {"<b", "<b"},
      // Hyphens, dashes, quotes.
      {"a\u2010b\u2011c\u2013d\u2212e", "a-b-c-d-e"},
      {"a--b a---b", "a-b a b"},
      {"don\u2019t", "don't"},
      // OCR.
      {"feed(cid:173) forward", "feedforward"},
      {"feed\u00ad forward", "feedforward"},
      {"learn(cid:12)ing", "learn ing"},
      {"(cid:) (cid:x)", "(cid:) (cid:x)"},
      {"zero\u200bwidth", "zerowidth"},
      // Forms.
      {"e\ufb03cient \uff21\u00b2", "efficient A2"},
      {"a~b\tc\nd", "a b c d"},
      {"Name\u2122", "Name "},
  };
  for (const auto& [source, expected] : kCases) EXPECT_EQ(folded(source), expected) << source;
}

TEST(Fold, KnowsWhereEachByteCameFrom) {
  const std::string source = "x \\'Erd\\H{o}s H<sub>2</sub>O e\ufb03cient";
  Folded out;
  fold(source, out);
  const auto source_of = [&](const std::string& word) {
    const std::size_t at = out.text.find(word);
    const std::size_t last = at + word.size() - 1;
    return source.substr(out.begin[at], out.end[last] - out.begin[at]);
  };
  EXPECT_EQ(source_of("x"), "x");
  EXPECT_EQ(source_of("rdos"), "rd\\H{o}s");
  EXPECT_EQ(source_of("H2O"), "H<sub>2</sub>O");
  EXPECT_EQ(source_of("efficient"), "e\ufb03cient");
}

constexpr const char* kPieces[] = {"a",      "B",      " ",   "$",      "\\",  "{", "}", "<",      ">",    "&",
                                   ";",      "amp",    "\\(", "\\)",    "<b>", "_", "-", "\u00e9", "\xff", "\xe2",
                                   "\u03b2", "(cid:1", ")",   "\\cite", "\\H", "~", "#", "x41",    "'",    "\u00ad"};

TEST(Fold, KeepsTheWayBackForAnyText) {
  std::mt19937 random(5);
  Folded out;
  for (int round = 0; round < 5000; ++round) {
    const std::string source = random_text(kPieces, random, random() % 30);
    fold(source, out);
    ASSERT_EQ(out.begin.size(), out.text.size());
    ASSERT_EQ(out.end.size(), out.text.size());
    for (std::size_t i = 0; i < out.text.size(); ++i) {
      ASSERT_LT(out.begin[i], out.end[i]) << source;
      ASSERT_LE(out.end[i], source.size()) << source;
      ASSERT_LE(out.begin[i == 0 ? 0 : i - 1], out.begin[i]) << source;
    }
    ASSERT_TRUE(is_valid_utf8(out.text) || !is_valid_utf8(source)) << source;
  }
}

}  // namespace
}  // namespace paperdex
