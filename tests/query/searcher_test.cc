#include "query/searcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::vector<std::string> ids(const std::vector<Hit>& hits) {
  std::vector<std::string> ids;
  for (const Hit& hit : hits) ids.push_back(hit.paper.id);
  return ids;
}

Paper voted(const std::string& id, const std::string& title, const std::string& published,
            std::optional<std::int64_t> upvotes) {
  Paper paper = make_paper(id, title, "Objects in slots, attended to.", published);
  paper.upvotes = upvotes;
  return paper;
}

std::vector<Paper> papers() {
  std::vector<Paper> list = {
      voted("2006.15055", "Slot attention for objects", "2020-06-26", 3),
      voted("2006.15056v2", "Slot attention for videos", "2020-06-26", 12),
      voted("2007.00001", "Objects without slots", "2020-06-26", std::nullopt),
      voted("old", "Attention to objects", "2019-01-01", 1),
      voted("new", "Videos of objects", "2021-12-31", -1),
      make_paper("alone", "Zymurgy", "Brewing.", "2018"),
      make_paper("dateless", "Slot attention again"),
      make_paper("far", "From the far future", "", "2099-12-31"),
  };
  list[0].doi = "10.1000/abc";
  return list;
}

class SearcherTest : public testing::Test {
 protected:
  TestIndex index_{papers()};
  Searcher searcher_{Snapshot::open(index_.dir())};
};

TEST_F(SearcherTest, FindsAPaperByIdVersionOrDoi) {
  constexpr std::pair<const char*, const char*> kCases[] = {
      {"2006.15055", "2006.15055"},
      {"2006.15055v1", "2006.15055"},
      {"2006.15055v12", "2006.15055"},
      {"2006.15056v2", "2006.15056v2"},
      {"10.1000/abc", "2006.15055"},
      {"https://doi.org/10.1000/ABC", "2006.15055"},
      {"doi:10.1000/abc", "2006.15055"},
      {"2006.15056", ""},
      {"2006.15056v1", ""},
      {"2006.15055v", ""},
      {"v1", ""},
      {"1", ""},
      {"", ""},
      {"NEW", ""},
  };
  for (const auto& [asked, id] : kCases) {
    const std::optional<Paper> paper = searcher_.find(asked);
    EXPECT_EQ(paper ? paper->id : "", id) << asked;
  }
  EXPECT_FALSE(searcher_.find(std::string(1000, 'x')));
  EXPECT_EQ(searcher_.find("2006.15055"), papers()[0]) << "as it was given";
}

TEST_F(SearcherTest, NeverGivesAPaperAsItsOwnNeighbour) {
  for (const Paper& paper : papers()) {
    for (const std::size_t limit : {0U, 1U, 2U, 100U}) {
      const std::optional<Related> related = searcher_.related(paper.id, limit);
      ASSERT_TRUE(related) << paper.id;
      EXPECT_LE(related->hits.size(), limit);
      EXPECT_THAT(ids(related->hits), Not(Contains(paper.id)));
    }
  }
}

TEST_F(SearcherTest, GivesTheNearestPapersFirst) {
  const std::optional<Related> related = searcher_.related("2006.15055", 10);
  ASSERT_TRUE(related);
  ASSERT_GE(related->hits.size(), 3U);
  EXPECT_THAT(ids(related->hits), Contains("2006.15056v2"));
  EXPECT_THAT(ids(related->hits), Not(Contains("alone")));
  for (std::size_t i = 0; i + 1 < related->hits.size(); ++i) {
    EXPECT_GE(related->hits[i].score, related->hits[i + 1].score);
  }
  EXPECT_EQ(related->index.generation, 1U);
  EXPECT_EQ(ids(searcher_.related("10.1000/abc", 10)->hits), ids(related->hits)) << "by its DOI";
}

TEST_F(SearcherTest, HasNoNeighboursForAPaperThatIsAlone) {
  const std::optional<Related> related = searcher_.related("alone", 10);
  ASSERT_TRUE(related);
  EXPECT_THAT(related->hits, IsEmpty());
}

TEST_F(SearcherTest, KnowsNoNeighboursOfAnUnknownPaper) {
  EXPECT_FALSE(searcher_.related("absent", 10));
  EXPECT_NO_THROW(searcher_.related("alone", kMaxResults));
  EXPECT_THROW(searcher_.related("alone", kMaxResults + 1), QueryError);
}

TEST_F(SearcherTest, SuggestsWhatTheLastWordMayBecome) {
  const auto texts = [&](const std::string& text, std::size_t limit = 10) {
    std::vector<std::string> texts;
    for (const Suggestion& suggestion : searcher_.suggest(text, limit)) texts.push_back(suggestion.text);
    return texts;
  };
  EXPECT_THAT(texts("slo"), ElementsAre("slots", "slot")) << "the more frequent first";
  EXPECT_THAT(texts("slo", 1), ElementsAre("slots"));
  EXPECT_THAT(texts("Slot attenti"), ElementsAre("Slot attention"));
  EXPECT_THAT(texts("zzz"), IsEmpty());
  EXPECT_THAT(texts(""), IsEmpty());
  EXPECT_THAT(texts("  "), IsEmpty());
  EXPECT_THAT(texts("slo", 0), IsEmpty());
  EXPECT_EQ(searcher_.suggest("vid", 1).front().count, 2U);
  EXPECT_NO_THROW(texts(std::string(kMaxQueryBytes, 'a')));
  EXPECT_THROW(texts(std::string(kMaxQueryBytes + 1, 'a')), QueryError);
  EXPECT_THROW(texts("slo", kMaxResults + 1), QueryError);
}

TEST_F(SearcherTest, ListsADayWithItsNeighbours) {
  const Day day = day_from_ymd({2020, 6, 26});
  const Daily daily = searcher_.daily(day, DailySort::kUpvotes, 10, 0);
  EXPECT_EQ(daily.day, day);
  EXPECT_EQ(daily.previous, day_from_ymd({2019, 1, 1}));
  EXPECT_EQ(daily.next, day_from_ymd({2021, 12, 31}));
  EXPECT_EQ(daily.total, 3U);
  EXPECT_THAT(ids(daily.hits), ElementsAre("2006.15056v2", "2006.15055", "2007.00001"))
      << "most upvotes first, unknown last";
  EXPECT_THAT(searcher_.daily(day, DailySort::kNewest, 10, 0).hits, SizeIs(3));
  EXPECT_THAT(ids(searcher_.daily(day, DailySort::kUpvotes, 1, 1).hits), ElementsAre("2006.15055"));
  EXPECT_EQ(searcher_.daily(day, DailySort::kUpvotes, 1, 1).total, 3U);
}

TEST_F(SearcherTest, ListsTheNewestDayThatIsNotInTheFuture) {
  const Daily newest = searcher_.daily(std::nullopt, DailySort::kUpvotes, 10, 0);
  EXPECT_EQ(newest.day, day_from_ymd({2021, 12, 31}));
  EXPECT_THAT(ids(newest.hits), ElementsAre("new"));
  EXPECT_EQ(newest.next, day_from_ymd({2099, 12, 31}));
}

TEST_F(SearcherTest, ListsADayWithoutPapersWithItsNeighbours) {
  const Daily empty = searcher_.daily(day_from_ymd({2020, 1, 1}), DailySort::kNewest, 10, 0);
  EXPECT_THAT(empty.hits, IsEmpty());
  EXPECT_EQ(empty.total, 0U);
  EXPECT_EQ(empty.previous, day_from_ymd({2019, 1, 1}));
  EXPECT_EQ(empty.next, day_from_ymd({2020, 6, 26}));
  const Daily first = searcher_.daily(day_from_ymd({kFirstYear, 1, 1}), DailySort::kNewest, 10, 0);
  EXPECT_EQ(first.previous, std::nullopt);
  EXPECT_EQ(first.next, day_from_ymd({2018, 1, 1}));
  const Daily last = searcher_.daily(day_from_ymd({kLastYear, 12, 31}), DailySort::kNewest, 10, 0);
  EXPECT_EQ(last.previous, day_from_ymd({2021, 12, 31}));
  EXPECT_EQ(last.next, std::nullopt);
  EXPECT_THROW(searcher_.daily(std::nullopt, DailySort::kNewest, 1000, 1), QueryError);
}

TEST(Searcher, ListsNoDayWhereNoPaperHasADate) {
  const TestIndex index({make_paper("1", "Slot")});
  Searcher searcher(Snapshot::open(index.dir()));
  EXPECT_THAT(searcher.daily(std::nullopt, DailySort::kNewest, 10, 0).hits, IsEmpty());
}

std::string fault(const IndexDir& dir, bool verify = false) {
  try {
    Searcher searcher(Snapshot::open(dir, std::nullopt, verify));
    return "nothing was thrown";
  } catch (const IndexError& error) {
    return error.what();
  }
}

TEST(Searcher, SaysWhatIsWrongWithAnIndexThatItCannotOpen) {
  const TemporaryFolder folder;
  EXPECT_THAT(fault(IndexDir(folder.path())), HasSubstr("paperdex-index add --index " + folder.path().string()));

  const TestIndex index({make_paper("1", "Slot")});
  const std::filesystem::path generation = index.dir().generation(1);
  EXPECT_EQ(fault(index.dir(), true), "nothing was thrown");
  std::ofstream(generation / "words", std::ios::app) << "x\t1\n";
  EXPECT_EQ(fault(index.dir()), "nothing was thrown") << "without verifying";
  EXPECT_THAT(fault(index.dir(), true), HasSubstr("words is damaged"));
  std::filesystem::remove(generation / "words");
  EXPECT_THAT(fault(index.dir()), HasSubstr("words"));
  std::filesystem::remove(generation / "db/iamglass");
  std::ofstream(generation / "words") << "";
  EXPECT_THAT(fault(index.dir()), HasSubstr("cannot open the index at " + (generation / "db").string()));
  std::filesystem::remove(generation / "manifest.json");
  EXPECT_THAT(fault(index.dir()), HasSubstr("manifest.json"));
}

TEST(Searcher, RefusesADatabaseThatIsNotTheManifests) {
  const TestIndex index({make_paper("1", "Slot")});
  const std::filesystem::path file = index.dir().generation(1) / "manifest.json";
  Manifest manifest = read_manifest(index.dir().generation(1));
  manifest.documents = 2;
  std::ofstream(file) << manifest_to_json(manifest);
  EXPECT_THAT(fault(index.dir()), HasSubstr("holds 1 papers and its manifest says 2"));
}

TEST(Searcher, AnswersFromAnIndexWithoutPapers) {
  const TestIndex index(std::vector<Paper>{});
  Searcher searcher(Snapshot::open(index.dir()));
  for (const char* text : {"", "slot", "slot*", "-slot", "\"a b\" x"}) {
    SearchRequest request;
    request.text = text;
    request.facets = true;
    EXPECT_THAT(searcher.search(request).hits, IsEmpty()) << text;
  }
  EXPECT_FALSE(searcher.find("1"));
  EXPECT_THAT(searcher.suggest("s", 10), IsEmpty());
  EXPECT_THAT(searcher.daily(std::nullopt, DailySort::kNewest, 10, 0).hits, IsEmpty());
}

}  // namespace
}  // namespace paperdex
