// What feeds say of a paper in the same way.
#include <gtest/gtest.h>

#include "server/feeds/feed_text.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

TEST(FeedText, NamesHaveStableUrns) {
  EXPECT_EQ(name_urn("paper a"), name_urn("paper a"));
  EXPECT_NE(name_urn("paper a"), name_urn("paper b"));
  // By another program: uuid.uuid5(uuid.UUID("6d0b8a3e-51c7-4f92-9e14-2bd077aa35e8"), "paper a")
  EXPECT_EQ(name_urn("paper a"), "urn:uuid:c7ad722f-659b-5429-aa16-0ba2ed406ef0");
}

TEST(FeedText, EntryIdsComeFromThePapersOwnIdAlone) {
  struct Case {
    const char* id;
    const char* entry;
  };
  const Case cases[] = {
      {"2006.15055", "https://arxiv.org/abs/2006.15055"},
      {"hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"},
      {"10.1000/a<b", "https://doi.org/10.1000/a%3Cb"},
      {"2022.acl-long.1", "https://aclanthology.org/2022.acl-long.1"},
      {"pmid:8", "https://pubmed.ncbi.nlm.nih.gov/8"},
      {"own/1", "urn:uuid:"},
  };
  for (const Case& test : cases) {
    Paper paper = make_paper(test.id, "T");
    const std::string alone = entry_id(paper);
    EXPECT_TRUE(alone.starts_with(test.entry)) << alone;
    paper.doi = "10.1000/other";
    paper.ids = {"2101.00001"};
    paper.repository = "https://example.org/code";
    EXPECT_EQ(entry_id(paper), alone);
  }
}

TEST(FeedText, EveryPaperHasTimes) {
  struct Case {
    const char* published;
    const char* updated;
    const char* shown;
    const char* id;
    const char* as_published;
    const char* as_updated;
  };
  const Case cases[] = {
      {"2020", "", "", "a", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"},
      {"2020-03", "", "", "a", "2020-03-01T00:00:00Z", "2020-03-01T00:00:00Z"},
      {"2020-03-04T05:06:07Z", "2020-03-05", "", "a", "2020-03-04T05:06:07Z", "2020-03-05T00:00:00Z"},
      {"2020-03-04T05:06:07Z", "2020-03-04", "", "a", "2020-03-04T05:06:07Z", "2020-03-04T05:06:07Z"},
      {"", "2021-01-02", "", "a", "2021-01-02T00:00:00Z", "2021-01-02T00:00:00Z"},
      {"", "", "2022-01-02", "2006.15055", "2022-01-02T00:00:00Z", "2022-01-02T00:00:00Z"},
      {"", "", "", "2006.15055", "2020-06-01T00:00:00Z", "2020-06-01T00:00:00Z"},
      {"", "", "", "a", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.as_updated);
    Paper paper = make_paper(test.id, "T", "", test.published);
    paper.updated = Date::parse(test.updated);
    paper.shown = Date::parse(test.shown);
    EXPECT_EQ(rfc3339(times_of(paper).published), test.as_published);
    EXPECT_EQ(rfc3339(times_of(paper).updated), test.as_updated);
  }
}

TEST(FeedText, WritesDatesForMailAndRss) {
  EXPECT_EQ(rfc822(*Date::parse("2026-11-23T08:27:35Z")), "Mon, 23 Nov 2026 08:27:35 +0000");
  EXPECT_EQ(rfc822(*Date::parse("2024-02-29")), "Thu, 29 Feb 2024 00:00:00 +0000");
  EXPECT_EQ(rfc822(*Date::parse("1969-12-31")), "Wed, 31 Dec 1969 00:00:00 +0000");
  EXPECT_EQ(rfc822(*Date::parse("1665")), "Thu, 01 Jan 1665 00:00:00 +0000");
}

TEST(FeedText, CountsVersions) {
  Paper paper = make_paper("2006.15055", "T", "", "2020-01-01");
  EXPECT_EQ(version_count(paper), 1U);
  paper.updated = Date::parse("2020-02-01");
  EXPECT_EQ(version_count(paper), 2U);  // there was another, at least
  paper.versions = {*Date::parse("2020-01-01"), *Date::parse("2020-01-08"), *Date::parse("2020-02-01")};
  EXPECT_EQ(version_count(paper), 3U);
}

}  // namespace
}  // namespace paperdex
