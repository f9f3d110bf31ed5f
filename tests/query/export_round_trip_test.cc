// What is exported is read back by the indexer's own readers as the same paper.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/json.h"
#include "data/paper_json.h"
#include "indexer/sources/bibtex.h"
#include "indexer/sources/csl_json.h"
#include "indexer/sources/ris.h"
#include "query/export.h"
#include "query/paper_links.h"
#include "tests/indexer/text_bytes.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;

template <typename Source>
std::vector<Paper> read(const std::string& text) {
  TextBytes bytes(text);
  Source source("export", bytes);
  std::vector<Paper> papers;
  for (;;) {
    SourceItem item = source.next();
    if (std::holds_alternative<Done>(item)) return papers;
    if (auto* rejected = std::get_if<Rejected>(&item)) {
      ADD_FAILURE() << rejected->line << ' ' << rejected->field << ' ' << rejected->reason;
    } else {
      papers.push_back(std::move(std::get<Paper>(item)));
    }
  }
}

std::vector<Paper> read_csl(const std::string& text) {
  std::vector<Paper> papers;
  // One item a line, between the brackets' lines.
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.ends_with(',')) line.pop_back();
    if (line.starts_with('{')) papers.push_back(paper_from_csl(line));
  }
  return papers;
}

std::vector<Paper> read_lines(const std::string& text) {
  std::vector<Paper> papers;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    papers.push_back(paper_from_json(text.substr(at, text.find('\n', at) - at)));
  }
  return papers;
}

std::vector<Paper> read_back(ExportFormat format, const std::vector<const Paper*>& papers) {
  const std::string text = export_papers(format, papers);
  if (format == ExportFormat::kJsonLines) return read_lines(text);
  if (format == ExportFormat::kBibtex) return read<BibtexSource>(text);
  if (format == ExportFormat::kRis) return read<RisSource>(text);
  return read_csl(text);
}

constexpr ExportFormat kFormats[] = {ExportFormat::kJsonLines, ExportFormat::kBibtex, ExportFormat::kRis,
                                     ExportFormat::kCslJson};

// The texts that went wrong once, or look as if they might.
constexpr const char* kTexts[] = {
    "Object-Centric Learning with Slot Attention",
    "BERT & R&D: 50% of #1_a ~ b^c, \"quoted\" 'so' “and” so–on",
    "Balanced {braces} and {more {inner}} ones",
    "The $k$-means of $x_i^2 \\in \\{0, 1\\}$ costs $5",
    "Costs $5 and $6, $HOME or $PATH",
    "$$\\sum_{i} x_i$$ and \\(y_i\\) & \\[z\\]",
    "学习 表示 の 학습",
    "למידה עמוקה \u200fו-BERT\u202e",
    "p < 0.05, a <b> c > d; AT&T; x;y, z",
    "TY  - JOUR and ER  - @misc{x, title = {y}}",
    "@article, z = 1+1",
    "Café naïve Erdős Ünïcödé 𝕏 😀",
    "10^{15} and x^{2}_{3}",
    "https://x.example/~user/a_b%20c--d?e=f&g#h",
    "a -- b --flag - c",
    "ends in a dollar $",
    "#hash %percent _under ^hat ~tilde",
};

std::vector<Paper> hostile_papers() {
  std::vector<Paper> papers;
  for (const char* text : kTexts) {
    const std::string number = std::to_string(10000 + papers.size());
    Paper paper = make_paper("2006." + number, text, text, "2020-06-26");
    paper.authors = {"Thomas Kipf",
                     "Frank P. J. van der Hulst",
                     "John Smith Jr.",
                     "Jason M. O'Kane",
                     "Luc Van Gool",
                     "Юрий Нестеров",
                     "王 小明",
                     "משה ורדי",
                     "ATLAS Collaboration",
                     "Simon and Schuster",
                     "Plato",
                     "de Finetti",
                     "A & B_C {D} 50%",
                     "others",
                     "Kipf T.",
                     "name = value"};
    paper.categories = {"cs.LG"};
    paper.doi = "10.1002/(sici)1097-4636(199823)43:4<338::aid-jbm" + number + ">3.0.co;2-b_c%25";
    paper.url = "https://x.example/a%20b_c/~d?e=" + number + "&f=%7B#g";
    papers.push_back(paper);
  }
  return papers;
}

std::vector<Paper> papers_of_dates_and_ids() {
  Paper year = make_paper("10.1/year", "Of a year", "", "1999");
  year.doi = "10.1/year";
  Paper month = make_paper("hep-th/9901001", "Of a month", "", "1999-01");
  month.journal_ref = "Phys. Rev. & D 76, 013009 (2007)";
  const Paper none = make_paper("2022.acl-long.1", "Of no date and no author");
  Paper merged = make_paper("2006.15055", "Merged", "", "2020-12-31");
  merged.doi = "10.1/merged";
  merged.ids = {"PMC12", "pmid:34"};
  merged.venue = "Journal of Slots & Bolts";
  Paper conference = make_paper("2006.15056", "At a conference", "", "2020-01-01");
  conference.venue = "NeurIPS 2020";
  return {year, month, none, merged, conference};
}

std::vector<const Paper*> pointers(const std::vector<Paper>& papers) {
  std::vector<const Paper*> list;
  for (const Paper& paper : papers) list.push_back(&paper);
  return list;
}

std::string date_of(const Paper& paper) { return paper.published ? paper.published->to_string() : "none"; }

TEST(ExportRoundTrip, KeepsWhatCitationsSay) {
  std::vector<Paper> papers = hostile_papers();
  for (Paper& paper : papers_of_dates_and_ids()) papers.push_back(std::move(paper));
  for (Paper& paper : papers) validate(paper);  // as every paper of an index is
  for (const ExportFormat format : kFormats) {
    SCOPED_TRACE(export_name(format));
    const std::vector<Paper> read = read_back(format, pointers(papers));
    ASSERT_EQ(read.size(), papers.size());
    for (std::size_t i = 0; i < papers.size(); ++i) {
      SCOPED_TRACE(papers[i].title);
      EXPECT_EQ(read[i].title, papers[i].title);
      EXPECT_EQ(read[i].abstract, papers[i].abstract);
      EXPECT_EQ(read[i].authors, papers[i].authors);
      EXPECT_EQ(date_of(read[i]), date_of(papers[i]));
      EXPECT_EQ(read[i].doi, papers[i].doi);
      EXPECT_EQ(read[i].id, papers[i].id);
      EXPECT_EQ(all_ids(read[i]), all_ids(papers[i]));
      EXPECT_TRUE(read[i].url == papers[i].url || papers[i].url.empty()) << read[i].url;
      if (!papers[i].venue.empty()) {
        EXPECT_EQ(read[i].venue, papers[i].venue);
      }
    }
  }
}

// What a format has no form for, and what comes back instead.
TEST(ExportRoundTrip, ChangesWhatAFormatCannotHold) {
  Paper paper = make_paper("2006.15055", "A lone } and $\\left\\{ x \\right.$ of \\unknown", "", "2020");
  paper.authors = {"CERN, ATLAS; and More"};
  const auto bibtex = read_back(ExportFormat::kBibtex, {&paper});
  ASSERT_EQ(bibtex.size(), 1U);
  EXPECT_EQ(bibtex[0].title, "A lone \\textbraceright{} and $\\left\\lbrace x \\right.$ of \\textbackslash{}unknown");
  EXPECT_EQ(bibtex[0].authors, paper.authors);
  const auto ris = read_back(ExportFormat::kRis, {&paper});
  ASSERT_EQ(ris.size(), 1U);
  EXPECT_EQ(ris[0].title, paper.title);
  EXPECT_THAT(ris[0].authors, ElementsAre("CERN ATLAS and More"));
  const auto csl = read_back(ExportFormat::kCslJson, {&paper});
  ASSERT_EQ(csl.size(), 1U);
  EXPECT_EQ(csl[0].authors, paper.authors);
}

TEST(ExportRoundTrip, KeepsAsManyAuthorsAsAPaperMayHave) {
  Paper paper = make_paper("2006.15055", "Of many", "", "2020");
  for (std::size_t i = 0; i < kMaxAuthors; ++i) {
    std::string family = "Author";
    for (std::size_t rest = i; rest > 0; rest /= 26) family += static_cast<char>('a' + rest % 26);
    paper.authors.push_back("Given " + family);
  }
  for (const ExportFormat format : kFormats) {
    SCOPED_TRACE(export_name(format));
    const std::vector<Paper> read = read_back(format, {&paper});
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].authors, paper.authors);
  }
}

// A paper that the index cannot hold, as if the disk had damaged it.
TEST(ExportRoundTrip, IsNotBrokenByControlCharacters) {
  Paper paper = make_paper("2006.15055", "A\nER  - \r\n@misc{b,\x01\xff}", "}}\n\nTY  - JOUR\r\nTI  - z", "2020");
  paper.authors = {"A\r\nER  - ", "B\x1d C"};
  const Paper next = make_paper("2006.15056", "Next", "", "2021");
  for (const ExportFormat format : {ExportFormat::kBibtex, ExportFormat::kRis, ExportFormat::kCslJson}) {
    SCOPED_TRACE(export_name(format));
    const std::vector<Paper> read = read_back(format, {&paper, &next});
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read[0].id, paper.id);
    EXPECT_EQ(read[1].title, "Next");
  }
}

}  // namespace
}  // namespace paperdex
