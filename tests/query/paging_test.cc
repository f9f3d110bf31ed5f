// How answers are cut into pages, counted and narrowed, over some hundred papers.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "query/ranking.h"
#include "query/searcher.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

constexpr Sort kSorts[] = {Sort::kRelevance, Sort::kBlend,   Sort::kNewest,
                           Sort::kOldest,    Sort::kUpdated, Sort::kUpdatedOldest};

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

// 300 papers over some years, some without a date, with words of different weight.
std::vector<Paper> many_papers() {
  constexpr const char* kWords[] = {"slot", "attention", "object", "video", "graph", "model", "learning", "vision"};
  std::vector<Paper> papers;
  for (int i = 0; i < 300; ++i) {
    std::string title, abstract;
    for (int bit = 0; bit < 8; ++bit) {
      if ((i * 37 >> bit) % 2 == 1) title.append(kWords[bit]).append(" ");
      if ((i * 91 >> bit) % 2 == 1) abstract.append(kWords[bit]).append(" ");
    }
    const Date date = Date::from_day(day_from_ymd({2015, 1, 1}) + i * 13 % 3000);
    papers.push_back(
        make_paper("p" + std::to_string(i), title + "work", abstract + "text", i % 10 == 0 ? "" : date.to_string()));
    papers.back().categories = {i % 3 == 0 ? "cs.LG" : "cs.CV", i % 5 == 0 ? "stat.ML" : "math.CO"};
    papers.back().source = i % 2 == 0 ? "arxiv" : "";
  }
  return papers;
}

class ManyPapersTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { index_ = new TestIndex(many_papers()); }
  static void TearDownTestSuite() { delete index_; }

  static TestIndex* index_;
  Searcher searcher_{Snapshot::open(index_->dir())};
};

TestIndex* ManyPapersTest::index_ = nullptr;

TEST_F(ManyPapersTest, CutsEveryOrderIntoPagesThatMakeTheWhole) {
  for (const Sort sort : kSorts) {
    for (const char* text : {"", "slot attention", "slot attention object video", "\"slot attention\" graph", "-slot",
                             "slot OR graph", "vis*", "\"graph zzz slot\"", "slot AND zzz AND graph"}) {
      SCOPED_TRACE(std::string(sort_name(sort)) + ": " + text);
      const std::vector<std::string> whole = ids(searcher_.search(request_of(text, sort, 300)));
      EXPECT_EQ(std::set<std::string>(whole.begin(), whole.end()).size(), whole.size()) << "each paper once";
      for (const std::size_t size : {7U, 25U, 40U}) {
        std::vector<std::string> pages;
        for (std::size_t offset = 0; offset < 300; offset += size) {
          SearchRequest request = request_of(text, sort, size);
          request.offset = offset;
          const std::vector<std::string> page = ids(searcher_.search(request));
          pages.insert(pages.end(), page.begin(), page.end());
        }
        EXPECT_EQ(pages, whole) << "pages of " << size;
      }
    }
  }
}

TEST_F(ManyPapersTest, CountsAPaperOnceInACategoryThatItNamesTwice) {
  Paper paper = make_paper("1", "Slot");
  paper.categories = {"cs.LG", "cs.LG"};
  const TestIndex index({paper});
  SearchRequest request = request_of("slot");
  request.facets = true;
  EXPECT_EQ(Searcher(Snapshot::open(index.dir())).search(request).facets->category.front().count, 1U);
}

TEST_F(ManyPapersTest, GivesScoresThatFall) {
  for (const Sort sort : {Sort::kRelevance, Sort::kBlend}) {
    const SearchResponse response = searcher_.search(request_of("slot attention graph", sort, 300));
    for (std::size_t i = 0; i + 1 < response.hits.size(); ++i) {
      // The first kPhraseDepth are a block of their own: phrases raise its scores alone.
      if (i + 1 == kPhraseDepth) continue;
      EXPECT_GE(response.hits[i].score, response.hits[i + 1].score) << i;
    }
  }
}

TEST_F(ManyPapersTest, CountsFacetsAsAHandWould) {
  for (const char* text : {"", "slot", "slot AND graph"}) {
    SearchRequest request = request_of(text, Sort::kRelevance, 300);
    request.facets = true;
    const SearchResponse response = searcher_.search(request);
    std::map<std::string, std::uint64_t> years, categories, sources;
    for (const Hit& hit : response.hits) {
      if (hit.paper.published) ++years[std::to_string(ymd_from_day(hit.paper.published->first_day()).year)];
      for (const std::string& category : hit.paper.categories) ++categories[category];
      if (!hit.paper.source.empty()) ++sources[hit.paper.source];
    }
    ASSERT_TRUE(response.facets);
    EXPECT_TRUE(response.facets->exact);
    const auto as_map = [](const std::vector<FacetCount>& counts) {
      std::map<std::string, std::uint64_t> map;
      for (const FacetCount& each : counts) map[each.value] = each.count;
      return map;
    };
    EXPECT_EQ(as_map(response.facets->year), years) << text;
    EXPECT_EQ(as_map(response.facets->category), categories) << text;
    EXPECT_EQ(as_map(response.facets->source), sources) << text;
    for (std::size_t i = 0; i + 1 < response.facets->year.size(); ++i) {
      EXPECT_GT(response.facets->year[i].value, response.facets->year[i + 1].value) << "newest first";
    }
    for (std::size_t i = 0; i + 1 < response.facets->category.size(); ++i) {
      EXPECT_GE(response.facets->category[i].count, response.facets->category[i + 1].count) << "most frequent first";
    }
    request.limit = 3;
    EXPECT_EQ(as_map(searcher_.search(request).facets->year), years) << "facets count all matches, not one page";
  }
  EXPECT_FALSE(searcher_.search(request_of("slot")).facets) << "only when asked for";
}

TEST_F(ManyPapersTest, FiltersDatesAsAHandWould) {
  for (const char* from : {"2015", "2017-06", "2019-02-03", "2023"}) {
    for (const char* until : {"2015-01-01", "2017", "2019-02", "2099"}) {
      SearchRequest request = request_of("", Sort::kNewest, 300);
      request.from = Date::parse(from);
      request.until = Date::parse(until);
      std::size_t expected = 0;
      for (const Paper& paper : many_papers()) {
        if (!paper.published) continue;
        const Day day = paper.published->first_day();
        if (day >= request.from->first_day() && day <= request.until->last_day()) ++expected;
      }
      EXPECT_EQ(searcher_.search(request).hits.size(), expected) << from << ".." << until;
    }
  }
}

std::string refusal(Searcher& searcher, const std::function<void(SearchRequest&)>& change) {
  SearchRequest request;
  change(request);
  try {
    searcher.search(request);
    return {};
  } catch (const QueryError& error) {
    return error.code() + ' ' + error.param();
  }
}

TEST_F(ManyPapersTest, KeepsTheLimitsOfARequestAtTheirEdges) {
  const auto asked = [&](const std::function<void(SearchRequest&)>& change) { return refusal(searcher_, change); };
  EXPECT_EQ(asked([](auto& r) { r.limit = 1000; }), "");
  EXPECT_EQ(asked([](auto& r) { r.limit = 1001; }), "too_many_results limit");
  EXPECT_EQ(asked([](auto& r) { r.limit = 1, r.offset = 999; }), "");
  EXPECT_EQ(asked([](auto& r) { r.limit = 1, r.offset = 1000; }), "too_many_results limit");
  EXPECT_EQ(asked([](auto& r) { r.limit = r.offset = ~std::size_t{0}; }), "too_many_results limit");
  EXPECT_EQ(asked([](auto& r) { r.limit = 0; }), "");
  for (const double fine : {0.1, 2.0, 100.0}) EXPECT_EQ(asked([&](auto& r) { r.half_life_years = fine; }), "");
  for (const double bad : {0.0999, 100.1, 0.0, -1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_EQ(asked([&](auto& r) { r.half_life_years = bad; }), "bad_half_life half_life") << bad;
  }
  const std::pair<std::vector<std::string> SearchRequest::*, const char*> kFilters[] = {
      {&SearchRequest::categories, "category"},
      {&SearchRequest::sources, "source"},
      {&SearchRequest::authors, "author"},
      {&SearchRequest::venues, "venue"}};
  for (const auto& [filter, param] : kFilters) {
    const auto given = [&, filter = filter](std::vector<std::string> values) {
      return asked([&](SearchRequest& request) { request.*filter = values; });
    };
    EXPECT_EQ(given(std::vector<std::string>(kMaxFilterValues, "x")), "");
    EXPECT_EQ(given(std::vector<std::string>(kMaxFilterValues + 1, "x")), std::string("too_many_values ") + param);
    std::string longest;
    while (longest.size() < kMaxFilterBytes) longest += "x ";
    ASSERT_EQ(longest.size(), kMaxFilterBytes);
    EXPECT_EQ(given({longest}), "");
    EXPECT_EQ(given({longest + "x"}), std::string("bad_value ") + param);
    EXPECT_EQ(given({""}), std::string("bad_value ") + param);
  }
}

TEST_F(ManyPapersTest, KeepsTheLimitsOfDeepPagesAndOfLists) {
  const auto asked = [&](const std::function<void(SearchRequest&)>& change) { return refusal(searcher_, change); };
  const auto deep = [&](std::size_t most, std::size_t limit, std::size_t offset) {
    return asked([&](auto& r) { r.max_results = most, r.limit = limit, r.offset = offset; });
  };
  EXPECT_EQ(deep(kMaxDeepResults, kMaxDeepResults, 0), "");
  EXPECT_EQ(deep(kMaxDeepResults, 1, kMaxDeepResults - 1), "");
  EXPECT_EQ(deep(kMaxDeepResults, 1, kMaxDeepResults), "too_many_results limit");
  EXPECT_EQ(deep(~std::size_t{0}, kMaxDeepResults, 0), "");
  EXPECT_EQ(deep(~std::size_t{0}, kMaxDeepResults, 1), "too_many_results limit");
  EXPECT_EQ(deep(10, 10, 0), "");
  EXPECT_EQ(deep(10, 10, 1), "too_many_results limit");
  EXPECT_EQ(asked([](auto& r) { r.ids.assign(kMaxIdList, "x"); }), "");
  EXPECT_EQ(asked([](auto& r) { r.ids.assign(kMaxIdList + 1, "x"); }), "too_many_values id");
  EXPECT_EQ(asked([](auto& r) { r.ids = {""}; }), "bad_value id");
  EXPECT_EQ(asked([](auto& r) { r.venues = {"?!"}; }), "bad_value venue") << "it has no word to look for";
  EXPECT_EQ(asked([](auto& r) { r.authors = {"?!"}; }), "bad_value author");
}

TEST_F(ManyPapersTest, SortsByTheLatestVersionAsAHandWould) {
  std::vector<Paper> papers = many_papers();
  for (std::size_t i = 0; i < papers.size(); i += 4) {
    papers[i].updated = Date::from_day(day_from_ymd({2024, 1, 1}) + static_cast<Day>(i * 7 % 300));
  }
  const TestIndex index(papers);
  Searcher searcher(Snapshot::open(index.dir()));
  const auto latest = [](const Paper& paper) { return paper.updated ? paper.updated : paper.published; };
  for (const Sort sort : {Sort::kUpdated, Sort::kUpdatedOldest}) {
    for (const char* text : {"", "slot graph"}) {
      const SearchResponse response = searcher.search(request_of(text, sort, 300));
      ASSERT_GT(response.hits.size(), 50U);
      for (std::size_t i = 0; i + 1 < response.hits.size(); ++i) {
        const auto one = latest(response.hits[i].paper);
        const auto next = latest(response.hits[i + 1].paper);
        if (!next) continue;
        ASSERT_TRUE(one) << "dateless papers come last";
        EXPECT_TRUE(sort == Sort::kUpdated ? *one >= *next : *one <= *next) << sort_name(sort) << ' ' << i;
      }
      EXPECT_EQ(response.hits.size(), searcher.search(request_of(text, Sort::kNewest, 300)).hits.size());
    }
  }
}

TEST_F(ManyPapersTest, FindsTheListedPapersAlone) {
  SearchRequest request = request_of("", Sort::kNewest, 300);
  request.ids = {"p7", "p3", "arXiv:p4", "unknown"};
  const std::vector<std::string> listed = ids(searcher_.search(request));
  EXPECT_EQ(std::set<std::string>(listed.begin(), listed.end()), (std::set<std::string>{"p3", "p7"}));
  request.text = "slot";
  for (const std::string& id : ids(searcher_.search(request))) EXPECT_TRUE(id == "p3" || id == "p7") << id;
  request.text = "";
  request.ids = {"unknown"};
  EXPECT_EQ(searcher_.search(request).total, 0U);
}

TEST(Sort, IsReadByItsName) {
  for (const Sort sort : kSorts) EXPECT_EQ(sort_from_name(sort_name(sort)), sort);
  for (const char* name : {"", "Newest", "best"}) EXPECT_THROW(sort_from_name(name), QueryError) << name;
}

}  // namespace
}  // namespace paperdex
