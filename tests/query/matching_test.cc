// Which papers a query finds.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <set>
#include <sstream>

#include "query/searcher.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::HasSubstr;

Paper paper(const std::string& id, const std::string& title, const std::string& abstract, const std::string& published,
            const std::vector<std::string>& authors = {}, const std::vector<std::string>& categories = {},
            const std::string& source = "arxiv") {
  Paper made = make_paper(id, title, abstract, published);
  made.authors = authors;
  made.categories = categories;
  made.source = source;
  return made;
}

const std::vector<Paper>& papers() {
  static const std::vector<Paper> kPapers = [] {
    std::vector<Paper> list = {
        paper("slot", "Object-Centric Learning with Slot Attention",
              "We present the slot attention module, an interface with perceptual representations.", "2020-06-26",
              {"Francesco Locatello", "Thomas Kipf"}, {"cs.LG", "cs.CV"}),
        paper("slow", "SlowFast Networks for Video Recognition", "A slow pathway and a fast pathway.", "2018-12-10",
              {"Christoph Feichtenhofer"}, {"cs.CV"}),
        paper("need", "Attention Is All You Need", "A network architecture, the transformer, based on attention alone.",
              "2017-06", {"Ashish Vaswani", "Noam Shazeer"}, {"cs.CL"}),
        paper("erdos", "On M\u00e9zard's conjecture for Erd\u0151s graphs", "Non-linear random graphs are studied.",
              "1999", {"Marc M\u00e9zard"}, {"math.CO"}, "journal"),
        paper("nonlinear", "Nonlinear waves", "Waves in optics.", "2021-02-01", {"Anna Kipf"}, {"physics.optics"},
              "Journal"),
        paper("llm", "LLMs as judges", "Every LLM is a language model.", "2024-01-31T23:30:00Z", {"Li Wei"}, {"cs.CL"}),
        paper("rec", "A paper about recognition", "Networks that see objects.", "2024-02-01", {"Jean-Luc Dupont"},
              {"cs.CV"}),
        paper("title-only", "Optics", "Light and its laws.", "", {"O. Ptics"}, {}, ""),
        paper("to-be", "To be or not to be", "A question of Hamlet.", "2010-10-10"),
    };
    list[0].doi = "10.1000/slot";
    list[0].ids = {"oai:repository.example:1", "pmid:8"};
    list[0].comment = "12 pages, 3 figures; code on a non-linear page";
    list[0].venue = "Advances in Neural Processing";
    list[1].report_no = "CERN-PH-TH/2010-005, LPSC-11026";
    list[1].journal_ref = "Neural Processing Letters 12 (2019)";
    list[2].comment = "15 pages";
    list[2].venue = "Neural Journal";
    list[2].journal_ref = "Processing Quarterly";
    list[1].ids = {"10.1016/0370-2693(90)90088-6"};
    return list;
  }();
  return kPapers;
}

class MatchingTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { index_ = new TestIndex(papers()); }
  static void TearDownTestSuite() { delete index_; }

  SearchResponse answer(SearchRequest request) {
    request.limit = 100;
    request.sort = Sort::kRelevance;
    return searcher_.search(request);
  }
  // The ids that are found, sorted; after "looser:" when no paper has all that was asked for.
  std::string found(SearchRequest request) {
    const SearchResponse response = answer(std::move(request));
    std::set<std::string> ids;
    for (const Hit& hit : response.hits) ids.insert(hit.paper.id);
    std::string text = response.warnings.empty() ? "" : "looser:";
    for (const std::string& id : ids) text.append(text.empty() ? "" : " ").append(id);
    return text;
  }
  std::string found(const std::string& text, bool typing = false) {
    SearchRequest request;
    request.text = text;
    request.typing = typing;
    return found(request);
  }

  static TestIndex* index_;
  Searcher searcher_{Snapshot::open(index_->dir())};
};

TestIndex* MatchingTest::index_ = nullptr;

struct Case {
  const char* text;
  const char* ids;  // in alphabetical order
};

TEST_F(MatchingTest, FiltersByVenueWithoutTouchingWhatWordsFind) {
  const auto of_venues = [&](const std::string& text, std::vector<std::string> venues) {
    SearchRequest request;
    request.text = text;
    request.venues = std::move(venues);
    return found(request);
  };
  EXPECT_EQ(of_venues("", {"neural processing"}), "slot slow");
  EXPECT_EQ(of_venues("attention", {"Neural Processing", "quarterly"}), "need slot");
  EXPECT_EQ(of_venues("attention", {"Letters"}), "") << "words are still asked for";
  EXPECT_EQ(of_venues("", {"processing neural"}), "");
}

TEST_F(MatchingTest, FindsThePapersThatAQueryNames) {
  // Add a row whenever somebody missed a paper, or met one that should not be there.
  constexpr Case kCases[] = {
      {"hamlet", "to-be"},
      {"hamlet optics", "nonlinear title-only to-be"},
      {"absentword", ""},
      // Spellings.
      {"slow-fast", "slow"},
      {"slowfast", "slow"},
      {"SlowFast", "slow"},
      {"nonlinear", "erdos nonlinear"},
      {"non-linear", "erdos nonlinear"},
      {"Mezard", "erdos"},
      {"m\u00c9zard", "erdos"},
      {"M\\'ezard", "erdos"},
      {"erdos", "erdos"},
      {"llms", "llm"},
      {"LLM", "llm"},
      {"recognitions", "rec slow"},
      // Names without a prefix.
      {"vaswani", "need"},
      {"kipf", "nonlinear slot"},
      {"feichtenhofer slowfast", "slow"},
      // Stop words alone are looked up in titles.
      {"to be or not to be", "to-be"},
      {"is all you", "need"},
      {"of", ""},
      {"with the slot", "slot"},
      // Phrases.
      {"\"slot attention\"", "slot"},
      {"\"attention slot\"", "looser: need slot"},
      {"\"attention is all you need\"", "need"},
      {"\"video recognition\"", "slow"},
      {"\"recognition networks\"", "looser: need rec slow"},
      {"\"to be or not\"", "to-be"},
      {"\"slot attention\" transformer", "slot"},
      // Comments and venues: words of their own, stop words too.
      {"comment:pages", "need slot"},
      {"comment:page comment:figures", "slot"},
      {"comment:\"12 pages\"", "slot"},
      {"comment:\"pages 12\"", ""},
      {"comment:nonlinear", "slot"},
      {"comment:non-linear", "slot"},
      {"comment:fig*", "slot"},
      {"comment:on", "slot"},
      {"pages", ""},
      {"journal:\"neural processing\"", "slot slow"},
      {"journal:\"in neural\"", "slot"},
      {"journal:letters", "slow"},
      {"journal:2019", "slow"},
      {"journal:\"journal processing\"", ""},  // the end of the venue, the beginning of the reference
      {"report:LPSC-11026", "slow"},
      {"report:cern-ph-th/2010-005", "slow"},
      {"report:cern report:lpsc*", "slow"},
      {"report:\"2010 lpsc\"", ""},
      {"LPSC-11026", ""},
      {"comment:(code OR 15)", "need slot"},
      {"attention -comment:figures", "need"},
      // Negation.
      {"attention -slot", "need"},
      {"attention -\"slot attention\"", "need"},
      {"attention NOT transformer", "slot"},
      {"-attention", "erdos llm nonlinear rec slow title-only to-be"},
      {"-attention -networks -optics -hamlet", "erdos llm"},
      {"attention -(slot transformer)", ""},
      {"kipf -cat:cs.LG", "nonlinear"},
      // Operators.
      {"attention AND slot", "slot"},
      {"attention AND hamlet", "looser: need slot to-be"},
      {"hamlet OR slot", "slot to-be"},
      {"hamlet OR slot AND transformer", "to-be"},
      {"(hamlet OR slot) AND attention", "slot"},
      {"hamlet OR -networks -attention", "erdos llm nonlinear title-only to-be"},
      // Fields.
      {"title:attention", "need slot"},
      {"title:transformer", "looser: need"},
      {"title:is", "need"},
      {"title:\"is all you\"", "need"},
      {"title:\"slot attention\"", "slot"},
      {"title:(waves OR hamlet)", "nonlinear"},
      {"title:slow-fast", "slow"},
      {"abstract:attention", "need slot"},
      {"abstract:recognition", "looser: rec slow"},
      {"abstract:networks", "need rec"},
      {"abstract:\"slot attention\"", "slot"},
      {"abstract:\"video recognition\"", "looser: rec slow"},
      {"abstract:waves", "nonlinear"},
      {"abstract:(hamlet OR optics)", "nonlinear to-be"},
      {"author:kipf", "nonlinear slot"},
      {"author:\"thomas kipf\"", "slot"},
      {"author:\"kipf thomas\"", "looser: nonlinear slot"},
      {"author:\"kipf francesco\"", "looser: nonlinear slot"},
      {"author:jean-luc", "rec"},
      {"author:mezard", "erdos"},
      {"author:slot", "looser: slot"},
      {"author:kip*", "nonlinear slot"},
      {"attention author:kipf", "nonlinear slot"},
      // Filters.
      {"cat:cs.CV", "rec slot slow"},
      {"cat:CS.cv", "rec slot slow"},
      {"cat:cs", "llm need rec slot slow"},
      {"cat:c", ""},
      {"cat:math.CO", "erdos"},
      {"attention cat:cs.CL", "need"},
      {"source:journal", "erdos nonlinear"},
      {"source:ARXIV cat:cs.LG", "slot"},
      {"id:llm", "llm"},
      {"id:LLM", ""},
      {"id:absent", ""},
      {"doi:10.1000/slot", "slot"},
      {"doi:https://doi.org/10.1000/Slot", "slot"},
      {"id:10.1000/slot", "slot"},
      {"id:https://dx.doi.org/10.1000%2FSLOT", "slot"},
      {"id:oai:repository.example:1", "slot"},
      {"id:pmid:8", "slot"},
      {"id:\"PMID: 8\"", "slot"},
      {"id:https://pubmed.ncbi.nlm.nih.gov/8/", "slot"},
      {"doi:10.1016/0370-2693(90)90088-6", "slow"},
      {"(doi:https://doi.org/10.1016/0370-2693(90)90088-6 OR id:need)", "need slow"},
      {"attention -id:pmid:8", "need"},
      {"attention id:need", "need"},
      {"attention date:2020", "slot"},
      {"attention date:2017-06-30", ""},
      {"attention date:2017-06..2017-06", "need"},
      {"attention date:..2019", "need"},
      {"attention date:2018..", "slot"},
      {"attention -date:2020", "need"},
      {"date:2020", "slot"},
      {"(date:2020)", "slot"},
      {"date:2022", ""},
      {"date:2020 OR hamlet", "slot to-be"},
      {"date:2017..2020 -attention", "slow"},
      {"-date:2000..", "erdos title-only"},
      // Beginnings.
      {"recog*", "rec slow"},
      {"slo*", "slot slow"},
      {"slo* hamlet", "slot slow to-be"},
      {"zzz*", ""},
      {"title:recog*", "rec slow"},
  };
  for (const Case& c : kCases) EXPECT_EQ(found(c.text), c.ids) << c.text;
}

TEST_F(MatchingTest, FindsWhatAnUnfinishedWordMayBecome) {
  constexpr Case kCases[] = {
      {"slo", "slot slow"},
      {"slot", "slot"},
      {"slot-att", "slot"},
      {"slowf", "slow"},
      {"h", "to-be"},
      {"title:net", "slow"},
      {"hamlet opt", "nonlinear title-only to-be"},
      {"zzzzz", ""},
      {"attention is a", "need slot"},
  };
  for (const Case& c : kCases) {
    const std::string ids = found(c.text, true);
    std::string missing;
    std::istringstream wanted(c.ids);
    for (std::string id; wanted >> id;) {
      if ((' ' + ids + ' ').find(' ' + id + ' ') == std::string::npos) missing += ' ' + id;
    }
    EXPECT_EQ(missing, "") << c.text << " found " << ids;
  }
  EXPECT_EQ(found("slo", true), "slot slow");
  EXPECT_EQ(found("zzzzz", true), "");
}

TEST_F(MatchingTest, GivesEveryPaperForAnEmptyQuery) { EXPECT_EQ(answer({}).total, papers().size()); }

SearchRequest with(const std::function<void(SearchRequest&)>& change) {
  SearchRequest request;
  change(request);
  return request;
}

TEST_F(MatchingTest, NarrowsByTheRequestsFilters) {
  const auto date = [](const char* text) { return Date::parse(text); };
  const std::pair<SearchRequest, const char*> kCases[] = {
      {with([](auto& r) { r.categories = {"cs.CV"}; }), "rec slot slow"},
      {with([](auto& r) {
         r.categories = {"cs.LG", "math"};
       }),
       "erdos slot"},
      {with([](auto& r) { r.sources = {"journal"}; }), "erdos nonlinear"},
      {with([](auto& r) { r.sources = {"absent"}; }), ""},
      {with([](auto& r) { r.authors = {"Kipf, Thomas"}; }), "slot"},
      {with([](auto& r) { r.authors = {"Kipf"}; }), "nonlinear slot"},
      {with([](auto& r) {
         r.authors = {"Kipf", "Locatello"};
       }),
       "slot"},
      {with([](auto& r) { r.authors = {"M\u00e9zard"}; }), "erdos"},
      {with([](auto& r) { r.text = "attention", r.categories = {"cs.CL"}; }), "need"},
      // Partial dates reach to the end of their period, and dateless papers have none.
      {with([&](auto& r) { r.from = r.until = date("2024"); }), "llm rec"},
      {with([&](auto& r) { r.from = r.until = date("2024-01"); }), "llm"},
      {with([&](auto& r) { r.from = r.until = date("2024-01-31"); }), "llm"},
      {with([&](auto& r) { r.from = r.until = date("2017-06-01"); }), "need"},
      {with([&](auto& r) { r.from = date("2024-02"); }), "rec"},
      {with([&](auto& r) { r.until = date("2010"); }), "erdos to-be"},
      {with([&](auto& r) { r.until = date("1999-01-01"); }), "erdos"},
      {with([&](auto& r) { r.until = date("1998-12-31"); }), ""},
      {with([&](auto& r) { r.from = date("2024"), r.until = date("2023"); }), ""},
      {with([&](auto& r) { r.text = "networks", r.from = date("2018"), r.until = date("2019-01"); }), "slow"},
      {with([&](auto& r) { r.text = "date:2024", r.categories = {"cs.CL"}; }), "llm"},
  };
  for (const auto& [request, ids] : kCases) {
    EXPECT_EQ(found(request), ids) << request.text << ' ' << testing::PrintToString(request.categories) << ' '
                                   << (request.from ? request.from->to_string() : "") << ".."
                                   << (request.until ? request.until->to_string() : "");
  }
}

TEST_F(MatchingTest, WantsAllWordsWhenSortedByDate) {
  SearchRequest request;
  request.text = "attention slot";
  request.sort = Sort::kNewest;
  const SearchResponse response = searcher_.search(request);
  ASSERT_EQ(response.hits.size(), 1U);
  EXPECT_EQ(response.hits.front().paper.id, "slot");
}

TEST_F(MatchingTest, SearchesAnUnknownWordAsWhatItWasMeantToBeAndSaysSo) {
  const SearchResponse response = answer(with([](auto& r) { r.text = "slot atention"; }));
  EXPECT_EQ(response.corrected, "slot attention");
  ASSERT_EQ(response.expanded.size(), 1U);
  EXPECT_EQ(response.expanded.front().term, "atention");
  EXPECT_EQ(response.expanded.front().to, "attention");
  EXPECT_EQ(found("hamlte"), "to-be");
  EXPECT_THAT(answer(with([](auto& r) { r.text = "hamlte"; })).hits.front().highlights.abstract,
              HasSubstr("<mark>Hamlet</mark>"));
}

TEST_F(MatchingTest, CorrectsEachWordWhereItStands) {
  EXPECT_EQ(answer(with([](auto& r) { r.text = "pathwya \"pathwyas\" hamlte hamlte-slot"; })).corrected,
            "pathway \"pathway\" hamlet hamlte-slot");
}

TEST_F(MatchingTest, LeavesKnownWordsAndNamesAsTheyAre) {
  for (const char* text : {"slot", "attention networks", "vaswani", "slow-fast", "the", "zzzzzzzz", "net"}) {
    const SearchResponse response = answer(with([&](auto& r) { r.text = text; }));
    EXPECT_TRUE(response.expanded.empty()) << text;
    EXPECT_EQ(response.corrected, "") << text;
  }
}

TEST_F(MatchingTest, NeverFailsButByQueryErrorsWhateverIsTyped) {
  constexpr const char* kPieces[] = {
      "date:2020 ", "slot",  "the",    " ",      " ",         " ",    "\"",   "(",         ")",           "-",  "*",
      ":",          " AND ", " OR ",   "NOT ",   "title:",    "cat:", "id:",  "author:",   "2024",        "..", "\\",
      "$",          "{",     "\u00e9", "\u4e2d", "abstract:", "slo*", "kipf", "slow-fast", "non-linear ", "xyz"};
  std::mt19937 random(10);
  for (int round = 0; round < 3000; ++round) {
    SearchRequest request;
    for (std::size_t i = random() % 16; i > 0; --i) request.text += kPieces[random() % std::size(kPieces)];
    request.typing = random() % 2 == 0;
    request.sort = static_cast<Sort>(random() % 4);
    request.explain = request.facets = random() % 4 == 0;
    try {
      const SearchResponse response = searcher_.search(request);
      ASSERT_LE(response.hits.size(), papers().size()) << request.text;
      for (const Hit& hit : response.hits) ASSERT_FALSE(hit.paper.id.empty()) << request.text;
    } catch (const QueryError&) {
    } catch (const std::exception& error) {
      FAIL() << request.text << ": " << error.what();
    }
  }
}

TEST_F(MatchingTest, TakesValuesLongerThanAnyTerm) {
  const std::string longest(400, 'x');
  for (const char* field : {"id:", "doi:", "cat:", "source:"}) EXPECT_EQ(found(field + longest), "") << field;
  for (const char* field : {"author:", "title:", ""}) EXPECT_EQ(found("zzzz " + (field + longest)), "") << field;
}

}  // namespace
}  // namespace paperdex
