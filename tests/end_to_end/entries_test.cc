// Files of references, added and added again as people do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/end_to_end/programs.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr char kTwoOfOne[] = R"(@article{roe2017,
  title = {How Proteins Find Each Other, by Deep Networks},
  author = {Roe, Xin and Soe, Sam}, year = 2017, month = jun, doi = {10.1000/found},
  abstract = {Only this entry has an abstract.}, journal = {J. Found. Things}}
@article{roe2017b, title = {How Proteins Find Each Other, by Deep Networks}, author = {Roe, X.}, year = 2017,
  doi = {10.1000/found}}
)";

std::vector<Paper> papers_of(const Workplace& place) {
  std::istringstream lines(place.query({"search", "", "--format", "jsonl"}).out);
  std::vector<Paper> papers;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_THAT(line, testing::Not(HasSubstr("\"entry\""))) << "is nobody else's";
    papers.push_back(paper_from_json(line));
  }
  return papers;
}

TEST(Entries, OfOneDoiSayTogetherWhatEachOfThemKnows) {
  const Workplace place;
  const std::string file = place.file("refs.bib", kTwoOfOne);
  EXPECT_THAT(place.indexer({"add", file}).out, StartsWith("added=2 updated=0 unchanged=0 rejected=0 documents=1 "));
  const std::vector<Paper> papers = papers_of(place);
  ASSERT_EQ(papers.size(), 1U);
  EXPECT_EQ(papers[0].abstract, "Only this entry has an abstract.");
  EXPECT_THAT(papers[0].authors, ElementsAre("Xin Roe", "Sam Soe"));
  EXPECT_EQ(papers[0].published, Date::parse("2017-06"));
  EXPECT_EQ(papers[0].venue, "J. Found. Things");
  EXPECT_THAT(place.indexer({"add", file}).out, StartsWith("added=0 updated=0 unchanged=2 "));
  EXPECT_THAT(place.indexer({"add", "-"}, kTwoOfOne).out, StartsWith("added=2 updated=0 unchanged=0 "))
      << "another file";
  EXPECT_THAT(place.indexer({"add", "-"}, kTwoOfOne).out, StartsWith("added=0 updated=0 unchanged=2 "));
  EXPECT_EQ(papers_of(place), papers);
}

TEST(Entries, ACorrectedEntryIsCorrectedInTheIndex) {
  const Workplace place;
  std::string text = kTwoOfOne;
  place.indexer({"add", place.file("refs.bib", text)});
  text.replace(text.find("Only this"), 9, "Just one");
  EXPECT_THAT(place.indexer({"add", place.file("refs.bib", text)}).out, StartsWith("added=0 updated=1 unchanged=1 "));
  EXPECT_EQ(papers_of(place).at(0).abstract, "Just one entry has an abstract.");
  for (std::size_t at = 0; (at = text.find("10.1000/found", at)) != std::string::npos;)
    text.replace(at, 13, "10.1000/right");
  EXPECT_THAT(place.indexer({"add", place.file("refs.bib", text)}).out, StartsWith("added=0 updated=2 unchanged=0 "));
  ASSERT_EQ(papers_of(place).size(), 1U);
  EXPECT_EQ(papers_of(place)[0].id, "10.1000/right");
}

TEST(Entries, OfTwoPapersWithOneDoiAreBothFoundAndNameEachOther) {
  const Workplace place;
  const std::string file = place.file("refs.ris",
                                      "TY  - JOUR\nTI  - Folding proteins with networks\nDO  - 10.1000/copied\nER  - \n"
                                      "TY  - JOUR\nTI  - A survey of graph colouring\nDO  - 10.1000/copied\nER  - \n");
  EXPECT_THAT(place.indexer({"add", file}).out, StartsWith("added=2 updated=0 unchanged=0 rejected=0 documents=2 "));
  EXPECT_THAT(place.indexer({"add", file}).out, StartsWith("added=0 updated=0 unchanged=2 "));
  std::vector<std::string> ids;
  for (const Paper& paper : papers_of(place)) ids.push_back(paper.id);
  ASSERT_EQ(ids.size(), 2U);
  EXPECT_NE(ids[0], ids[1]);
  for (std::size_t i = 0; i < 2; ++i) {
    const Outcome shown = place.query({"show", ids[i]});
    EXPECT_THAT(shown, EndsWithStatus(0));
    EXPECT_THAT(shown.out, HasSubstr(ids[1 - i])) << "linked";
  }
}

TEST(Entries, OfTwoFilesWithOneKeyAreBothThere) {
  const Workplace place;
  const auto entry = [](const char* title) { return std::string("@misc{smith2020, title = {") + title + "}}\n"; };
  const std::string one = place.file("one.bib", entry("Folding proteins with networks"));
  const std::string two = place.file("two.bib", entry("A survey of graph colouring"));
  EXPECT_THAT(place.indexer({"add", one, two}).out,
              StartsWith("added=2 updated=0 unchanged=0 rejected=0 documents=2 "));
  EXPECT_THAT(place.indexer({"add", two, one}).out, StartsWith("added=0 updated=0 unchanged=2 "));
}

TEST(Entries, WhatIsExportedAndAddedAgainChangesNoPaper) {
  const Workplace place;
  place.indexer({"add", kSample});
  for (const char* format : {"bibtex", "ris", "csl-json"}) {
    const Outcome exported = place.query({"search", "", "--limit", "1000", "--format", format});
    const std::string file = place.file(std::string("export.") + format, exported.out);
    const std::string count = std::to_string(kSamplePapers);
    EXPECT_THAT(place.indexer({"add", file}).out, HasSubstr(" documents=" + count + " ")) << format;
    EXPECT_THAT(place.indexer({"add", file}).out, StartsWith("added=0 updated=0 unchanged=" + count)) << format;
  }
}

}  // namespace
}  // namespace paperdex
