#include "indexer/sources/arxiv_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/rejected.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct NamesCase {
  const char* authors;
  std::vector<std::string> names;
};

// Add a row for every way of writing a list of authors that was seen.
TEST(ArxivFields, SplitsAFlatListIntoNames) {
  const std::vector<NamesCase> cases = {
      {"A. One", {"A. One"}},
      {"A. One, B. Two and\n  C. Three", {"A. One", "B. Two", "C. Three"}},
      {"A. One, B. Two, and C. Three", {"A. One", "B. Two", "C. Three"}},
      {"A.One and B.d'Two,C.-D. Three", {"A.One", "B.d'Two", "C.-D. Three"}},
      {"A. One & B. Two \\& C. Three", {"A. One", "B. Two", "C. Three"}},
      {"A. One; B. Two", {"A. One", "B. Two"}},
      {"Ren&eacute; One; B. Tw&#246;", {"Ren&eacute; One", "B. Tw&#246;"}},
      {"A. One II, B. Two, Jr. and C. Three, III", {"A. One II", "B. Two Jr.", "C. Three III"}},
      {"Jr., A. One", {"Jr.", "A. One"}},
      {"A. One (1), B. Two (1 and 2) and C. Three ((1) Univ X, (2) Institute of Y, Z)",
       {"A. One", "B. Two", "C. Three"}},
      {"A. One (Univ X, Y), B. Two (Z)", {"A. One", "B. Two"}},
      {"A. One (with an appendix by B. Two)", {"A. One"}},
      {"A. One (Univ X, B. Two, C. Three", {"A. One", "B. Two", "C. Three"}},
      {"A. One ((1) Univ X, B. Two", {"A. One", "B. Two"}},
      {"A. One), B. Two", {"A. One", "B. Two"}},
      {"A. One 1, B. Two 1,2 and C. Three *", {"A. One", "B. Two", "C. Three"}},
      {"A. One, B. Two, et al", {"A. One", "B. Two"}},
      {"A. One et al. (The X Team)", {"A. One"}},
      {"A. One and others", {"A. One"}},
      {"The X Collaboration, A. One, et al", {"The X Collaboration", "A. One"}},
      {"X Collaboration: A. One, B. Two", {"X Collaboration", "A. One", "B. Two"}},
      {"A. One for the X Collaboration", {"A. One", "X Collaboration"}},
      {"A. One, on behalf of the X and Y Collaborations", {"A. One", "X", "Y Collaborations"}},
      {"A. One on behalf of X", {"A. One", "X"}},
      {"A. Andersson, B. Forthe", {"A. Andersson", "B. Forthe"}},
      {"Rastislav \\v{S}ek, P\\'eter {\\O}ne", {"Rastislav \\v{S}ek", "P\\'eter {\\O}ne"}},
      {"", {}},
      {" , and ( ) ,", {}},
      {"(((", {}},
      {")))", {}},
  };
  for (const NamesCase& c : cases) EXPECT_EQ(split_names(c.authors), c.names) << c.authors;
}

// Add a row for every way of saying it that was seen.
TEST(ArxivFields, SeesAWithdrawalOfTheWholePaperOnly) {
  const struct {
    const char* text;
    bool withdrawn;
  } kCases[] = {
      {"This paper has been withdrawn by the author due to a crucial error in Lemma 3", true},
      {"This submission has been withdrawn.", true},
      {"The authors have withdrawn this paper", true},
      {"This article is now withdrawn", true},
      {"Paper withdrawn", true},
      {"Withdrawn", true},
      {"withdrawn.", true},
      {"Withdrawn due to an error", true},
      {"  WITHDRAWN because of an overlap", true},
      {"", false},
      {"12 pages", false},
      {"This paper shows that withdrawn books are read", false},
      {"Theorem 2 has been withdrawn", false},
      {"Withdrawn books are read more", false},
      {"The withdrawn sample is measured", false},
      {"12 pages; version 1 was withdrawn", false},
  };
  for (const auto& c : kCases) EXPECT_EQ(says_withdrawn(c.text), c.withdrawn) << c.text;
}

ArxivFields fields_of(const char* id) {
  ArxivFields fields;
  fields.id = id;
  fields.title = "Slots in\n  two lines";
  return fields;
}

TEST(ArxivFields, DatesAreThoseOfTheVersionsElseTheMonthOfTheId) {
  ArxivFields fields = fields_of("0704.0009");
  EXPECT_EQ(paper_from_arxiv_fields(fields).published, Date::parse("2007-04"));
  fields.versions = {*Date::parse("2007-04-02")};
  Paper paper = paper_from_arxiv_fields(fields);
  EXPECT_EQ(paper.published, Date::parse("2007-04-02"));
  EXPECT_FALSE(paper.updated);
  EXPECT_THAT(paper.versions, IsEmpty());
  fields.versions.push_back(*Date::parse("2008-01-01"));
  fields.versions.push_back(*Date::parse("2009-01-01"));
  paper = paper_from_arxiv_fields(fields);
  EXPECT_EQ(paper.updated, Date::parse("2009-01-01"));
  EXPECT_EQ(paper.versions, fields.versions);
}

TEST(ArxivFields, IdsAreCanonicalAndSeveralDoisAreKept) {
  ArxivFields fields = fields_of("math.AG/9901001");
  fields.doi = "10.1000/ONE, 10.1000/two";
  fields.categories = "math.AG\n hep-th";
  const Paper paper = paper_from_arxiv_fields(fields);
  EXPECT_EQ(paper.id, "math/9901001");
  EXPECT_EQ(paper.url, "https://arxiv.org/abs/math/9901001");
  EXPECT_EQ(paper.title, "Slots in two lines");
  EXPECT_EQ(paper.doi, "10.1000/one");
  EXPECT_THAT(paper.ids, ElementsAre("10.1000/two"));
  EXPECT_THAT(paper.categories, ElementsAre("math.AG", "hep-th"));
  EXPECT_EQ(paper.source, "arxiv");
}

TEST(ArxivFields, AreWithdrawnByTheVersionTheCommentOrTheAbstract) {
  EXPECT_FALSE(paper_from_arxiv_fields(fields_of("0704.0009")).withdrawn);
  ArxivFields by_version = fields_of("0704.0009");
  by_version.withdrawn = true;
  EXPECT_TRUE(paper_from_arxiv_fields(by_version).withdrawn);
  ArxivFields by_comment = fields_of("0704.0009");
  by_comment.comments = "Withdrawn";
  EXPECT_TRUE(paper_from_arxiv_fields(by_comment).withdrawn);
  ArxivFields by_abstract = fields_of("0704.0009");
  by_abstract.abstract = "This paper has been\n withdrawn.";
  EXPECT_TRUE(paper_from_arxiv_fields(by_abstract).withdrawn);
}

TEST(ArxivFields, WithoutATitleAreRejected) { EXPECT_THROW(paper_from_arxiv_fields({}), Rejection); }

}  // namespace
}  // namespace paperdex
