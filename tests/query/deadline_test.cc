// Answers that are cut short.
#include "query/deadline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "query/cost.h"
#include "query/response_json.h"
#include "query/searcher.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

// Passes when the clock is looked at for the n-th time; the first look is the deadline's own, at its beginning.
Deadline passes_at_look(int n) {
  auto looks = std::make_shared<int>(-1);
  return Deadline(std::chrono::seconds(n),
                  [looks] { return Deadline::Clock::time_point(std::chrono::seconds(++*looks)); });
}

TEST(Deadline, NeverPassesUnlessItIsSet) {
  Deadline none;
  none.keep_back(1h);
  for (unsigned i = 0; i < 3 * Deadline::kStepsOfALook; ++i) EXPECT_FALSE(none.passed_at_step());
  EXPECT_FALSE(none.passed());
}

TEST(Deadline, PassesAtItsTimeAndStaysSo) {
  Deadline::Clock::time_point now{};
  Deadline deadline(10ms, [&] { return now; });
  now += 10ms - 1ns;
  EXPECT_FALSE(deadline.passed());
  now += 1ns;
  EXPECT_FALSE(deadline.has_passed()) << "nobody looked";
  EXPECT_TRUE(deadline.passed());
  now -= 5ms;
  EXPECT_TRUE(deadline.passed());
  EXPECT_TRUE(deadline.has_passed());
}

TEST(Deadline, PassesEarlierByWhatIsKeptBack) {
  Deadline::Clock::time_point now{};
  Deadline deadline(10ms, [&] { return now; });
  deadline.keep_back(4ms);
  now += 6ms - 1ns;
  EXPECT_FALSE(deadline.passed());
  now += 1ns;
  EXPECT_TRUE(deadline.passed());
}

TEST(Deadline, LooksAtTheClockAtSomeStepsOnly) {
  Deadline deadline = passes_at_look(2);
  for (unsigned step = 1; step < 2 * Deadline::kStepsOfALook; ++step) EXPECT_FALSE(deadline.passed_at_step()) << step;
  EXPECT_TRUE(deadline.passed_at_step());
}

// 1,000 papers, a newer one with each number less; all have the words, and no two of them the phrase.
const TestIndex& index() {
  static const TestIndex kIndex = [] {
    std::vector<Paper> papers;
    const Day newest = Date::parse("2024-12-31")->first_day();
    for (int i = 0; i < 1000; ++i) {
      papers.push_back(make_paper(std::to_string(i), "Slots of kind " + std::to_string(i),
                                  i == 999 ? "Attention to slots, and slots of Hamlet" : "Attention of slots",
                                  Date::from_day(newest - i).to_string()));
    }
    return TestIndex(papers);
  }();
  return kIndex;
}

SearchRequest asking(const std::string& text) {
  SearchRequest request;
  request.text = text;
  return request;
}

struct Question {
  const char* text;
  Sort sort = Sort::kBlend;
};

// Every way to match: words, operators, phrases, exclusions, prefixes, orders.
constexpr Question kQuestions[] = {
    {"slots"},
    {"slots attention"},
    {"slots OR attention"},
    {"slots AND attention"},
    {"slots -hamlet"},
    {"-hamlet"},
    {"\"attention of\" OR kind"},
    {"abstract:slots"},
    {"abstract:(slots OR attention)", Sort::kRelevance},
    {"title:slo*"},
    {"slots", Sort::kRelevance},
    {"slots", Sort::kOldest},
    {"slots", Sort::kUpdated},
    {"slots", Sort::kUpdatedOldest},
    {"", Sort::kOldest},
};

TEST(Deadline, EndsEveryKindOfMatchWithWhatWasFound) {
  Searcher searcher(Snapshot::open(index().dir()));
  for (const Question& question : kQuestions) {
    SCOPED_TRACE(std::string(question.text) + " " + sort_name(question.sort));
    SearchRequest request = asking(question.text);
    request.sort = question.sort;
    request.facets = true;
    const SearchResponse all = searcher.search(request);
    EXPECT_FALSE(all.partial);
    searcher.set_deadline(Deadline(1h));
    const SearchResponse whole = searcher.search(request);
    EXPECT_FALSE(whole.partial);
    EXPECT_EQ(whole.total, all.total);
    ASSERT_EQ(whole.hits.size(), all.hits.size());
    for (std::size_t i = 0; i < all.hits.size(); ++i) EXPECT_EQ(whole.hits[i].paper.id, all.hits[i].paper.id);

    // Far enough on that something was found.
    searcher.set_deadline(passes_at_look(6));
    const SearchResponse some = searcher.search(request);
    EXPECT_TRUE(some.partial);
    EXPECT_FALSE(some.total_exact);
    EXPECT_FALSE(some.facets->exact);
    EXPECT_THAT(some.warnings, testing::Contains(kPartialWarning));
    EXPECT_FALSE(some.hits.empty());
    EXPECT_LT(some.total, 1000U);

    searcher.set_deadline(Deadline(0ms));
    const SearchResponse none = searcher.search(request);
    EXPECT_TRUE(none.partial);
    EXPECT_TRUE(none.hits.empty());
    EXPECT_TRUE(none.blame.empty());
    searcher.set_deadline(Deadline());
  }
}

// A phrase that no paper has, of words that all have, finds nothing on its way that a deadline could be asked at.
TEST(Deadline, EndsAWalkThatFindsNothing) {
  Searcher searcher(Snapshot::open(index().dir()));
  for (const char* text :
       {"\"attention kind\"", "\"attention kind\" OR \"kind attention\"", "(slots -attention) OR qzxw"}) {
    SCOPED_TRACE(text);
    SearchRequest request = asking(text);
    request.exact = true;
    EXPECT_EQ(searcher.search(request).total, 0U);
    searcher.set_deadline(passes_at_look(6));
    EXPECT_TRUE(searcher.search(request).partial);
    searcher.set_deadline(Deadline());
  }
}

TEST(Deadline, IsOneForAllThatARequestAsks) {
  Searcher searcher(Snapshot::open(index().dir()));
  SearchRequest counted = asking("slots OR attention");
  counted.facets = true;
  searcher.set_deadline(passes_at_look(6));
  EXPECT_TRUE(searcher.search(counted).partial);
  EXPECT_TRUE(searcher.search(asking("slots")).partial) << "the next search has no time of its own";
  EXPECT_TRUE(searcher.related("5", 3)->partial);
  DailyRequest daily;
  daily.topic = "slots";
  daily.sort = DailySort::kRelevance;
  EXPECT_TRUE(searcher.daily(daily).partial);
  searcher.set_deadline(Deadline(1h));
  EXPECT_FALSE(searcher.search(asking("slots")).partial);
  EXPECT_FALSE(searcher.related("5", 3)->partial);
  EXPECT_FALSE(searcher.daily(daily).partial);
}

TEST(Deadline, KeepsBackTheTimeOfTheHits) {
  Searcher searcher(Snapshot::open(index().dir()));
  Deadline::Clock::time_point now{};
  SearchRequest request = asking("slots");
  request.limit = 1000;
  searcher.set_deadline(Deadline(kTimePerHit * 1000, [&] { return now; }));
  EXPECT_TRUE(searcher.search(request).partial);
  request.limit = 999;
  searcher.set_deadline(Deadline(kTimePerHit * 1000, [&] { return now; }));
  EXPECT_FALSE(searcher.search(request).partial);
}

TEST(Deadline, IsToldInJson) {
  Searcher searcher(Snapshot::open(index().dir()));
  const auto json_of = [&] {
    JsonWriter json(0);
    write_search(json, asking("slots"), searcher.search(asking("slots")), 1, "");
    return json.take();
  };
  EXPECT_THAT(json_of(), Not(HasSubstr("partial")));
  searcher.set_deadline(Deadline(0ms));
  EXPECT_THAT(json_of(), HasSubstr("\"total_exact\":false,\"partial\":true,"));
}

TEST(SearchRequest, ExplainsSoManyHitsAndNoMore) {
  SearchRequest request = asking("slots");
  request.explain = true;
  request.limit = kMaxExplained;
  EXPECT_NO_THROW(check_request(request));
  request.limit = kMaxExplained + 1;
  try {
    check_request(request);
    ADD_FAILURE() << "accepted";
  } catch (const QueryError& error) {
    EXPECT_EQ(error.code(), "too_many_explained");
  }
  request.explain = false;
  EXPECT_NO_THROW(check_request(request));
}

// 1,000 papers, so every word of them counts 1,000.
TEST(CostEstimator, CountsWhatAQuestionMakesWork) {
  struct Case {
    const char* what;
    Postings cost;
    SearchRequest request;
  };
  const auto with = [](const std::string& text, std::size_t limit, Sort sort = Sort::kBlend, bool facets = false,
                       bool typing = false) {
    SearchRequest request = asking(text);
    request.limit = limit;
    request.sort = sort;
    request.facets = facets;
    request.typing = typing;
    return request;
  };
  const Case cases[] = {
      {"nothing", 0, with("", 0)},
      {"hits", 10 * kCostOfHit, with("", 10)},
      {"a word", 1000, with("slots", 0)},
      {"a word in another form", 1000, with("slotted", 0)},
      {"each word", 2000, with("slots attention", 0)},
      {"whatever stands between", 2000, with("slots OR -(attention)", 0)},
      {"words of fields", 1000, with("abstract:slots", 0)},
      {"phrases more", 8000, with("\"slots attention\"", 0)},
      {"what a word may become", 2000, with("atten", 0, Sort::kBlend, false, true)},
      {"a word to correct", kCostOfCorrection, with("atentionn", 0)},
      {"an order of all papers", 1000 * kCostOfOrder, with("", 0, Sort::kOldest)},
      {"not the order of the index", 0, with("", 0, Sort::kNewest)},
      {"facets", 1000 * kCostOfFacet, with("", 0, Sort::kBlend, true)},
  };
  const auto snapshot = Snapshot::open(index().dir());
  for (const Case& c : cases) EXPECT_EQ(snapshot->cost_of(c.request), c.cost) << c.what;
  EXPECT_THROW(snapshot->cost_of(asking(std::string(kMaxQueryBytes + 1, 'x'))), QueryError);
}

}  // namespace
}  // namespace paperdex
