// An index whose papers all have the same word, source, author, category and page that showed them, as one that is
// harvested by a query does: nothing of it may fail (posting_sources.h, term_query()).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "query/searcher.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

constexpr std::size_t kPapers = 3000;

std::vector<Paper> papers_alike() {
  std::vector<Paper> papers;
  const Day first = Date::parse("2024-06-12")->first_day();
  for (std::size_t i = 0; i < kPapers; ++i) {
    const std::string day = Date::from_day(first - static_cast<Day>(i % 365)).to_string();
    Paper paper = make_paper("p" + std::to_string(i), "Common thing", "Shared " + std::to_string(i % 97), day);
    paper.authors = {"Ann Smith"};
    paper.categories = {"cs.AA"};
    paper.source = "acme";
    paper.venue = "Venue";
    paper.comment = "Remark";
    paper.report_no = "LAB-1";
    paper.shown = Date::parse(day);
    paper.upvotes = static_cast<std::int64_t>(i % 7);
    papers.push_back(std::move(paper));
  }
  return papers;
}

class Everywhere : public testing::Test {
 protected:
  static void SetUpTestSuite() { index_ = new TestIndex(papers_alike()); }
  static void TearDownTestSuite() {
    delete index_;
    index_ = nullptr;
  }

  static inline TestIndex* index_ = nullptr;
  Searcher searcher_{Snapshot::open(index_->dir())};
};

TEST_F(Everywhere, EverySearchIsAnsweredInEveryOrder) {
  for (const char* text : {"common",
                           "Common thing",
                           "title:common",
                           "comm*",
                           "\"common thing\"",
                           "\"common\"",
                           "author:ann",
                           "author:smi*",
                           "source:acme",
                           "cat:cs",
                           "cat:cs.AA",
                           "comment:remark",
                           "journal:venue",
                           "report:lab",
                           "common -5",
                           "common AND thing",
                           "thing OR nothing",
                           "5 source:acme",
                           "nothing -common",
                           "5 AND common",
                           "co-mmon",
                           "ann",
                           ""}) {
    for (const Sort sort :
         {Sort::kBlend, Sort::kRelevance, Sort::kNewest, Sort::kOldest, Sort::kUpdated, Sort::kUpdatedOldest}) {
      for (const bool more : {false, true}) {
        SCOPED_TRACE(std::string(text) + " " + sort_name(sort));
        SearchRequest request;
        request.text = text;
        request.sort = sort;
        request.facets = request.explain = request.typing = more;
        if (more) {
          request.sources = {"acme"};
          request.categories = {"cs.AA"};
          request.authors = {"Ann"};
          request.venues = {"Venue"};
        }
        EXPECT_NO_THROW(searcher_.search(request));
      }
    }
  }
}

TEST_F(Everywhere, AWordThatAllPapersHaveFindsThemAll) {
  SearchRequest request;
  request.text = "common";
  request.sort = Sort::kOldest;
  request.offset = 995;
  request.limit = 5;
  const SearchResponse response = searcher_.search(request);
  EXPECT_EQ(response.total, kPapers);
  EXPECT_EQ(response.hits.size(), 5U);
}

TEST_F(Everywhere, ListsOfDaysAndWhatIsTrendingAreAnswered) {
  for (const DailySort sort : {DailySort::kUpvotes, DailySort::kNewest, DailySort::kRelevance}) {
    for (const char* period : {"2024-06-12", "2024-W20", "2024-05"}) {
      DailyRequest request;
      request.range = parse_period(period);
      request.sort = sort;
      request.topic = "common";
      request.categories = {"cs"};
      EXPECT_GT(searcher_.daily(request).total, 0U) << period;
    }
  }
  EXPECT_FALSE(searcher_.trending(10).papers.empty());
  EXPECT_TRUE(searcher_.related("p1", 10));
}

}  // namespace
}  // namespace paperdex
