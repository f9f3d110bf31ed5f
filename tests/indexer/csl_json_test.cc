#include "indexer/sources/csl_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/rejected.h"

namespace paperdex {
namespace {

using testing::ElementsAre;

constexpr char kItem[] = R"({
  "id": "one2020", "type": "article-journal", "title": "Slots", "subtitle": "In Two Parts",
  "author": [{"given": "Ann", "family": "One"}, {"given": "Bob", "non-dropping-particle": "van", "family": "Two",
              "suffix": "Jr."}, {"literal": "The Slot Collaboration"}],
  "editor": [{"family": "Editor"}],
  "issued": {"date-parts": [[2020, 6, 26]]}, "container-title": "Journal of Slots", "volume": 3, "page": "1-2",
  "DOI": "10.1000/SLOTS", "URL": "http://dx.doi.org/10.1000/slots", "PMID": "12", "PMCID": "PMC34",
  "abstract": "We use\n slots.", "note": "A note", "is-referenced-by-count": 7, "score": 1.5, "reference": [{"key": 1}]})";

TEST(CslJson, MapsEveryField) {
  Paper expected;
  expected.id = "10.1000/slots";
  expected.title = "Slots: In Two Parts";
  expected.abstract = "We use slots.";
  expected.authors = {"Ann One", "Bob van Two Jr.", "The Slot Collaboration"};
  expected.published = Date::parse("2020-06-26");
  expected.venue = "Journal of Slots";
  expected.doi = "10.1000/slots";
  expected.ids = {"PMC34", "pmid:12"};
  expected.url = "http://dx.doi.org/10.1000/slots";
  expected.source = "csl-json";
  expected.comment = "A note";
  expected.entry = "one2020";
  EXPECT_EQ(paper_from_csl(kItem), expected);
}

// An item with a title and these further members.
Paper read_item(const std::string& members) { return paper_from_csl("{\"title\":\"Slots\"" + members + "}"); }

TEST(CslJson, TakesTextsAndListsOfTexts) {
  const struct {
    const char* item;
    const char* title;
  } kCases[] = {
      {R"({"title":"Slots"})", "Slots"},
      {R"({"title":["Slots"]})", "Slots"},
      {R"({"title":["","Slots","More"]})", "Slots"},
      {R"({"title":["Slots"],"subtitle":["One","Two"]})", "Slots: One"},
      {R"({"title":["Slots"],"subtitle":[]})", "Slots"},
      {R"({"title":"Slots: One","subtitle":"One"})", "Slots: One"},
      {R"({"title":"Slots","subtitle":null})", "Slots"},
  };
  for (const auto& c : kCases) EXPECT_EQ(paper_from_csl(c.item).title, c.title) << c.item;
  EXPECT_EQ(read_item(R"(,"container-title":["Journal of Slots","J. Slots"])").venue, "Journal of Slots");
}

TEST(CslJson, ReadsNames) {
  const struct {
    const char* authors;
    std::vector<std::string> names;
  } kCases[] = {
      {R"([{"family":"One"}])", {"One"}},
      {R"([{"given":"Ann"}])", {"Ann"}},
      {R"([{"given":"Ann","dropping-particle":"de","family":"One"}])", {"Ann de One"}},
      {R"([{"name":"The Slot Collaboration"}])", {"The Slot Collaboration"}},
      {R"([{"given":"","family":"","literal":"Ann One"}])", {"Ann One"}},
      {R"(["Ann One"])", {"Ann One"}},
      {R"([{"family":"One","sequence":"first","affiliation":[]},{}])", {"One"}},
      {"[]", {}},
      {"null", {}},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(read_item(std::string(",\"author\":") + c.authors).authors, c.names) << c.authors;
  }
}

TEST(CslJson, ReadsDatesAndLeavesOutWhatIsNone) {
  const struct {
    const char* members;
    const char* published;  // "" when there is none
  } kCases[] = {
      {R"(,"issued":{"date-parts":[[2020,6,26]]})", "2020-06-26"},
      {R"(,"issued":{"date-parts":[["2020","6"]]})", "2020-06"},
      {R"(,"issued":{"date-parts":[[2020]]})", "2020"},
      {R"(,"issued":{"date-parts":[[2020,6,1],[2020,7,1]]})", "2020-06-01"},
      {R"(,"issued":{"date-parts":[[2020,0,0]]})", "2020"},
      {R"(,"issued":{"date-parts":[[null]]})", ""},
      {R"(,"issued":{"date-parts":[]},"published":{"date-parts":[[2021]]})", "2021"},
      {R"(,"issued":{"date-parts":[[99999999999999999999,1e9]]})", ""},
      {R"(,"issued":{"date-parts":[[-50]]})", ""},
      {R"(,"issued":{"date-parts":"2020"})", ""},
      {R"(,"issued":{"raw":"June 2020"})", "2020-06"},
      {R"(,"issued":{"literal":"2020/6/26"})", "2020-06-26"},
      {R"(,"issued":{"raw":2020})", "2020"},
      {R"(,"issued":{"raw":["2020"]})", ""},
      {R"(,"issued":{"literal":"in press"})", ""},
      {R"(,"issued":{"season":1})", ""},
      {R"(,"issued":"2020-06-26")", "2020-06-26"},
      {R"(,"issued":[2020])", ""},
      {R"(,"published-online":{"date-parts":[[2020,6]]})", "2020-06"},
      {"", ""},
  };
  for (const auto& c : kCases) {
    const Paper paper = read_item(c.members);
    EXPECT_EQ(paper.published ? paper.published->to_string() : "", c.published) << c.members;
  }
}

TEST(CslJson, ReadsIds) {
  const struct {
    const char* members;
    const char* id;  // "csl:" for one of its own
  } kCases[] = {
      {R"(,"DOI":"https://doi.org/10.1000/A")", "10.1000/a"},
      {R"(,"URL":"https://arxiv.org/abs/2006.15055","DOI":"10.1000/a")", "2006.15055"},
      {R"(,"number":"arXiv:2006.15055")", "2006.15055"},
      {R"(,"number":"2006.15055","archive":"arXiv")", "2006.15055"},
      {R"(,"archive_location":"hep-th/9901001","archive":"arXiv.org")", "hep-th/9901001"},
      {R"(,"number":2006.15055,"publisher":"arXiv")", "2006.15055"},
      {R"(,"number":"2006.15055")", "csl:"},
      {R"(,"id":"arXiv:2006.15055")", "2006.15055"},
      {R"(,"id":"W123")", "csl:"},
      {R"(,"id":7)", "csl:"},
      {R"(,"PMID":12)", "pmid:12"},
      {R"(,"PMCID":"PMC34","PMID":"PMID: 12")", "pmid:12"},
      {R"(,"id":"http://zotero.org/users/1/items/ABC")", "csl:"},
  };
  for (const auto& c : kCases) {
    const std::string id = read_item(c.members).id;
    EXPECT_EQ(std::string(c.id) == "csl:" ? id.substr(0, 4) : id, c.id) << c.members;
  }
}

TEST(CslJson, LeavesOutWhatIsNoAddressAndANoteThatIsTooLong) {
  EXPECT_EQ(read_item(R"(,"URL":"ftp://example.org")").url, "");
  EXPECT_EQ(read_item(",\"note\":\"" + std::string(kMaxFieldBytes, 'n') + '"').comment.size(), kMaxFieldBytes);
  EXPECT_EQ(read_item(",\"note\":\"" + std::string(kMaxFieldBytes + 1, 'n') + '"').comment, "");
}

TEST(CslJson, RejectsWithFieldAndReason) {
  const struct {
    const char* record;
    const char* field;
  } kCases[] = {
      {"[]", ""},
      {"{", ""},
      {"{}", "title"},
      {R"({"title":[]})", "title"},
      {R"({"title":[[]]})", "title"},
      {R"({"title":{"en":"T"}})", "title"},
      {R"({"title":"T","author":"A"})", "author"},
      {R"({"title":"T","author":[["A"]]})", "author"},
      {R"({"title":"T","author":[{"family":["A"]}]})", "family"},
      {R"({"title":"T","DOI":{}})", "DOI"},
      {R"({"title":"T","abstract":true})", "abstract"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.record);
    try {
      paper_from_csl(c.record);
      ADD_FAILURE() << "was taken";
    } catch (const Rejection& rejection) {
      EXPECT_EQ(rejection.field(), c.field) << rejection.reason();
    }
  }
}

}  // namespace
}  // namespace paperdex
