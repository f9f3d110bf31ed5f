#include "query/searcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/test_index.h"

namespace paperdex {
namespace {

DayRange day_range(Day day) { return {day, day}; }

DailyRequest list_of(std::optional<Day> day, DailySort sort, std::size_t limit, std::size_t offset) {
  DailyRequest request;
  if (day) request.range = day_range(*day);
  request.sort = sort;
  request.limit = limit;
  request.offset = offset;
  return request;
}

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

TEST_F(SearcherTest, FindsAPaperByIdOrDoiWhateverTheWriting) {
  constexpr std::pair<const char*, const char*> kCases[] = {
      {"2006.15055", "2006.15055"},
      {"2006.15055v1", "2006.15055"},
      {"2006.15055v12", "2006.15055"},
      {"arXiv:2006.15055v2 [cs.LG]", "2006.15055"},
      {"https://arxiv.org/abs/2006.15055", "2006.15055"},
      {"http://arxiv.org/pdf/2006.15055v3.pdf", "2006.15055"},
      {"oai:arXiv.org:2006.15055", "2006.15055"},
      {"10.48550/arXiv.2006.15055", "2006.15055"},
      {"2006.15056v2", "2006.15056"},
      {"10.1000/abc", "2006.15055"},
      {"https://doi.org/10.1000/ABC", "2006.15055"},
      {"doi:10.1000/abc", "2006.15055"},
      {"2006.15055v", ""},
      {"2006.1505", ""},
      {"v1", ""},
      {"1", ""},
      {"", ""},
      {" ", ""},
      {"NEW", ""},
  };
  for (const auto& [asked, id] : kCases) {
    const std::optional<Paper> paper = searcher_.find(asked);
    EXPECT_EQ(paper ? paper->id : "", id) << asked;
  }
  EXPECT_FALSE(searcher_.find(std::string(1000, 'x')));
  Paper found = *searcher_.find("2006.15055");
  EXPECT_TRUE(found.added);
  found.added.reset();
  EXPECT_EQ(found, papers()[0]) << "as it was given";
}

Paper of_source(const std::string& source, const std::string& id, const std::string& title, const std::string& doi,
                const std::vector<std::string>& ids = {}, const std::string& published = "2020-06-26") {
  Paper paper = make_paper(id, title, "", published);
  paper.source = source;
  paper.doi = doi;
  paper.ids = ids;
  return paper;
}

TEST(Searcher, FindsAPaperByTheIdsOfAllItsSources) {
  const TestIndex index({of_source("arxiv", "2006.15055", "Slots", "10.1000/s"),
                         of_source("acl", "2020.acl-main.1", "Slots", "10.1000/s"),
                         of_source("europepmc", "PMC7", "Slots", "10.1000/s", {"pmid:8"}),
                         of_source("openalex", "openalex:W9", "Slots", "10.1000/s"),
                         of_source("oai", "oai:repository.example:10/a", "Slots", "10.1000/s"),
                         of_source("", "other", "Kettles", "10.1000/k")});
  Searcher searcher(Snapshot::open(index.dir()));
  EXPECT_EQ(searcher.snapshot().manifest().documents, 2U);
  for (const char* id :
       {"2006.15055", "2006.15055v2", "https://arxiv.org/abs/2006.15055v2", "2020.acl-main.1",
        "https://aclanthology.org/2020.acl-main.1/", "10.1000/s", "https://dx.doi.org/10.1000%2FS", "PMC7",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7/", "pmid:8", "PMID: 8", "https://pubmed.ncbi.nlm.nih.gov/8/",
        "W9", "openalex:W9", "https://openalex.org/W9", "oai:repository.example:10/a"}) {
    const std::optional<Paper> paper = searcher.find(id);
    ASSERT_TRUE(paper) << id;
    EXPECT_EQ(paper->id, "2006.15055") << id;
    EXPECT_THAT(searcher.related(id, 1)->hits, IsEmpty()) << id;
    for (const char* field : {"id", "doi"}) {
      SearchRequest request;
      request.text = std::string(field) + ":\"" + id + '"';
      EXPECT_THAT(ids(searcher.search(request).hits), ElementsAre("2006.15055")) << request.text;
    }
  }
}

// Records that contradict each other stay papers of their own, and are linked.
TEST(Searcher, GivesOfPapersThatShareAnIdTheOneWhoseOwnItIs) {
  const TestIndex index({of_source("europepmc", "pmid:1", "The older", "10.1000/older", {}, "2020-01-01"),
                         of_source("arxiv", "2006.00002", "The newer", "10.1000/newer", {"pmid:1"}, "2020-06-01"),
                         of_source("arxiv", "2006.00003", "Another", "10.1000/newer", {}, "2020-06-02")});
  Searcher searcher(Snapshot::open(index.dir()));
  ASSERT_EQ(searcher.snapshot().manifest().documents, 3U);
  EXPECT_EQ(searcher.find("PMID:1")->id, "pmid:1");
  EXPECT_EQ(searcher.related("PMID:1", 0)->hits.size(), 0U);
  EXPECT_EQ(searcher.find("2006.00002")->id, "2006.00002");
  EXPECT_EQ(searcher.find("10.1000/newer")->id, "2006.00003") << "the newest, where it is nobody's own";
  EXPECT_THAT(searcher.find("pmid:1")->linked, ElementsAre("2006.00002"));
  SearchRequest request;
  request.text = "id:pmid:1";
  EXPECT_THAT(searcher.search(request).hits, SizeIs(2)) << "a search finds both";
}

TEST(Searcher, LooksForTheOwnerOfAnIdAmongTheNewestThatHaveIt) {
  for (const std::size_t others : {kMaxPapersOfId - 1, kMaxPapersOfId}) {
    std::vector<Paper> papers = {of_source("", "10.1000/proceedings", "The proceedings", "", {}, "2001")};
    for (std::size_t i = 0; i < others; ++i) {
      papers.push_back(of_source("arxiv", "2006." + std::to_string(10000 + i), "Paper " + std::to_string(i), "",
                                 {"10.1000/proceedings"}));
    }
    const TestIndex index(papers);
    Searcher searcher(Snapshot::open(index.dir()));
    ASSERT_EQ(searcher.snapshot().manifest().documents, others + 1);
    EXPECT_EQ(searcher.find("10.1000/proceedings")->title == "The proceedings", others < kMaxPapersOfId) << others;
  }
}

TEST(Searcher, CountsAPaperUnderEachOfItsSources) {
  const TestIndex index({of_source("arxiv", "2006.15055", "Slots", "10.1000/s"),
                         of_source("acl", "2020.acl-main.1", "Slots", "10.1000/s"),
                         of_source("hf-daily", "2006.15055", "Slots", ""),
                         of_source("arxiv", "2006.15056", "Kettles", ""), of_source("", "x", "Pots", "")});
  Searcher searcher(Snapshot::open(index.dir()));
  const auto found = [&](const std::vector<std::string>& sources, const std::string& text = "") {
    SearchRequest request;
    request.text = text;
    request.sources = sources;
    request.sort = Sort::kNewest;
    request.facets = true;
    const SearchResponse response = searcher.search(request);
    std::string counts = std::to_string(response.total);
    for (const FacetCount& count : response.facets->source) counts += ' ' + count.value + std::to_string(count.count);
    return counts;
  };
  EXPECT_EQ(found({}), "3 arxiv2 acl1 hf-daily1");
  EXPECT_EQ(found({"acl"}), "1 acl1 arxiv1 hf-daily1");
  EXPECT_EQ(found({"hf-daily", "acl"}), "1 acl1 arxiv1 hf-daily1");
  EXPECT_EQ(found({"ARXIV"}), "2 arxiv2 acl1 hf-daily1");
  EXPECT_EQ(found({"arxiv\nacl"}), "0");
  EXPECT_EQ(found({}, "source:hf-daily"), "1 acl1 arxiv1 hf-daily1");
  EXPECT_EQ(found({}, "source:arxiv -source:acl"), "1 arxiv1");
}

LedgerSet harvested(const std::string& source, const std::string& until, bool by_day = true) {
  LedgerSet set{source, "", std::nullopt, Date::parse("2024-02-01T03:00:00Z"), "", {}, true};
  if (by_day) set.start = day_from_ymd({2024, 1, 1});
  for (Day day = day_from_ymd({2024, 1, 1}); day <= Date::parse(until)->first_day(); ++day) {
    set.days[day] = {1, 1, 0, 1, true, *Date::parse("2024-02-01T03:00:00Z")};
  }
  return set;
}

LedgerSet by_hand(const std::string& source, const std::string& until) {
  LedgerSet set = harvested(source, until);
  set.nightly = false;
  return set;
}

TEST(Searcher, SaysThroughWhichDayAllSourcesAreWhole) {
  const std::vector<Paper> papers = {make_paper("1", "Slot", "", "2024-02-03T04:05:06Z")};
  const struct {
    std::vector<LedgerSet> ledger;
    const char* through;
  } kCases[] = {
      {{}, "2024-02-03T04:05:06Z"},
      {{harvested("arxiv", "2024-01-31")}, "2024-01-31"},
      {{harvested("arxiv", "2024-01-31"), harvested("zenodo", "2024-01-05")}, "2024-01-05"},
      {{harvested("acl", "2024-01-05", false)}, "2024-02-03T04:05:06Z"},
      {{harvested("arxiv", "2024-01-31"), by_hand("zenodo", "2024-01-05")}, "2024-01-31"},
      {{by_hand("zenodo", "2024-01-05")}, "2024-02-03T04:05:06Z"},
  };
  for (const auto& c : kCases) {
    const TestIndex index(papers, c.ledger);
    Searcher searcher(Snapshot::open(index.dir()));
    EXPECT_EQ(searcher.search({}).index.data_through, Date::parse(c.through));
    EXPECT_EQ(searcher.related("1", 1)->index.data_through, Date::parse(c.through));
    EXPECT_EQ(searcher.daily(list_of(std::nullopt, DailySort::kNewest, 1, 0)).index.data_through,
              Date::parse(c.through));
    ASSERT_EQ(searcher.snapshot().ledger().size(), c.ledger.size());
    for (std::size_t i = 0; i < c.ledger.size(); ++i) {
      EXPECT_EQ(searcher.snapshot().ledger()[i].days.size(), c.ledger[i].days.size());
    }
  }
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
  EXPECT_THAT(ids(related->hits), Contains("2006.15056"));
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

TEST(Searcher, FindsWhatIsNearSeveralPapersAndFarFromOthers) {
  const TestIndex index({
      make_paper("slots", "Slot attention", "Objects in slots."),
      make_paper("graphs", "Graph networks", "Molecules as graphs."),
      make_paper("both", "Slot attention on graph networks", "Slots for molecules."),
      make_paper("slots2", "Slot attention, again", "Slots."),
      make_paper("graphs2", "Graph networks, again", "Graphs."),
      make_paper("waves", "Waves", "Optics."),
      make_paper("waves2", "Waves", "Lasers."),
  });
  Searcher searcher(Snapshot::open(index.dir()));
  using Ids = std::vector<std::string>;
  const auto near = [&](const Ids& positive, const Ids& negative) {
    return ids(searcher.related(positive, negative, 10).hits);
  };
  EXPECT_EQ(near({"slots", "graphs"}, {}).front(), "both");
  EXPECT_THAT(near({"slots", "graphs"}, {}), testing::UnorderedElementsAre("both", "slots2", "graphs2"))
      << "no seed is among them";
  EXPECT_EQ(near({"slots"}, {}), ids(searcher.related("slots", 10)->hits)) << "one seed is the same as ever";
  EXPECT_EQ(near({"both"}, {"slots"}).front(), "graphs") << "what the other has does not count";
  EXPECT_THAT(near({"both"}, {"slots"}), Not(Contains("slots")));
  EXPECT_THAT(near({"slots"}, {"slots"}), IsEmpty());
  EXPECT_THAT(near({}, {"slots"}), IsEmpty());
  const Related some = searcher.related(Ids{"slots", "nobody"}, Ids{"arXiv:no"}, 10);
  EXPECT_THAT(some.unknown, ElementsAre("nobody", "arXiv:no"));
  EXPECT_THAT(ids(some.hits), Contains("slots2"));
  EXPECT_NO_THROW(searcher.related(Ids(kMaxRelatedSeeds - 1, "slots"), Ids{"graphs"}, 1));
  EXPECT_THROW(searcher.related(Ids(kMaxRelatedSeeds, "slots"), Ids{"graphs"}, 1), QueryError);
  EXPECT_THROW(searcher.related(Ids{"slots"}, Ids{}, kMaxResults + 1), QueryError);
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
  const Daily daily = searcher_.daily(list_of(day, DailySort::kUpvotes, 10, 0));
  EXPECT_EQ(daily.range, day_range(day));
  EXPECT_EQ(daily.previous, day_range(day_from_ymd({2019, 1, 1})));
  EXPECT_EQ(daily.next, day_range(day_from_ymd({2021, 12, 31})));
  EXPECT_EQ(daily.total, 3U);
  EXPECT_THAT(ids(daily.hits), ElementsAre("2006.15056", "2006.15055", "2007.00001"))
      << "most upvotes first, unknown last";
  EXPECT_THAT(searcher_.daily(list_of(day, DailySort::kNewest, 10, 0)).hits, SizeIs(3));
  EXPECT_THAT(ids(searcher_.daily(list_of(day, DailySort::kUpvotes, 1, 1)).hits), ElementsAre("2006.15055"));
  EXPECT_EQ(searcher_.daily(list_of(day, DailySort::kUpvotes, 1, 1)).total, 3U);
}

TEST_F(SearcherTest, ListsTheNewestDayThatIsNotInTheFuture) {
  const Daily newest = searcher_.daily(list_of(std::nullopt, DailySort::kUpvotes, 10, 0));
  EXPECT_EQ(newest.range, day_range(day_from_ymd({2021, 12, 31})));
  EXPECT_THAT(ids(newest.hits), ElementsAre("new"));
  EXPECT_EQ(newest.next, day_range(day_from_ymd({2099, 12, 31})));
}

TEST_F(SearcherTest, ListsADayWithoutPapersWithItsNeighbours) {
  const Daily empty = searcher_.daily(list_of(day_from_ymd({2020, 1, 1}), DailySort::kNewest, 10, 0));
  EXPECT_THAT(empty.hits, IsEmpty());
  EXPECT_EQ(empty.total, 0U);
  EXPECT_EQ(empty.previous, day_range(day_from_ymd({2019, 1, 1})));
  EXPECT_EQ(empty.next, day_range(day_from_ymd({2020, 6, 26})));
  const Daily first = searcher_.daily(list_of(day_from_ymd({kFirstYear, 1, 1}), DailySort::kNewest, 10, 0));
  EXPECT_EQ(first.previous, std::nullopt);
  EXPECT_EQ(first.next, day_range(day_from_ymd({2019, 1, 1}))) << "a paper of the year 2018 is of no day";
  const Daily last = searcher_.daily(list_of(day_from_ymd({kLastYear, 12, 31}), DailySort::kNewest, 10, 0));
  EXPECT_EQ(last.previous, day_range(day_from_ymd({2021, 12, 31})));
  EXPECT_EQ(last.next, std::nullopt);
  EXPECT_THROW(searcher_.daily(list_of(std::nullopt, DailySort::kNewest, 1000, 1)), QueryError);
}

TEST(Searcher, ListsNoDayWhereNoPaperHasADate) {
  const TestIndex index({make_paper("1", "Slot")});
  Searcher searcher(Snapshot::open(index.dir()));
  EXPECT_THAT(searcher.daily(list_of(std::nullopt, DailySort::kNewest, 10, 0)).hits, IsEmpty());
}

std::string fault(const IndexDir& dir, Snapshot::Verify verify = Snapshot::Verify::kSizes) {
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
  EXPECT_EQ(fault(index.dir(), Snapshot::Verify::kHashes), "nothing was thrown");
  std::fstream(generation / "words") << "p";  // plot
  EXPECT_EQ(fault(index.dir()), "nothing was thrown") << "by its size alone";
  EXPECT_THAT(fault(index.dir(), Snapshot::Verify::kHashes), HasSubstr("words is damaged"));
  std::fstream(generation / "words") << "s";
  EXPECT_EQ(fault(index.dir(), Snapshot::Verify::kHashes), "nothing was thrown");
  const std::filesystem::path words = generation / "words";
  const auto bytes = std::filesystem::file_size(words);
  for (const auto other : {bytes - 1, bytes + 1}) {
    std::filesystem::resize_file(words, other);
    EXPECT_THAT(fault(index.dir()), HasSubstr("words is damaged: it has "));
  }
  std::filesystem::resize_file(words, bytes - 1);
  std::ofstream(words, std::ios::app) << "\n";

  const std::filesystem::path iam = generation / "db/iamglass";
  const std::string junk(std::filesystem::file_size(iam), 'x');
  std::ofstream(iam) << junk;
  EXPECT_THAT(fault(index.dir()), HasSubstr("cannot open the index at " + (generation / "db").string()));
  std::filesystem::remove(iam);
  EXPECT_THAT(fault(index.dir()), HasSubstr("iamglass is missing"));
  std::filesystem::remove(generation / "manifest.json");
  EXPECT_THAT(fault(index.dir()), HasSubstr("manifest.json: No such file or directory"));
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
  EXPECT_THAT(searcher.daily(list_of(std::nullopt, DailySort::kNewest, 10, 0)).hits, IsEmpty());
}

}  // namespace
}  // namespace paperdex
