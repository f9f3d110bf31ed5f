// What one paper is in CSV, RIS and CSL-JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query/export.h"
#include "query/export/csv.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Paper slots() {
  Paper paper = make_paper("2006.15055", "Slots & $x_i$", "We \"attend\".", "2020-06-26T01:02:03Z");
  paper.authors = {"Thomas Kipf", "Frank van der Hulst", "John Smith Jr.", "CERN, ATLAS Collaboration"};
  paper.categories = {"cs.LG", "stat.ML"};
  paper.venue = "NeurIPS 2020";
  paper.doi = "10.1/(a)<b>;2-c";
  paper.ids = {"pmid:34"};
  paper.url = "https://x.example/a%20b";
  paper.source = "arxiv";
  paper.upvotes = 7;
  paper.withdrawn = true;
  return paper;
}

std::string exported(ExportFormat format, const Paper& paper) { return export_papers(format, {&paper}); }

TEST(ExportCsv, WritesAHeaderAndALine) {
  EXPECT_EQ(exported(ExportFormat::kCsv, slots()),
            "id,title,authors,published,updated,venue,doi,url,categories,ids,sources,upvotes,withdrawn,journal_ref,"
            "comment,repository,project_page,abstract\r\n"
            "2006.15055,Slots & $x_i$,\"Thomas Kipf; Frank van der Hulst; John Smith Jr.; CERN, ATLAS Collaboration\","
            "2020-06-26T01:02:03Z,,NeurIPS 2020,10.1/(a)<b>;2-c,https://x.example/a%20b,cs.LG; stat.ML,pmid:34,arxiv,7,"
            "yes,,,,,\"We \"\"attend\"\".\"\r\n");
}

TEST(ExportCsv, QuotesValuesAndDisarmsFormulas) {
  constexpr std::pair<const char*, const char*> kValues[] = {
      {"", ""},
      {"plain; text", "plain; text"},
      {"a,b", "\"a,b\""},
      {"a\"b", "\"a\"\"b\""},
      {"a\r\nb", "\"a\r\nb\""},
      {"=1+1", "'=1+1"},
      {"+1", "'+1"},
      {"-1", "'-1"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\t=1", "'\t=1"},
      {"\r=1", "\"'\r=1\""},
      {"\n=1", "\"'\n=1\""},
      {"=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\""},
      {"a=1", "a=1"},
  };
  for (const auto& [value, expected] : kValues) {
    std::string out;
    append_csv_value(out, value);
    EXPECT_EQ(out, expected);
  }
  const Paper paper = make_paper("-x", " \t=cmd|' /C calc'!A0");
  EXPECT_THAT(exported(ExportFormat::kCsv, paper), HasSubstr("\r\n'-x,'=cmd|' /C calc'!A0,"));
}

TEST(ExportRis, WritesARecord) {
  EXPECT_EQ(exported(ExportFormat::kRis, slots()),
            "TY  - CONF\r\nID  - 2006.15055\r\nTI  - Slots & $x_i$\r\nAU  - Kipf, Thomas\r\n"
            "AU  - van der Hulst, Frank\r\nAU  - Smith, John, Jr.\r\nAU  - CERN ATLAS Collaboration\r\nPY  - 2020\r\n"
            "DA  - 2020/06/26/\r\nT2  - NeurIPS 2020\r\nDO  - 10.1/(a)<b>;2-c\r\nUR  - https://x.example/a%20b\r\n"
            "UR  - https://arxiv.org/abs/2006.15055\r\n"
            "UR  - https://pubmed.ncbi.nlm.nih.gov/34\r\nKW  - cs.LG\r\nKW  - stat.ML\r\nAB  - We \"attend\".\r\n"
            "N1  - Withdrawn\r\nER  - \r\n\r\n");
  Paper paper = make_paper("x", "X", "", "2020-06");
  paper.venue = "Journal of Slots";
  EXPECT_EQ(exported(ExportFormat::kRis, paper),
            "TY  - JOUR\r\nID  - x\r\nTI  - X\r\nPY  - 2020\r\nDA  - 2020/06//\r\nT2  - Journal of Slots\r\n"
            "JO  - Journal of Slots\r\nER  - \r\n\r\n");
  EXPECT_EQ(exported(ExportFormat::kRis, make_paper("x", "X", "", "2020")),
            "TY  - GEN\r\nID  - x\r\nTI  - X\r\nPY  - 2020\r\nER  - \r\n\r\n");
}

TEST(ExportRis, LetsNoValueBeginALine) {
  const Paper paper = make_paper("x", "X\r\nER  - \r\nTY  - JOUR", "a\u2028TY  - B\u0085TI  - c\x0bTI  - d");
  const std::string text = exported(ExportFormat::kRis, paper);
  EXPECT_THAT(text, HasSubstr("\r\nTI  - X ER - TY - JOUR\r\nAB  - a TY - B TI - c TI - d\r\n"));
}

TEST(ExportCslJson, WritesAnItem) {
  EXPECT_EQ(exported(ExportFormat::kCslJson, slots()),
            "[\n"
            "{\"id\":\"2006.15055\",\"type\":\"paper-conference\",\"title\":\"Slots & $x_i$\",\"author\":["
            "{\"family\":\"Kipf\",\"given\":\"Thomas\"},"
            "{\"family\":\"Hulst\",\"given\":\"Frank\",\"non-dropping-particle\":\"van der\"},"
            "{\"family\":\"Smith\",\"given\":\"John\",\"suffix\":\"Jr.\"},"
            "{\"literal\":\"CERN, ATLAS Collaboration\"}],"
            "\"issued\":{\"date-parts\":[[2020,6,26]]},\"container-title\":\"NeurIPS 2020\","
            "\"DOI\":\"10.1/(a)\\u003cb>;2-c\",\"PMID\":\"34\",\"archive\":\"arXiv\","
            "\"archive_location\":\"2006.15055\",\"URL\":\"https://x.example/a%20b\",\"keyword\":\"cs.LG, stat.ML\","
            "\"abstract\":\"We \\\"attend\\\".\",\"note\":\"Withdrawn\"}\n"
            "]\n");
}

TEST(ExportCslJson, WritesNoMoreThanIsKnown) {
  EXPECT_EQ(exported(ExportFormat::kCslJson, make_paper("x", "X")),
            "[\n{\"id\":\"x\",\"type\":\"article\",\"title\":\"X\"}\n]\n");
  EXPECT_THAT(exported(ExportFormat::kCslJson, make_paper("x", "X", "", "2020")),
              HasSubstr("\"issued\":{\"date-parts\":[[2020]]}"));
  EXPECT_THAT(exported(ExportFormat::kCslJson, make_paper("2006.15055", "X", "", "2020-06")),
              AllOf(HasSubstr("\"issued\":{\"date-parts\":[[2020,6]]}"),
                    HasSubstr("\"publisher\":\"arXiv\",\"number\":\"arXiv:2006.15055\"")));
  Paper paper = make_paper("x", "X");
  paper.venue = "bioRxiv";
  EXPECT_THAT(exported(ExportFormat::kCslJson, paper),
              AllOf(HasSubstr("\"publisher\":\"bioRxiv\""), Not(HasSubstr("container-title"))));
}

}  // namespace
}  // namespace paperdex
