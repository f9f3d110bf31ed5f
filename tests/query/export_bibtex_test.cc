#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query/export.h"
#include "query/export/bibtex_text.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Case {
  const char* text;
  const char* tex;
};

// Add a row whenever an entry came out broken.
constexpr Case kCases[] = {
    {"", ""},
    {"Plain text, “quoted” \"so\" – naïve 学习", "Plain text, “quoted” \"so\" – naïve 学习"},
    {"50% of R&D, a_b, #1", "50\\% of R\\&D, a\\_b, \\#1"},
    {"~5, x^2, a\\b", "\\~{}5, x\\^{}2, a\\textbackslash{}b"},
    {"$5 and $HOME", "\\$5 and \\textdollar{}HOME"},
    {"$$", "\\textdollar{}\\textdollar{}"},
    {"\\$H", "\\$H"},
    {"{a} {b", "\\{a\\} \\textbraceleft{}b"},
    {"a} b {c}", "a\\textbraceright{} b \\{c\\}"},
    {"}{", "\\textbraceright{}\\textbraceleft{}"},
    {"of $x_i^2 \\in \\{0, 1\\}$ & more", "of $x_i^2 \\in \\{0, 1\\}$ \\& more"},
    {"{ $\\{ x$ }", "\\{ $\\lbrace  x$ \\}"},
    {"$\\left\\{ x \\right.$", "$\\left\\lbrace  x \\right.$"},
    {"$x}$ {", "\\textdollar{}x\\textbraceright{}\\textdollar{} \\textbraceleft{}"},
    {"$5\\%$, $x%$, $x#$", "$5\\%$, $x\\%$, $x\\#$"},
    {"$$x_i$$ \\(y_i\\) \\[z_i\\]", "$$x_i$$ \\(y_i\\) \\[z_i\\]"},
    {"\\begin{align*}x_i\\end{align*}", "\\begin{align*}x_i\\end{align*}"},
    {"\\begin{align}x", "\\textbackslash{}begin\\{align\\}x"},
    {"\\begin{verbatim}x\\end{verbatim}", "\\textbackslash{}begin\\{verbatim\\}x\\textbackslash{}end\\{verbatim\\}"},
    {"\\(x \\(y\\)", "\\textbackslash{}(x \\(y\\)"},
    {"\\begin{align}\\begin{array}{c}x_i\\end{array}\\end{align}",
     "\\begin{align}\\begin{array}{c}x_i\\end{array}\\end{align}"},
    {"\\(x", "\\textbackslash{}(x"},
    {"$\\input{x}$", "\\textdollar{}\\textbackslash{}input\\{x\\}\\textdollar{}"},
    {"$\\left(x\\right)$", "$\\left(x\\right)$"},
    {"$^^5cinput$", "\\textdollar{}\\^{}\\^{}5cinput\\textdollar{}"},
    {"a\nb\x01 c\u2028d\xff", "a b c d\uFFFD"},
    {"ends with \\", "ends with \\textbackslash{}"},
};

int final_depth(const std::string& text, int& least) {
  int depth = 0;
  for (const char c : text) {
    depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    least = std::min(least, depth);
  }
  return depth;
}

TEST(BibtexText, EscapesTextAndKeepsMathematics) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.text);
    const std::string tex = bibtex_text(c.text);
    EXPECT_EQ(tex, c.tex);
    int least = 0;
    EXPECT_EQ(final_depth(tex, least), 0);
    EXPECT_EQ(least, 0);
  }
}

TEST(BibtexText, KeepsFormulasUpToALimit) {
  const std::string x(kMaxFormulaBytes - 5, 'x');
  EXPECT_EQ(bibtex_text("$_" + x + "_$"), "$_" + x + "_$") << "one byte below the limit";
  EXPECT_EQ(bibtex_text("$_" + x + "x_$"), "$_" + x + "x_$") << "at the limit";
  EXPECT_EQ(bibtex_text("$_" + x + "xx_$"), "\\textdollar{}\\_" + x + "xx\\_\\textdollar{}");
  EXPECT_EQ(bibtex_text("\\(_" + x + "\\)"), "\\(_" + x + "\\)");
  EXPECT_EQ(bibtex_text("\\(_" + x + "x\\)"), "\\textbackslash{}(\\_" + x + "x\\textbackslash{})");
}

TEST(BibtexText, BalancesBracesOfAnything) {
  // Every text of six of these pieces.
  constexpr const char* kPieces[] = {"{", "}", "$", "\\", "x", "\\{", " "};
  constexpr std::size_t kLength = 6;
  std::vector<std::size_t> digits(kLength);
  for (;;) {
    std::string text;
    for (const std::size_t digit : digits) text += kPieces[digit];
    int least = 0;
    ASSERT_EQ(final_depth(bibtex_text(text), least), 0) << text;
    ASSERT_EQ(least, 0) << text;
    std::size_t i = 0;
    while (i < kLength && ++digits[i] == std::size(kPieces)) digits[i++] = 0;
    if (i == kLength) break;
  }
}

std::string exported(const Paper& paper) { return export_papers(ExportFormat::kBibtex, {&paper}); }

TEST(ExportBibtex, WritesAPreprint) {
  Paper paper = make_paper("2006.15055", "Slots & BERT: $x_i$", "50% more.", "2020-06-26T01:02:03Z");
  paper.authors = {"Thomas Kipf", "Frank van der Hulst", "John Smith Jr.", "CERN, ATLAS Collaboration", "Plato"};
  paper.categories = {"cs.LG", "stat.ML"};
  paper.url = "https://arxiv.org/abs/2006.15055";
  paper.withdrawn = true;
  EXPECT_EQ(
      exported(paper),
      "@misc{kipf2020slots,\n"
      "  title = {{Slots \\& BERT: $x_i$}},\n"
      "  author = {Kipf, Thomas and van der Hulst, Frank and Smith, Jr., John and {CERN, ATLAS Collaboration} and "
      "{Plato}},\n"
      "  year = {2020},\n"
      "  month = jun,\n"
      "  day = {26},\n"
      "  eprint = {2006.15055},\n"
      "  archivePrefix = {arXiv},\n"
      "  primaryClass = {cs.LG},\n"
      "  url = {https://arxiv.org/abs/2006.15055},\n"
      "  keywords = {cs.LG, stat.ML},\n"
      "  abstract = {50\\% more.},\n"
      "  note = {Withdrawn}\n"
      "}\n");
}

TEST(ExportBibtex, WritesEntriesOfEachTypeWithTheirKeys) {
  Paper journal = make_paper("10.1/a_b", "Slots", "", "2020-02");
  journal.doi = "10.1/a_b";
  journal.journal_ref = "Phys. Rev. & D 76";
  journal.ids = {"PMC12", "pmid:34"};
  Paper conference = make_paper("x", "Slots", "", "2020");
  conference.venue = "ALT 2020";
  const Paper bare = make_paper("y", "Slots");
  EXPECT_EQ(export_papers(ExportFormat::kBibtex, {&journal, &conference, &bare}),
            "@article{slots2020,\n  title = {{Slots}},\n  year = {2020},\n  month = feb,\n"
            "  journal = {Phys. Rev. \\& D 76},\n  doi = {10.1/a_b},\n  pmid = {34},\n  pmcid = {PMC12},\n"
            "  url = {https://doi.org/10.1/a_b}\n}\n\n"
            "@inproceedings{slots2020a,\n  title = {{Slots}},\n  year = {2020},\n  booktitle = {ALT 2020}\n}\n\n"
            "@misc{slots,\n  title = {{Slots}}\n}\n");
}

TEST(ExportBibtex, LetsNoValueEndAnEntry) {
  Paper paper = make_paper("2006.15055", "X}},\n@misc{evil, title={y}", "}}\r\n@article{z,", "2020");
  paper.authors = {"A}} and B", "C\nand D", "others"};
  paper.venue = "V}";
  paper.doi = "10.1/}}";
  paper.url = "https://x.example/}}\n@misc{z";
  const std::string text = exported(paper);
  int least = 0;
  EXPECT_EQ(final_depth(text, least), 0);
  EXPECT_EQ(least, 0);
  EXPECT_THAT(text, AllOf(Not(HasSubstr("\n@misc{evil")), Not(HasSubstr("\n@article")),
                          HasSubstr("doi = {10.1/%7D%7D}"), HasSubstr("{C and D} and {others}")));
}

}  // namespace
}  // namespace paperdex
