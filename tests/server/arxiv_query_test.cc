// arXiv's query language, in ours.
#include "server/api/arxiv_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query/search_request.h"
#include "server/api/arxiv_ids.h"
#include "server/http_error.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Case {
  const char* asked;
  const char* ours;
};

// Add a row whenever a query surprised its asker.
constexpr Case kCases[] = {
    {"", ""},
    {"  ", ""},
    {"slots", "slots"},
    {"all:slots", "slots"},
    {"ti:slots", "ti:slots"},
    {"abs:slots", "abs:slots"},
    {"co:pages", "comment:pages"},
    {"jr:nature", "journal:nature"},
    {"rn:LPSC-11026", "report:LPSC-11026"},
    {"rn:\"CERN-PH-TH 2010\"", "report:\"CERN-PH-TH 2010\""},
    {"id:2006.15055v1", "id:2006.15055v1"},
    {"ti:\"slot attention\"", "ti:\"slot attention\""},
    {"\"slot attention\"", "\"slot attention\""},
    {"au:del_maestro", "au:\"del maestro\""},
    {"au:del_maestro AND ti:checkerboard", "au:\"del maestro\" ti:checkerboard"},
    // Neighbours are AND.
    {"slot attention", "slot attention"},
    {"ti:slot abs:attention", "ti:slot abs:attention"},
    // Pluses that a client encoded.
    {"ti:slot+AND+abs:attention+ANDNOT+ti:video", "ti:slot abs:attention NOT ti:video"},
    {"c++ AND slot", "c++ slot"},
    {"\"a+AND+b\"", "\"a+AND+b\""},
    // AND and ANDNOT bind tighter than OR, and go from left to right.
    {"a AND b OR c AND d", "(a b) OR (c d)"},
    {"a OR b AND c", "a OR (b c)"},
    {"(a OR b) AND c", "(a OR b) c"},
    {"a ANDNOT b", "a NOT b"},
    {"a ANDNOT b AND c", "a NOT b c"},
    {"a ANDNOT (b OR c)", "a NOT (b OR c)"},
    {"au:del_maestro ANDNOT (ti:checkerboard OR ti:Pyrochlore)",
     "au:\"del maestro\" NOT (ti:checkerboard OR ti:Pyrochlore)"},
    {"a OR b ANDNOT c", "a OR (b NOT c)"},
    {"ANDNOTE and android", "ANDNOTE and android"},  // operators stand alone, in upper case
    // A prefix before a group is that of each word in it that has none.
    {"ti:(a AND b)", "ti:a ti:b"},
    {"ti:(a OR \"b c\") AND d", "(ti:a OR ti:\"b c\") d"},
    {"ti:(a AND abs:(b OR au:c))", "ti:a (abs:b OR au:c)"},
    // Parentheses that say nothing.
    {"((((a))))", "a"},
    {"(a AND (b AND c))", "a b c"},
    {"(a OR (b OR c)) OR d", "a OR b OR c OR d"},
    {"ti:quant*", "ti:quant*"},
    {"what is attention?", "what is attention?"},
    {"-a --b", "a b"},
    {"BERT: pretraining", "\"BERT:\" pretraining"},
    {"all:ti:a", "\"ti:a\""},
    {"all:NOT slots", "\"NOT\" slots"},
    {"\"date:2024\"", "\"date:2024\""},
    {"submittedDate:[202401010000 TO 202402012359]", "date:2024-01-01..2024-02-01"},
    {"submittedDate:[20240101 TO 20240201]", "date:2024-01-01..2024-02-01"},
    {"submittedDate:[2023 TO 202402]", "date:2023-01-01..2024-02-29"},
    {"submittedDate:[* TO 2024]", "date:..2024-12-31"},
    {"submittedDate:[20240101000000 TO *]", "date:2024-01-01.."},
    {"submittedDate:[* TO *]", "date:1665-01-01.."},
    {"a AND submittedDate:[202401010000 TO 202402012359]", "a date:2024-01-01..2024-02-01"},
    {"a OR cat:cs.LG", "a OR cat:cs.LG"},
    {"a OR cat:cs.*", "a OR cat:cs"},
};

TEST(ArxivQuery, IsReadAsOurs) {
  for (const Case& test : kCases) {
    SCOPED_TRACE(test.asked);
    EXPECT_EQ(read_arxiv_query(test.asked).text, test.ours);
  }
}

TEST(ArxivQuery, CategoriesThatNarrowTheRestGoBesideIt) {
  const ArxivQuery list = read_arxiv_query("cat:cs.AI OR cat:cs.LG OR cat:math.*");
  EXPECT_EQ(list.text, "");
  EXPECT_THAT(list.categories, ElementsAre("cs.AI", "cs.LG", "math"));
  const ArxivQuery narrowed = read_arxiv_query("ti:a AND (cat:cs.AI OR cat:cs.LG) ANDNOT b");
  EXPECT_EQ(narrowed.text, "ti:a NOT b");
  EXPECT_THAT(narrowed.categories, ElementsAre("cs.AI", "cs.LG"));
  const ArxivQuery both = read_arxiv_query("cat:(cs.AI AND cs.LG)");
  EXPECT_EQ(both.text, "cat:cs.LG");
  EXPECT_THAT(both.categories, ElementsAre("cs.AI"));
  EXPECT_EQ(read_arxiv_query("a ANDNOT cat:cs.AI").text, "a NOT cat:cs.AI");
}

struct Refusal {
  std::string asked;
  const char* code;
  const char* says;
};

std::vector<Refusal> refusals() {
  const std::string deep(50'000, '(');
  std::string nested = "a";
  for (std::size_t i = 0; i < kMaxArxivDepth + 1; ++i) nested = "(" + nested + ")";
  return {
      {"AND a", "bad_query", "before AND"},
      {"a AND", "bad_query", "after AND"},
      {"a AND AND b", "bad_query", "after AND"},
      {"a ANDNOT", "bad_query", "after ANDNOT"},
      {"OR a", "bad_query", "OR"},
      {"a OR", "bad_query", "OR"},
      {"a OR OR b", "bad_query", "OR"},
      {"NOT a", "bad_query", "ANDNOT"},
      {"(a", "bad_query", "not closed"},
      {"a)", "bad_query", ") too many"},
      {"()", "bad_query", "nothing"},
      {"ti:()", "bad_query", "nothing"},
      {"\"a", "bad_query", "quote"},
      {"*slots", "bad_query", "*"},
      {"ti:*", "bad_query", "*"},
      {"sl*ts", "bad_query", "*"},
      {"sl?ts", "bad_query", "?"},
      {"\"slot*\"", "bad_query", "*"},
      {"au:del_ma*", "bad_query", "*"},
      {"cat:cs.L*", "bad_query", "cs.*"},
      {"cat:\"cs LG\"", "bad_query", "without spaces"},
      {"foo:bar", "bad_query", "no prefix foo:"},
      {"ti: a", "bad_query", "right after ti:"},
      {"lastUpdatedDate:[2023 TO 2024]", "not_supported", "sortBy=lastUpdatedDate"},
      {"submittedDate:2024", "bad_query", "202401010000"},
      {"submittedDate:[2024]", "bad_query", "202401010000"},
      {"submittedDate:[2024 TO 2025", "bad_query", "202401010000"},
      {"submittedDate:[202413 TO 2025]", "bad_query", "202413"},
      {"submittedDate:[202401012460 TO 2025]", "bad_query", "202401012460"},
      {nested, "too_deep", "nested deeper than 32"},
      {deep, "query_too_long", "2048"},
      {std::string(kMaxArxivQueryBytes + 1, 'a'), "query_too_long", "2048"},
      {std::string(kMaxQueryBytes + 1, 'a'), "query_too_long", "more than fits"},
  };
}

TEST(ArxivQuery, WhatCannotBeAskedIsAnErrorThatSaysWhatToDo) {
  for (const Refusal& test : refusals()) {
    SCOPED_TRACE(test.asked.substr(0, 60));
    try {
      const ArxivQuery query = read_arxiv_query(test.asked);
      ADD_FAILURE() << query.text;
    } catch (const HttpError& error) {
      EXPECT_EQ(error.status(), 400);
      EXPECT_EQ(error.code(), test.code);
      EXPECT_THAT(error.what(), HasSubstr(test.says));
    }
  }
}

TEST(ArxivQuery, ItsLimitsAreReached) {
  std::string nested = "a";
  for (std::size_t i = 0; i < kMaxArxivDepth; ++i) nested = "(" + nested + ")";
  EXPECT_EQ(read_arxiv_query(nested).text, "a");
  EXPECT_EQ(read_arxiv_query(std::string(kMaxQueryBytes, 'a')).text.size(), kMaxQueryBytes);
  EXPECT_EQ(read_arxiv_query(std::string(kMaxArxivQueryBytes - 1, ' ') + "a").text, "a");
}

TEST(ArxivIds, AListIsRead) {
  EXPECT_THAT(read_id_list(""), ElementsAre());
  EXPECT_THAT(read_id_list("2104.12255v1,, hep-th/9901001 ,2104.12255v1,2104.12255,math.AG/0601001v12,own/1v2"),
              ElementsAre(AskedId{"2104.12255", 1}, AskedId{"hep-th/9901001", {}}, AskedId{"2104.12255", {}},
                          AskedId{"math.AG/0601001", 12}, AskedId{"own/1v2", {}}));
  EXPECT_THAT(read_id_list("2104.12255v99999999999999999999"), ElementsAre(AskedId{"2104.12255", 1000}));
  std::string many;
  for (std::size_t i = 0; i < kMaxIdList; ++i) many += std::to_string(i) + ",";
  EXPECT_EQ(read_id_list(many).size(), kMaxIdList);
  EXPECT_THROW(read_id_list(many + "one-more"), HttpError);
}

}  // namespace
}  // namespace paperdex
