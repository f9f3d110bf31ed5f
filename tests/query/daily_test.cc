// Lists of a day, a week and a month.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "data/error.h"
#include "data/schema.h"
#include "query/searcher.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Paper shown(const std::string& id, const std::string& published, const std::string& day, std::int64_t upvotes,
            const std::string& title = "Slots") {
  Paper paper = make_paper(id, title + " of " + id, "", published);
  paper.shown = Date::parse(day);
  if (upvotes >= 0) paper.upvotes = upvotes;
  return paper;
}

const std::vector<Paper>& papers() {
  static const std::vector<Paper> kPapers = [] {
    std::vector<Paper> list = {
        shown("tuesday", "2025-02-28", "2025-03-04", 5, "Graphs"),
        shown("popular", "2025-03-03", "2025-03-04", 40),
        shown("unshown", "2025-03-04T10:00:00Z", "", -1),
        shown("voted", "2025-03-04", "", 7, "Graphs and graphs"),
        shown("sunday", "2025-03-09", "", 1),
        shown("monday", "2025-03-10", "", 2),
        shown("of the month", "2025-03", "", 100),
        shown("of the year", "2025", "", 100),
        shown("april", "2025-04", "", 1),
        shown("dateless, shown", "", "2025-02-11", 3),
        shown("june", "2025-06-30", "", 1),
        shown("far", "2099-01-01", "", 1),
    };
    list[0].categories = {"cs.LG"};
    list[3].categories = {"cs.CV", "cs.AI"};
    for (Paper& paper : list) std::replace(paper.id.begin(), paper.id.end(), ' ', '_');
    return list;
  }();
  return kPapers;
}

class DailyTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { index_ = new TestIndex(papers()); }
  static void TearDownTestSuite() { delete index_; }

  Daily daily(const std::string& period, DailySort sort = DailySort::kUpvotes, const std::string& topic = "") {
    DailyRequest request;
    if (!period.empty()) request.range = parse_period(period);
    request.sort = sort;
    request.topic = topic;
    return searcher_.daily(request);
  }
  static std::vector<std::string> ids(const Daily& daily) {
    std::vector<std::string> ids;
    for (const Hit& hit : daily.hits) ids.push_back(hit.paper.id);
    EXPECT_EQ(ids.size(), daily.total);
    return ids;
  }
  static std::string text(const std::optional<DayRange>& range) { return range ? period_text(*range) : ""; }

  static TestIndex* index_;
  Searcher searcher_{Snapshot::open(index_->dir())};
};

TestIndex* DailyTest::index_ = nullptr;

TEST_F(DailyTest, HasWhatWasShownOnTheDayAndElseWhatWasPublished) {
  EXPECT_THAT(ids(daily("2025-03-04")), ElementsAre("popular", "voted", "tuesday", "unshown"));
  EXPECT_THAT(ids(daily("2025-02-28")), IsEmpty()) << "shown on another day";
  EXPECT_THAT(ids(daily("2025-02-11")), ElementsAre("dateless,_shown"));
  EXPECT_THAT(ids(daily("2025-W10")), ElementsAre("popular", "voted", "tuesday", "sunday", "unshown"));
  EXPECT_THAT(ids(daily("2025-W11")), ElementsAre("monday"));
}

TEST_F(DailyTest, HasPapersOfAMonthInItsListAlone) {
  EXPECT_THAT(ids(daily("2025-03-01")), IsEmpty());
  EXPECT_THAT(ids(daily("2025-W09")), IsEmpty());
  EXPECT_THAT(ids(daily("2025-03")),
              ElementsAre("of_the_month", "popular", "voted", "tuesday", "monday", "sunday", "unshown"));
  EXPECT_THAT(ids(daily("2025-01")), IsEmpty()) << "a paper of the year";
}

TEST_F(DailyTest, NamesTheNearestPeriodsThatHavePapers) {
  constexpr const char* kCases[][3] = {
      {"2025-03-04", "2025-02-11", "2025-03-09"}, {"2025-02-28", "2025-02-11", "2025-03-04"},
      {"2025-03-09", "2025-03-04", "2025-03-10"}, {"2025-02-11", "", "2025-03-04"},
      {"2025-W10", "2025-W07", "2025-W11"},       {"2025-W20", "2025-W11", "2025-W27"},
      {"2025-03", "2025-02", "2025-04"},          {"2025-05", "2025-04", "2025-06"},
      {"2025-06", "2025-04", "2099-01"},          {"2099-01-01", "2025-06-30", ""},
  };
  for (const auto& [period, previous, next] : kCases) {
    const Daily list = daily(period);
    EXPECT_EQ(period_text(list.range), period);
    EXPECT_EQ(text(list.previous), previous) << period;
    EXPECT_EQ(text(list.next), next) << period;
  }
}

TEST_F(DailyTest, IsOfTheNewestDayUnlessAskedOtherwise) {
  EXPECT_EQ(period_text(daily("").range), "2025-06-30") << "not of the future";
  const TestIndex months({shown("1", "2025-03", "", 1), shown("2", "2025-04", "", 1), shown("3", "2025", "", 1)});
  Searcher searcher(Snapshot::open(months.dir()));
  const Daily newest = searcher.daily({});
  EXPECT_EQ(period_text(newest.range), "2025-04") << "where no date is a day";
  EXPECT_THAT(ids(newest), ElementsAre("2"));
  EXPECT_EQ(text(newest.previous), "2025-03");
}

TEST_F(DailyTest, RanksByATopicAndThenByUpvotes) {
  EXPECT_THAT(ids(daily("2025-03-04", DailySort::kRelevance, "graphs")),
              ElementsAre("voted", "tuesday", "popular", "unshown"));
  EXPECT_THAT(ids(daily("2025-03-04", DailySort::kRelevance, "slots")),
              ElementsAre("unshown", "popular", "voted", "tuesday"))
      << "of equal words, the newest first";
  for (const char* topic : {"", "absentword", "the", "-slots -graphs", "\"no such phrase\""}) {
    EXPECT_THAT(ids(daily("2025-03-04", DailySort::kRelevance, topic)),
                ElementsAre("popular", "voted", "tuesday", "unshown"))
        << topic;
  }
  EXPECT_EQ(daily("2025-03-04", DailySort::kRelevance, "graphs").hits[1].highlights.title,
            "<mark>Graphs</mark> of tuesday");
}

TEST_F(DailyTest, CutsEveryOrderIntoPages) {
  for (const DailySort sort : {DailySort::kUpvotes, DailySort::kNewest, DailySort::kRelevance}) {
    const std::vector<std::string> whole = ids(daily("2025-03", sort, "graphs"));
    std::vector<std::string> pages;
    for (std::size_t offset = 0; offset < 12; offset += 3) {
      DailyRequest request;
      request.range = parse_period("2025-03");
      request.sort = sort;
      request.topic = "graphs";
      request.limit = 3;
      request.offset = offset;
      const Daily page = searcher_.daily(request);
      EXPECT_EQ(page.total, whole.size());
      for (const Hit& hit : page.hits) pages.push_back(hit.paper.id);
    }
    EXPECT_EQ(pages, whole);
  }
}

TEST_F(DailyTest, NarrowsByAnyOfTheCategories) {
  DailyRequest request;
  request.range = parse_period("2025-03");
  request.categories = {"cs.AI"};
  EXPECT_THAT(ids(searcher_.daily(request)), ElementsAre("voted"));
  request.categories = {"cs.AI", "cs.LG"};
  EXPECT_THAT(ids(searcher_.daily(request)), ElementsAre("voted", "tuesday"));
  request.sort = DailySort::kRelevance;
  request.topic = "tuesday";
  EXPECT_THAT(ids(searcher_.daily(request)), ElementsAre("tuesday", "voted"));
}

TEST_F(DailyTest, RefusesWhatItCannotAnswer) {
  const auto refused = [&](auto change) -> std::string {
    DailyRequest request;
    change(request);
    try {
      searcher_.daily(request);
      return "";
    } catch (const QueryError& error) {
      return error.code();
    }
  };
  EXPECT_EQ(refused([](DailyRequest& r) { r.range = DayRange{1, 2}; }), "bad_period");
  EXPECT_EQ(refused([](DailyRequest& r) { r.range = DayRange{2, 1}; }), "bad_period");
  EXPECT_EQ(refused([](DailyRequest& r) { r.limit = kMaxResults; }), "");
  EXPECT_EQ(refused([](DailyRequest& r) { r.limit = kMaxResults, r.offset = 1; }), "too_many_results");
  EXPECT_EQ(refused([](DailyRequest& r) { r.categories.assign(kMaxFilterValues + 1, "x"); }), "too_many_values");
  EXPECT_EQ(refused([](DailyRequest& r) {
              r.sort = DailySort::kRelevance;
              r.topic = std::string(kMaxQueryBytes + 1, 'a');
            }),
            "query_too_long");
}

// More papers than a day's block holds move to the block of the day before, but not to its list.
TEST(Daily, KnowsTheDayOfPapersThatWereSpilled) {
  std::vector<Paper> papers;
  for (Docid i = 0; i < kDocidsPerDay + 2; ++i) {
    papers.push_back(make_paper("p" + std::to_string(i), "S", "", "2024-06-12"));
  }
  const TestIndex index(papers);
  Searcher searcher(Snapshot::open(index.dir()));
  DailyRequest request;
  EXPECT_EQ(searcher.daily(request).total, kDocidsPerDay + 2);
  EXPECT_FALSE(searcher.daily(request).previous);
  request.range = parse_period("2024-06-11");
  EXPECT_EQ(searcher.daily(request).total, 0U);
}

}  // namespace
}  // namespace paperdex
