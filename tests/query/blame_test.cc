// What is told when nothing was found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query/response_json.h"
#include "query/searcher.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<Paper> papers() {
  std::vector<Paper> list = {
      make_paper("1", "Slot attention for objects", "", "2020-06-26"),
      make_paper("2", "Slot filling in dialogue", "", "2021-01-01"),
      make_paper("3", "Attention for graphs", "", "2022-01-01"),
  };
  list[0].authors = {"Thomas Kipf"};
  list[0].categories = {"cs.LG"};
  list[1].categories = {"cs.CL"};
  list[2].categories = {"cs.LG"};
  return list;
}

class BlameTest : public testing::Test {
 protected:
  SearchResponse answer(const SearchRequest& request) { return searcher_.search(request); }
  // "text kind param count without [rest]" of each part.
  std::vector<std::string> blame(const SearchRequest& request) {
    const SearchResponse response = answer(request);
    EXPECT_EQ(response.total, 0U);
    std::vector<std::string> parts;
    for (const Blame& part : response.blame) {
      parts.push_back(part.text + ' ' + blame_kind_name(part.kind) + ' ' + part.param + ' ' +
                      std::to_string(part.count) + ' ' + std::to_string(part.without));
      if (part.param == "q") parts.back() += " [" + part.rest + ']';
    }
    return parts;
  }
  std::vector<std::string> blame(const std::string& text, Sort sort = Sort::kNewest) {
    SearchRequest request;
    request.blame = true;
    request.text = text;
    request.sort = sort;
    return blame(request);
  }

  TestIndex index_{papers()};
  Searcher searcher_{Snapshot::open(index_.dir())};
};

TEST_F(BlameTest, CountsEachPartAloneAndAllTheOthers) {
  EXPECT_THAT(blame("slot attention graphs"),
              ElementsAre("slot word q 2 1 [attention graphs]", "attention word q 2 0 [slot graphs]",
                          "graphs word q 1 1 [slot attention]"));
  EXPECT_THAT(blame("the slot qqqq", Sort::kNewest),
              ElementsAre("slot word q 2 0 [the qqqq]", "qqqq word q 0 2 [the slot]"));
  EXPECT_THAT(blame("\"filling dialogue slot\" -cat:cs.CL", Sort::kBlend),
              ElementsAre("\"filling dialogue slot\" phrase q 0 2 [-cat:cs.CL]",
                          "-cat:cs.CL filter q 2 0 [\"filling dialogue slot\"]"));
  EXPECT_THAT(blame("author:kipf AND title:dialogue date:2020"),
              ElementsAre("author:kipf field q 1 0 [AND title:dialogue date:2020]",
                          "title:dialogue field q 1 1 [author:kipf AND date:2020]",
                          "date:2020 filter q 1 0 [author:kipf AND title:dialogue]"));
}

TEST_F(BlameTest, LooksAtTheFiltersOfTheRequest) {
  SearchRequest request;
  request.blame = true;
  request.text = "attention";
  request.categories = {"cs.CL", "cs.RO"};
  EXPECT_THAT(blame(request), ElementsAre("attention word q 2 1 []", "cs.CL, cs.RO filter category 1 2"));
  request.categories.clear();
  request.authors = {"Kipf", "Vaswani"};
  EXPECT_THAT(blame(request),
              ElementsAre("attention word q 2 0 []", "Kipf filter author 1 0", "Vaswani filter author 0 1"));
  request.authors.clear();
  request.from = Date::parse("2023");
  request.sources = {"acl"};
  EXPECT_THAT(blame(request), ElementsAre("attention word q 2 0 []", "2023 filter from 0 0", "acl filter source 0 0"));
  request.sources.clear();
  request.from = Date::parse("2021-06");
  request.until = Date::parse("2021-12");
  EXPECT_THAT(blame(request),
              ElementsAre("attention word q 2 0 []", "2021-06 filter from 1 1", "2021-12 filter until 2 1"));
}

TEST_F(BlameTest, IsNotToldWhereSomethingWasFound) {
  SearchRequest request;
  request.blame = true;
  request.text = "slot";
  EXPECT_THAT(answer(request).blame, IsEmpty());
  request.limit = 0;
  EXPECT_THAT(answer(request).blame, IsEmpty());
  request.limit = 10;
  request.offset = 10;
  EXPECT_THAT(answer(request).blame, IsEmpty()) << "past the end";
  request.offset = 0;
  request.text = "\"attention slot\"";
  EXPECT_THAT(answer(request).blame, IsEmpty()) << "loosened";
  request.text = "absentword";
  EXPECT_THAT(answer(request).blame, SizeIs(1));
  request.added_after = 1000;
  EXPECT_THAT(answer(request).blame, IsEmpty()) << "nothing new is nobody's fault";
}

TEST_F(BlameTest, LooksAtSoManyPartsAtMost) {
  const auto blamed = [&](std::size_t filters) {
    SearchRequest request;
    request.blame = true;
    for (std::size_t i = 0; i < filters; ++i) request.text += "cat:x ";
    return answer(request).blame;
  };
  EXPECT_THAT(blamed(kMaxBlamed - 1), SizeIs(kMaxBlamed - 1));
  EXPECT_THAT(blamed(kMaxBlamed), SizeIs(kMaxBlamed));
  EXPECT_THAT(blamed(kMaxBlamed + 1), SizeIs(kMaxBlamed));
}

TEST_F(BlameTest, IsPartOfTheAnswerAsJson) {
  SearchRequest request;
  request.blame = true;
  request.text = "graphs";
  request.categories = {"cs.CL"};
  JsonWriter json(0);
  write_search(json, request, answer(request), 0, "");
  EXPECT_THAT(
      json.take(),
      testing::EndsWith(R"("blame":[{"text":"graphs","kind":"word","param":"q","count":1,"without":1,"rest":""},)"
                        R"({"text":"cs.CL","kind":"filter","param":"category","count":1,"without":1}]})"
                        "\n"));
}

// Whatever is typed, a part may be left out.
TEST_F(BlameTest, LeavesOutPartsOfAnyQuery) {
  for (const char* text : {"qq (ww OR (ee rr)) -tt", "((qq))", "-(a1 slot attention graphs filling objects)", "qq AND",
                           "OR qq", "title:(qq ww) author:\"a b", "qq/ww-ee zzz*", "\"the\" qq", "id:1 doi:2"}) {
    for (const Blame& part : answer([&] {
                               SearchRequest request;
                               request.blame = true;
                               request.text = text;
                               request.sort = Sort::kOldest;
                               return request;
                             }())
                                 .blame) {
      EXPECT_NE(std::string(text).find(part.text), std::string::npos) << text;
      EXPECT_LT(part.rest.size(), std::string(text).size()) << text;
    }
  }
}

}  // namespace
}  // namespace paperdex
