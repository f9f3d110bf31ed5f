// What is talked about: votes that decay, and words that rise.
#include "query/trending.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/error.h"
#include "query/searcher.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

Paper voted(const std::string& id, const std::string& published, std::int64_t upvotes, const std::string& shown = "") {
  Paper paper = make_paper(id, "Title of " + id, "", published);
  paper.upvotes = upvotes;
  paper.shown = Date::parse(shown);
  return paper;
}

std::vector<std::string> ids(const Trending& trending) {
  std::vector<std::string> ids;
  for (const Hit& hit : trending.papers) ids.push_back(hit.paper.id);
  return ids;
}

TEST(Trending, RanksByVotesThatHalveInThreeDays) {
  const TestIndex index({
      voted("today", "2025-03-31", 10),
      voted("three-days", "2025-03-28", 19),
      voted("six-days", "2025-03-25", 44),
      voted("shown-yesterday", "2025-01-01", 11, "2025-03-30"),
      voted("shown-long-ago", "2025-03-31", 1000, "2025-01-02"),
      voted("first-day", "2025-03-02", 512 * 8),
      voted("day-before-it", "2025-03-01", 1'000'000),
      voted("none", "2025-03-31", 0),
      voted("against", "2025-03-31", -5),
      make_paper("unvoted", "T", "", "2025-03-31"),
  });
  Searcher searcher(Snapshot::open(index.dir()));
  const Trending trending = searcher.trending(100);
  EXPECT_EQ(period_text(trending.range), "2025-03-02..2025-03-31");
  EXPECT_THAT(ids(trending), ElementsAre("six-days", "today", "three-days", "shown-yesterday", "first-day"));
  EXPECT_DOUBLE_EQ(trending.papers[0].score, 11);
  EXPECT_DOUBLE_EQ(trending.papers[2].score, 9.5);
  EXPECT_THAT(ids(searcher.trending(2)), ElementsAre("six-days", "today"));
  EXPECT_THAT(ids(searcher.trending(0)), IsEmpty());
  EXPECT_NO_THROW(searcher.trending(kMaxResults));
  EXPECT_THROW(searcher.trending(kMaxResults + 1), QueryError);
}

TEST(Trending, ReachesToTheDayOfTheNewestPage) {
  const TestIndex index({voted("a", "2025-03-01", 4, "2025-03-10"), voted("b", "2025-02-20", 4, "2025-03-07")});
  const Trending trending = Searcher(Snapshot::open(index.dir())).trending(10);
  EXPECT_EQ(trending.range.last, day_from_ymd({2025, 3, 10}));
  EXPECT_DOUBLE_EQ(trending.papers[0].score, 4);
  EXPECT_DOUBLE_EQ(trending.papers[1].score, 2);
}

// A year of papers, and a month in which some words are new.
std::vector<Paper> year_and_month() {
  std::vector<Paper> papers;
  const Day last = day_from_ymd({2025, 3, 31});
  const auto add = [&](Day day, const std::string& title) {
    papers.push_back(make_paper("p" + std::to_string(papers.size()), title, "", Date::from_day(day).to_string()));
  };
  for (int i = 0; i < 300; ++i) {
    add(last - kRisingDays - i, i % 3 == 0   ? "Graph networks for the 3 molecules"
                                : i % 3 == 1 ? "Networks of neurons, measured"
                                             : "Diffusion of heat");
  }
  for (int i = 0; i < 30; ++i) {
    add(last - i, i % 5 == 0   ? "State space models for the 2025 molecules"
                  : i % 5 == 1 ? "Sampling with state-space Models"
                  : i % 5 == 2 ? "Diffusion networks"
                  : i % 5 == 3 ? "Flow matching"
                               : "Graph networks, once more");
  }
  add(last - kRisingDays - kRisingBeforeDays, "Too old to count: flow matching");
  add(last, "Rare words");
  return papers;
}

class RisingTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { index_ = new TestIndex(year_and_month()); }
  static void TearDownTestSuite() { delete index_; }

  static TestIndex* index_;
  std::shared_ptr<const Snapshot> snapshot_ = Snapshot::open(index_->dir());
};

TestIndex* RisingTest::index_ = nullptr;

TEST_F(RisingTest, FindsWordsAndPhrasesWhoseShareRises) {
  const RisingTerms& rising = snapshot_->rising();
  EXPECT_EQ(period_text(rising.range), "2025-03-02..2025-03-31");
  EXPECT_EQ(rising.papers, 31U);
  EXPECT_EQ(rising.papers_before, 300U);
  std::vector<std::string> texts;
  for (const RisingTerm& term : rising.terms) texts.push_back(term.text);
  // Of "state space" and "space models" one speaks for both, and "state", "space", "flow" and "matching" are left to
  // phrases. Networks and graphs are as frequent as before, "the" and 2025 say nothing, and "rare" stands once.
  EXPECT_THAT(texts, Contains("Flow matching"));
  EXPECT_THAT(texts, Contains("Diffusion networks"));
  EXPECT_THAT(texts, Contains(testing::AnyOf("State space", "space models", "space Models")));
  for (const char* beaten : {"state", "State", "space", "flow", "Flow", "matching", "networks", "Graph networks", "the",
                             "2025", "Rare", "Rare words", "diffusion"}) {
    EXPECT_THAT(texts, Not(Contains(beaten)));
  }
}

TEST_F(RisingTest, CountsTitlesAndFindsThemByItsQuery) {
  Searcher searcher(snapshot_);
  ASSERT_FALSE(snapshot_->rising().terms.empty());
  for (const RisingTerm& term : snapshot_->rising().terms) {
    SearchRequest request;
    request.text = term.query;
    request.sort = Sort::kNewest;  // which never loosens
    request.from = Date::from_day(snapshot_->rising().range.first);
    EXPECT_EQ(searcher.search(request).total, term.count) << term.query;
    request.until = Date::from_day(snapshot_->rising().range.first - 1);
    request.from = Date::from_day(snapshot_->rising().range.first - kRisingBeforeDays);
    EXPECT_EQ(searcher.search(request).total, term.count_before) << term.query;
  }
}

TEST_F(RisingTest, IsPartOfWhatIsTrendingThoughNobodyVoted) {
  const Trending trending = Searcher(snapshot_).trending(2);
  EXPECT_THAT(trending.papers, IsEmpty());
  ASSERT_EQ(trending.rising.size(), 2U);
  EXPECT_EQ(trending.rising[0].text, snapshot_->rising().terms[0].text);
}

TEST(Rising, IsNothingWithoutAYearBefore) {
  EXPECT_THAT(Snapshot::open(TestIndex(std::vector<Paper>{}).dir())->rising().terms, IsEmpty());
  std::vector<Paper> papers;
  for (int i = 0; i < 10; ++i) papers.push_back(make_paper("p" + std::to_string(i), "Slots", "", "2025-03-31"));
  EXPECT_THAT(Snapshot::open(TestIndex(papers).dir())->rising().terms, IsEmpty());
}

TEST(Rising, IsFoundByItsQueryInSpiteOfQuotes) {
  std::vector<Paper> papers;
  const Day last = day_from_ymd({2025, 3, 31});
  for (int i = 0; i < 200; ++i) {
    const bool is_new = i < 10;
    papers.push_back(make_paper("p" + std::to_string(i), is_new ? "Gaussian \"splatting\" now" : "Heat, measured", "",
                                Date::from_day(is_new ? last - i : last - 40 - i).to_string()));
  }
  const TestIndex index(papers);
  Searcher searcher(Snapshot::open(index.dir()));
  ASSERT_FALSE(searcher.snapshot().rising().terms.empty());
  for (const RisingTerm& term : searcher.snapshot().rising().terms) {
    SearchRequest request;
    request.text = term.query;
    request.sort = Sort::kNewest;
    EXPECT_EQ(searcher.search(request).total, term.count) << term.query;
  }
}

TEST(Rising, AsksForSomeTitlesAtLeast) {
  for (const std::uint64_t count : {kMinRisingCount - 1, kMinRisingCount}) {
    std::vector<Paper> papers;
    for (int i = 0; i < 200; ++i) {
      papers.push_back(make_paper("old" + std::to_string(i), "Graphs", "", "2024-12-01"));
    }
    for (std::uint64_t i = 0; i < count; ++i) {
      papers.push_back(make_paper("new" + std::to_string(i), "Slots", "", "2025-03-31"));
    }
    EXPECT_EQ(Snapshot::open(TestIndex(papers).dir())->rising().terms.size(), count < kMinRisingCount ? 0U : 1U);
  }
}

}  // namespace
}  // namespace paperdex
