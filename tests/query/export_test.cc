// The table of formats, and lists of papers in each.
#include "query/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "data/paper_json.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Case {
  const char* name;
  ExportFormat format;
  const char* content_type;
  const char* extension;
  const char* empty_list;  // how it begins
};

constexpr Case kCases[] = {
    {"jsonl", ExportFormat::kJsonLines, "application/x-ndjson", "jsonl", ""},
    {"csv", ExportFormat::kCsv, "text/csv; charset=utf-8", "csv", "id,title,authors,"},
    {"bibtex", ExportFormat::kBibtex, "application/x-bibtex; charset=utf-8", "bib", ""},
    {"ris", ExportFormat::kRis, "application/x-research-info-systems", "ris", ""},
    {"csl-json", ExportFormat::kCslJson, "application/vnd.citationstyles.csl+json", "json", "[]\n"},
};

TEST(Export, KnowsItsFormatsByName) {
  std::string names;
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(export_format_from_name(c.name), c.format);
    EXPECT_EQ(export_name(c.format), c.name);
    EXPECT_EQ(export_content_type(c.format), c.content_type);
    EXPECT_EQ(export_extension(c.format), c.extension);
    names += names.empty() ? c.name : std::string(", ") + c.name;
  }
  EXPECT_EQ(export_format_names(), names);
  for (const char* name : {"", "BibTeX", "bib", "xml", "json"}) EXPECT_EQ(export_format_from_name(name), std::nullopt);
}

TEST(Export, WritesAnEmptyList) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    const std::string text = export_papers(c.format, {});
    EXPECT_THAT(text, StartsWith(c.empty_list));
    EXPECT_EQ(text.empty(), *c.empty_list == '\0');
  }
}

TEST(Export, WritesPaperAfterPaperAsTheListAtOnce) {
  const Paper one = make_paper("2006.15055", "One", "Of it.", "2020-06-26");
  const Paper two = make_paper("10.1/two", "Two");
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    Exporter exporter(c.format);
    exporter.add(one);
    exporter.add(two);
    const std::string text = exporter.take();
    EXPECT_EQ(text, export_papers(c.format, {&one, &two}));
    EXPECT_THAT(text, HasSubstr("One"));
    EXPECT_LT(text.find("One"), text.find("Two"));
    EXPECT_EQ(text.back(), '\n');
  }
}

TEST(Export, WritesTheCanonicalLineWithAllThatIsKnown) {
  Paper paper = make_paper("2006.15055", "One", "Of it.", "2020-06-26T01:02:03Z");
  paper.authors = {"Thomas Kipf", "O. Other"};
  paper.categories = {"cs.LG"};
  paper.versions = {*Date::parse("2020"), *Date::parse("2021")};
  paper.venue = "NeurIPS";
  paper.doi = "10.1/one";
  paper.ids = {"pmid:1"};
  paper.url = "https://arxiv.org/abs/2006.15055";
  paper.source = "arxiv";
  paper.comment = "4 pages";
  paper.journal_ref = "J. One 1";
  paper.upvotes = 3;
  paper.repository = "https://code.example/r";
  paper.withdrawn = true;
  const Paper other = make_paper("x", "Two\u2028\"<");
  std::istringstream lines(export_papers(ExportFormat::kJsonLines, {&paper, &other}));
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  EXPECT_EQ(line, paper_to_json(paper));
  EXPECT_EQ(paper_from_json(line), paper);
  ASSERT_TRUE(std::getline(lines, line));
  EXPECT_EQ(line, paper_to_json(other));
  EXPECT_FALSE(std::getline(lines, line));
}

}  // namespace
}  // namespace paperdex
