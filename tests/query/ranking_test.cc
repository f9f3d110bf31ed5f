// In which order papers come, and why.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "data/schema.h"
#include "query/searcher.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

DailyRequest list_of(std::optional<Day> day, DailySort sort, std::size_t limit, std::size_t offset) {
  DailyRequest request;
  if (day) request.range = DayRange{*day, *day};
  request.sort = sort;
  request.limit = limit;
  request.offset = offset;
  return request;
}

using testing::ElementsAre;

SearchRequest request_of(const std::string& text, Sort sort = Sort::kBlend, std::size_t limit = 100) {
  SearchRequest request;
  request.text = text;
  request.sort = sort;
  request.limit = limit;
  return request;
}

std::vector<std::string> ids(const SearchResponse& response) {
  std::vector<std::string> ids;
  for (const Hit& hit : response.hits) ids.push_back(hit.paper.id);
  return ids;
}

std::vector<std::string> search_ids(const TestIndex& index, const SearchRequest& request) {
  return ids(Searcher(Snapshot::open(index.dir())).search(request));
}

// Papers that fill a lexicon, without the words that a test asks for.
std::vector<Paper> with_others(std::vector<Paper> papers) {
  for (int i = 0; i < 40; ++i) {
    papers.push_back(make_paper("other" + std::to_string(i), "Other work number " + std::to_string(i),
                                "Some unrelated abstract about nothing much.", std::to_string(2000 + i % 20)));
  }
  return papers;
}

TEST(Ranking, PutsMoreWordsFirstAndTitlesBeforeAbstracts) {
  const TestIndex index(with_others({
      make_paper("both", "Slot attention", "A study.", "2015"),
      make_paper("one", "Slot machines", "A study.", "2015"),
      make_paper("abstract", "A study", "Slot attention.", "2015"),
  }));
  EXPECT_THAT(search_ids(index, request_of("slot attention", Sort::kRelevance)),
              ElementsAre("both", "abstract", "one"));
}

TEST(Ranking, PutsWordsInARowBeforeWordsApart) {
  const TestIndex index(with_others({
      make_paper("apart", "Of attention and of the other slot", "", "2015"),
      make_paper("row", "Of other and of the slot attention", "", "2015"),
  }));
  EXPECT_THAT(search_ids(index, request_of("slot attention", Sort::kRelevance)), ElementsAre("row", "apart"));
}

TEST(Ranking, BlendsTheNewerOfTwoNearEqualPapersFirst) {
  const std::vector<Paper> papers = with_others({
      make_paper("old", "Slot attention for objects", "We study slot attention.", "2012-01-01"),
      make_paper("new", "Slot attention for videos in the wild", "We study slot attention now.", "2024-01-01"),
  });
  const TestIndex index(papers);
  EXPECT_THAT(search_ids(index, request_of("slot attention")), ElementsAre("new", "old"));
  EXPECT_THAT(search_ids(index, request_of("slot attention", Sort::kRelevance)), ElementsAre("old", "new"));
}

TEST(Ranking, LetsRelevanceRuleWhereAWordMoreMatches) {
  const TestIndex index(with_others({
      make_paper("more", "Slot attention", "We study slot attention.", "2005-01-01"),
      make_paper("less", "Attention here", "We study attention.", "2024-01-01"),
  }));
  EXPECT_THAT(search_ids(index, request_of("slot attention")), ElementsAre("more", "less"));
}

TEST(Ranking, WeighsRecencyByTheHalfLifeThatWasAskedFor) {
  const TestIndex index(with_others(
      {make_paper("old", "Slot attention", "", "2020-01-01"), make_paper("new", "Slot attention", "", "2024-01-01")}));
  Searcher searcher(Snapshot::open(index.dir()));
  std::map<double, double> gap;  // half-life -> what the newer paper is ahead
  for (const double half_life : {kMinHalfLifeYears, 2.0, kMaxHalfLifeYears}) {
    SearchRequest request = request_of("slot attention");
    request.half_life_years = half_life;
    const SearchResponse response = searcher.search(request);
    ASSERT_THAT(ids(response), ElementsAre("new", "old"));
    gap[half_life] = response.hits[0].score - response.hits[1].score;
  }
  EXPECT_GT(gap[kMinHalfLifeYears], gap[2.0]);
  EXPECT_GT(gap[2.0], gap[kMaxHalfLifeYears]);
}

TEST(Ranking, SortsByDateWithDatelessPapersLast) {
  const TestIndex index({make_paper("b", "Slot", "", "2020-02-01"), make_paper("none", "Slot"),
                         make_paper("c", "Slot", "", "2024"), make_paper("a", "Slot", "", "1999-12-31")});
  for (const char* text : {"slot", ""}) {
    EXPECT_THAT(search_ids(index, request_of(text, Sort::kNewest)), ElementsAre("c", "b", "a", "none")) << text;
    EXPECT_THAT(search_ids(index, request_of(text, Sort::kOldest)), ElementsAre("a", "b", "c", "none")) << text;
  }
  EXPECT_THAT(search_ids(index, request_of("")), ElementsAre("c", "b", "a", "none")) << "nothing to weigh";
}

// An index whose block of 2024-06-12 is nearly full, as 4,096 papers of one day would leave it.
TEST(Ranking, FiltersSpilledPapersByTheirTrueDay) {
  const Day day = day_from_ymd({2024, 6, 12});
  TestIndex index({make_paper("dateless", "Slot")});
  {
    Xapian::WritableDatabase writer(index.dir().staging().string(), Xapian::DB_OPEN);
    writer.set_metadata(kMetaBlockPrefix + std::to_string(first_docid(day)), std::to_string(kDocidsPerDay - 1));
    writer.commit();
    break_seal(index.dir().staging());
  }
  index.add({make_paper("kept", "Slot", "", "2024-06-12"), make_paper("spilled", "Slot", "", "2024-06-12"),
             make_paper("before", "Slot", "", "2024-06-11"), make_paper("after", "Slot", "", "2024-06-13")});
  Searcher searcher(Snapshot::open(index.dir()));
  const auto on = [&](const char* from, const char* until, const char* text) {
    SearchRequest request = request_of(text, Sort::kNewest);
    request.from = Date::parse(from);
    request.until = Date::parse(until);
    std::vector<std::string> found = ids(searcher.search(request));
    std::sort(found.begin(), found.end());
    return found;
  };
  for (const char* text : {"slot", ""}) {
    EXPECT_THAT(on("2024-06-12", "2024-06-12", text), ElementsAre("kept", "spilled"));
    EXPECT_THAT(on("2024-06-11", "2024-06-11", text), ElementsAre("before"));
    EXPECT_THAT(on("2024-06-11", "2024-06-12", text), ElementsAre("before", "kept", "spilled"));
    EXPECT_THAT(on("2024-06-13", "2024", text), ElementsAre("after"));
  }
  EXPECT_THAT(ids(searcher.search(request_of("slot AND date:2024-06-11"))), ElementsAre("before"));
  EXPECT_EQ(searcher.daily(list_of(day, DailySort::kNewest, 10, 0)).total, 2U);
  SearchRequest counted = request_of("slot");
  counted.facets = true;
  EXPECT_EQ(searcher.search(counted).facets->year.front().count, 4U);
}

TEST(Ranking, ExplainsWordsAndFields) {
  Paper paper = make_paper("a", "Slot attention", "We study slots and graphs.", "2020");
  paper.authors = {"Thomas Kipf"};
  const TestIndex index(with_others({paper}));
  Searcher searcher(Snapshot::open(index.dir()));
  SearchRequest request = request_of("slot attention graph kipf absent");
  request.explain = true;
  const SearchResponse response = searcher.search(request);
  ASSERT_FALSE(response.hits.empty());
  ASSERT_TRUE(response.hits.front().explanation);
  const Explanation& why = *response.hits.front().explanation;
  std::string terms;
  for (const Explanation::Term& term : why.terms) terms += term.word + '=' + term.field + "; ";
  EXPECT_EQ(terms, "slot=title and abstract; attention=title; graph=abstract; kipf=author; ");
  EXPECT_GT(why.relevance, 0);
  EXPECT_GT(why.recency, 0);
  EXPECT_NEAR(why.relevance + why.recency, response.hits.front().score, 1e-6);
  request.sort = Sort::kRelevance;
  EXPECT_EQ(searcher.search(request).hits.front().explanation->recency, 0);
  request.explain = false;
  EXPECT_FALSE(searcher.search(request).hits.front().explanation);
}

TEST(Ranking, SaysWhichIndexAnswered) {
  TestIndex index({make_paper("a", "Slot", "", "2020-05-06")});
  index.add({make_paper("b", "Slot", "", "2019")});
  const SearchResponse response = Searcher(Snapshot::open(index.dir())).search(request_of("slot"));
  EXPECT_EQ(response.index.generation, 2U);
  EXPECT_EQ(response.index.documents, 2U);
  EXPECT_EQ(response.index.data_through, Date::parse("2020-05-06"));
  EXPECT_EQ(response.total, 2U);
  EXPECT_TRUE(response.total_exact);
  EXPECT_EQ(response.parsed, "slot");
}

}  // namespace
}  // namespace paperdex
