#include "indexer/merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "data/paper_json.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Paper record(const std::string& source, const std::string& id) {
  Paper paper = make_paper(id, source + "'s title", source + "'s abstract");
  paper.source = source;
  paper.authors = {source + "'s author"};
  paper.url = "https://" + source + ".example/1";
  return paper;
}

// A paper that four sources know, each better in something.
std::vector<Paper> four_records() {
  Paper arxiv = record("arxiv", "2401.00001");
  arxiv.categories = {"cs.LG"};
  arxiv.published = Date::parse("2024-01-02");
  arxiv.updated = Date::parse("2024-02-03");
  arxiv.versions = {*Date::parse("2024-01-02"), *Date::parse("2024-02-03")};
  arxiv.venue = "what arXiv says";
  arxiv.comment = "9 pages";
  Paper acl = record("acl", "2024.acl-long.1");
  acl.published = Date::parse("2024-08");
  acl.venue = "ACL";
  acl.doi = "10.1000/acl";
  Paper daily = record("hf-daily", "2401.00001");
  daily.published = Date::parse("2024-01-01");
  daily.upvotes = 7;
  daily.comments = 2;
  daily.shown = Date::parse("2024-01-05");
  daily.repository = "https://github.com/example/x";
  Paper openalex = record("openalex", "openalex:W1");
  openalex.doi = "10.1000/acl";
  openalex.ids = {"pmid:9"};
  openalex.venue = "OpenAlex' venue";
  openalex.withdrawn = true;
  std::vector<Paper> records = {arxiv, acl, daily, openalex};
  for (Paper& paper : records) validate(paper);
  return records;
}

Paper entry(const std::string& source, const std::string& name, const std::string& title) {
  Paper paper = make_paper("10.1000/x", title);
  paper.source = source;
  paper.entry = name;
  return paper;
}

// The short one has the abstract, so that it is the longer.
std::vector<Paper> entries() {
  Paper whole = entry("bibtex", "1", "The title");
  whole.authors = {"Xin Roe", "Sam Soe"};
  whole.published = Date::parse("2017-06");
  whole.venue = "J. Chem. Inf.";
  Paper brief = entry("bibtex", "2", "The Title");
  brief.authors = {"X. Roe"};
  brief.published = Date::parse("2017");
  brief.abstract = "An abstract that makes the record the longer one of the two, by far and beyond any doubt.";
  Paper other = entry("ris", "1", "The title.");
  other.authors = {"Xin Roe", "Samuel Soe"};
  other.published = Date::parse("2016-01-02");
  other.url = "https://x.example/1";
  return {whole, brief, other};
}

TEST(Merge, TakesEachFieldFromWhoKnowsItBest) {
  const Paper paper = merge_records(four_records());
  EXPECT_EQ(paper.id, "2401.00001");
  EXPECT_EQ(paper.title, "arxiv's title");
  EXPECT_EQ(paper.abstract, "arxiv's abstract");
  EXPECT_THAT(paper.authors, ElementsAre("arxiv's author"));
  EXPECT_EQ(paper.published, Date::parse("2024-01-02"));
  EXPECT_EQ(paper.updated, Date::parse("2024-02-03"));
  EXPECT_EQ(paper.versions.size(), 2U);
  EXPECT_EQ(paper.venue, "ACL");
  EXPECT_EQ(paper.doi, "10.1000/acl");
  EXPECT_EQ(paper.url, "https://arxiv.example/1");
  EXPECT_EQ(paper.upvotes, 7);
  EXPECT_EQ(paper.comments, 2);
  EXPECT_EQ(paper.shown, Date::parse("2024-01-05"));
  EXPECT_EQ(paper.repository, "https://github.com/example/x");
  EXPECT_EQ(paper.source, "arxiv");
  EXPECT_TRUE(paper.withdrawn) << "any source can say so";
}

TEST(Merge, UnitesIdsAddressesAndSourcesAndSaysWhoSaidWhat) {
  const Paper paper = merge_records(four_records());
  EXPECT_THAT(paper.ids, ElementsAre("2024.acl-long.1", "openalex:W1", "pmid:9"));
  EXPECT_THAT(paper.urls,
              ElementsAre("https://acl.example/1", "https://hf-daily.example/1", "https://openalex.example/1"));
  EXPECT_THAT(paper.sources, ElementsAre("acl", "arxiv", "hf-daily", "openalex"));
  EXPECT_THAT(paper.provenance,
              ElementsAre(Pair("abstract", "arxiv"), Pair("authors", "arxiv"), Pair("categories", "arxiv"),
                          Pair("comment", "arxiv"), Pair("comments", "hf-daily"), Pair("doi", "acl"),
                          Pair("published", "arxiv"), Pair("repository", "hf-daily"), Pair("shown", "hf-daily"),
                          Pair("title", "arxiv"), Pair("updated", "arxiv"), Pair("upvotes", "hf-daily"),
                          Pair("url", "arxiv"), Pair("venue", "acl"), Pair("versions", "arxiv")));
}

TEST(Merge, DoesNotDependOnTheOrderOfTheRecords) {
  std::vector<Paper> records = four_records();
  const Paper paper = merge_records(records);
  for (int run = 0; run < 24; ++run) {
    std::next_permutation(records.begin(), records.end(),
                          [](const Paper& a, const Paper& b) { return a.source < b.source; });
    EXPECT_EQ(merge_records(records), paper);
  }
}

TEST(Merge, ASingleRecordIsThePaper) {
  EXPECT_EQ(merge_records({entries().front()}), entries().front());
  for (const Paper& record : four_records()) EXPECT_EQ(merge_records({record}), record);
  Paper undated = make_paper("a", "T");
  undated.updated = Date::parse("2024-02-03");
  EXPECT_EQ(merge_records({undated}), undated);
}

TEST(Merge, TheArxivIdIsThePapersId) {
  Paper record = make_paper("openalex:W1", "T");
  record.ids = {"2401.00001"};
  const Paper paper = merge_records({record});
  EXPECT_EQ(paper.id, "2401.00001");
  EXPECT_THAT(paper.ids, ElementsAre("openalex:W1"));
}

TEST(Merge, FilesNameAuthorsAndDayAsFullyAsAnyOfThem) {
  const Paper paper = merge_records(entries());
  EXPECT_EQ(paper.id, "10.1000/x");
  EXPECT_EQ(paper.title, "The Title") << "of the record that says most";
  EXPECT_NE(paper.abstract, "");
  EXPECT_THAT(paper.authors, ElementsAre("Xin Roe", "Samuel Soe"));
  EXPECT_EQ(paper.published, Date::parse("2017-06")) << "2016 does not agree with 2017";
  EXPECT_EQ(paper.venue, "J. Chem. Inf.");
  EXPECT_EQ(paper.url, "https://x.example/1");
  EXPECT_EQ(paper.entry, "");
}

TEST(Merge, EntriesOfOneSourceAndIdComeInNoOrder) {
  std::vector<Paper> records = entries();
  records.push_back(entry("bibtex", "3", "The tITLE"));
  records.push_back(entry("bibtex", "4", "The tITLe"));
  std::vector<std::size_t> order = {0, 1, 2, 3, 4};
  const Paper paper = merge_records(records);
  while (std::next_permutation(order.begin(), order.end())) {
    std::vector<Paper> shuffled;
    for (const std::size_t i : order) shuffled.push_back(records[i]);
    ASSERT_EQ(merge_records(shuffled), paper);
  }
}

TEST(Merge, WhatIsHarvestedGoesBeforeAFileThatSaysMore) {
  Paper crossref = make_paper("10.1000/x", "The title", "", "2017");
  crossref.source = "crossref";
  crossref.authors = {"X. Roe"};
  std::vector<Paper> records = entries();
  records.push_back(crossref);
  const Paper paper = merge_records(records);
  EXPECT_THAT(paper.authors, ElementsAre("X. Roe"));
  EXPECT_EQ(paper.published, Date::parse("2017"));
}

TEST(Merge, DailyPapersFillInWhatNobodyElseKnows) {
  Paper daily = record("hf-daily", "2401.00001");
  Paper file = make_paper("2401.00001", "The file's title");
  const Paper paper = merge_records({daily, file});
  EXPECT_EQ(paper.title, "The file's title");
  EXPECT_EQ(paper.abstract, "hf-daily's abstract");
  EXPECT_THAT(paper.sources, IsEmpty()) << "the file names none";
}

}  // namespace
}  // namespace paperdex
