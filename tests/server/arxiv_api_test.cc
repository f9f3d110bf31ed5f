// arXiv's API over a real socket: each thing that its clients rely on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <pugixml.hpp>
#include <set>

#include "query/search_request.h"
#include "server/api/arxiv.h"
#include "tests/server/site_test.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::size_t kWidgets = 250;
constexpr char kAbs[] = "http://arxiv.org/abs/";

std::vector<Paper> some_papers() {
  std::vector<Paper> papers;
  Paper slots = make_paper("2006.15055", "Object slots", "Attention over slots.", "2020-06-26T10:00:00Z");
  slots.authors = {"Adrian Del Maestro", "Alan Turing"};
  slots.categories = {"cs.LG", "stat.ML"};
  slots.versions = {*Date::parse("2020-06-26T10:00:00Z"), *Date::parse("2020-10-14T11:00:00Z")};
  slots.updated = slots.versions.back();
  slots.doi = "10.1000/slots";
  slots.comment = "25 pages";
  slots.journal_ref = "J. Slots 1 (2020)";
  slots.report_no = "SLOT-TH/2020-005, LPSC-11026";
  slots.source = "arxiv";
  papers.push_back(slots);
  Paper old = make_paper("hep-th/9901001", "Branes of slots", "Old.", "1999-01-01");
  old.categories = {"hep-th"};
  old.authors = {"Maestro Del"};
  papers.push_back(old);
  Paper own = make_paper("nips1987/9e9d,x", "Slots of a conference", "Elsewhere.");
  own.url = "https://example.org/paper";
  papers.push_back(own);
  for (std::size_t i = 0; i < kWidgets; ++i) {
    Paper paper = make_paper("w/" + std::to_string(i), "Widget " + std::to_string(i), "About widgets.",
                             Date::from_day(day_from_ymd({2019, 1, 1}) + static_cast<Day>(i)).to_string());
    paper.categories = {"eess.AS"};
    papers.push_back(paper);
  }
  return papers;
}

struct Entry {
  std::string id;  // behind arxiv.org/abs/
  std::string title;
  pugi::xml_node node;
};

class ArxivApi : public SiteTest<some_papers> {
 protected:
  static std::string encoded(const std::string& text) { return percent_encode(text, true); }
  std::string read(const RawResponse& response, int status) {
    EXPECT_EQ(response.status, status) << response.body;
    EXPECT_EQ(response.header("Content-Type"), "application/atom+xml; charset=utf-8");
    EXPECT_TRUE(document_.load_string(response.body.c_str())) << response.body;
    feed_ = document_.child("feed");
    return feed_.child("opensearch:totalResults").text().get();
  }
  // The ids of a page.
  std::vector<std::string> ids(const std::string& query) {
    total_ = std::stoul(read(site_->get("/api/query?" + query), 200));
    std::vector<std::string> found;
    for (const pugi::xml_node& entry : feed_.children("entry")) {
      const std::string id = entry.child("id").text().get();
      EXPECT_THAT(id, StartsWith(kAbs));
      found.push_back(id.substr(std::string(kAbs).size()));
    }
    return found;
  }
  std::vector<std::string> search(const std::string& text) { return ids("search_query=" + encoded(text)); }
  std::string error(const std::string& query, int status = 400) {
    EXPECT_EQ(read(site_->get("/api/query?" + query), status), "1") << query;
    const pugi::xml_node entry = feed_.child("entry");
    EXPECT_STREQ(entry.child("title").text().get(), "Error");
    EXPECT_THAT(entry.child("id").text().get(), HasSubstr("arxiv.org/api/errors#"));
    EXPECT_FALSE(entry.next_sibling("entry"));
    return entry.child("summary").text().get();
  }

  pugi::xml_document document_;
  pugi::xml_node feed_;
  std::size_t total_ = 0;
};

TEST_F(ArxivApi, AnEntryHasAllThatClientsRead) {
  ASSERT_THAT(ids("search_query=rn:SLOT-TH/2020-005"), ElementsAre("2006.15055v2"));
  ASSERT_THAT(ids("search_query=ti:object&id_list="), ElementsAre("2006.15055v2"));
  const pugi::xml_node entry = feed_.child("entry");
  const auto text = [&](const char* name) { return std::string(entry.child(name).text().get()); };
  EXPECT_EQ(text("title"), "Object slots");
  EXPECT_EQ(text("summary"), "Attention over slots.");
  EXPECT_EQ(text("published"), "2020-06-26T10:00:00Z");
  EXPECT_EQ(text("updated"), "2020-10-14T11:00:00Z");
  EXPECT_EQ(text("arxiv:comment"), "25 pages");
  EXPECT_EQ(text("arxiv:journal_ref"), "J. Slots 1 (2020)");
  EXPECT_EQ(text("arxiv:doi"), "10.1000/slots");
  EXPECT_STREQ(entry.child("arxiv:primary_category").attribute("term").value(), "cs.LG");
  EXPECT_STREQ(entry.child("category").attribute("term").value(), "cs.LG");
  EXPECT_STREQ(entry.child("author").child("name").text().get(), "Adrian Del Maestro");
  EXPECT_STREQ(entry.find_child_by_attribute("link", "rel", "alternate").attribute("href").value(),
               "https://arxiv.org/abs/2006.15055v2");
  const pugi::xml_node pdf = entry.find_child_by_attribute("link", "title", "pdf");
  EXPECT_STREQ(pdf.attribute("href").value(), "https://arxiv.org/pdf/2006.15055v2");
  EXPECT_STREQ(pdf.attribute("rel").value(), "related");
  EXPECT_STREQ(feed_.attribute("xmlns:opensearch").value(), "http://a9.com/-/spec/opensearch/1.1/");
  EXPECT_STREQ(feed_.attribute("xmlns:arxiv").value(), "http://arxiv.org/schemas/atom");
  for (const char* name : {"id", "title", "updated", "link", "opensearch:startIndex", "opensearch:itemsPerPage"}) {
    EXPECT_TRUE(feed_.child(name)) << name;
  }
}

// The same elements and attributes as the recorded answers of arXiv, when they lie beside the checkout.
TEST_F(ArxivApi, HasTheElementsOfRecordedAnswers) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(PAPERDEX_SOURCE_DIR) / "../shared/samples/arxiv-api";
  if (!fs::exists(folder)) GTEST_SKIP() << "recorded answers of arXiv's API are not there: " << folder;
  ids("id_list=2006.15055");
  std::set<std::string> ours;
  for (const pugi::xml_node& node : feed_.children()) ours.insert(node.name());
  for (const pugi::xml_node& node : feed_.child("entry").children()) ours.insert(std::string("entry/") + node.name());
  std::size_t files = 0;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (!file.path().string().ends_with(".atom.xml")) continue;
    pugi::xml_document recorded;
    ASSERT_TRUE(recorded.load_file(file.path().c_str())) << file.path();
    ++files;
    for (const pugi::xml_node& node : recorded.child("feed").children())
      EXPECT_EQ(ours.count(node.name()), 1U) << node.name();
    for (const pugi::xml_node& entry : recorded.child("feed").children("entry")) {
      for (const pugi::xml_node& node : entry.children()) {
        const std::string name = std::string("entry/") + node.name();
        EXPECT_TRUE(name == "entry/arxiv:affiliation" || ours.count(name) == 1) << name << " in " << file.path();
      }
    }
  }
  EXPECT_GT(files, 10U);
}

TEST_F(ArxivApi, TheLanguageFinds) {
  struct Case {
    const char* text;
    std::vector<std::string> ids;
  };
  const std::string own = "nips1987/9e9d%2Cx";
  const std::vector<Case> cases = {
      {"all:attention", {"2006.15055v2"}},
      {"au:del_maestro", {"2006.15055v2"}},
      {"au:maestro ANDNOT ti:object", {"hep-th/9901001v1"}},
      {"ti:(slots AND branes)", {"hep-th/9901001v1"}},
      {"cat:hep-th OR cat:stat.ML AND ti:nothing", {"hep-th/9901001v1"}},
      {"cat:cs.*", {"2006.15055v2"}},
      {"conferen*", {own}},
      {"slots conference", {own}},
      {"co:pages", {"2006.15055v2"}},
      {"jr:slots", {"2006.15055v2"}},
      {"co:slots", {}},
      {"id:hep-th/9901001", {"hep-th/9901001v1"}},
      {"slots AND submittedDate:[202006260000 TO 202006262359]", {"2006.15055v2"}},
      {"slots AND submittedDate:[202006270000 TO *]", {}},
      // As it says: no word for another, none left out, and no words is not all papers.
      {"atention", {}},
      {"attention branes", {}},
      {"\"...\"", {}},
  };
  for (const Case& test : cases) {
    EXPECT_EQ(search(test.text), test.ids) << test.text;
    EXPECT_EQ(total_, test.ids.size()) << test.text;
  }
}

TEST_F(ArxivApi, SortsByDate) {
  const std::string own = "nips1987/9e9d%2Cx";
  EXPECT_THAT(ids("search_query=slots&sortBy=submittedDate&sortOrder=descending"),
              ElementsAre("2006.15055v2", "hep-th/9901001v1", own));
  EXPECT_THAT(ids("search_query=cat:eess.AS&sortBy=submittedDate&sortOrder=ascending&max_results=2"),
              ElementsAre("w/0", "w/1"));
  EXPECT_THAT(ids("search_query=cat:eess.AS+OR+cat:cs.LG&sortBy=lastUpdatedDate&max_results=2"),
              ElementsAre("2006.15055v2", "w/249"));
  EXPECT_THAT(ids("search_query=object+OR+branes&sortBy=lastUpdatedDate&sortOrder=ascending"),
              ElementsAre("hep-th/9901001v1", "2006.15055v2"));
  const std::vector<std::string> best = ids("search_query=slots");
  std::vector<std::string> worst = ids("search_query=slots&sortBy=relevance&sortOrder=ascending");
  EXPECT_THAT(ids("search_query=slots&sortOrder=ascending&max_results=1&start=1"), ElementsAre(worst[1]));
  std::reverse(worst.begin(), worst.end());
  EXPECT_EQ(worst, best);
}

TEST_F(ArxivApi, IdsAreListedInTheirOrder) {
  EXPECT_THAT(ids("id_list=hep-th/9901001&id_list=2006.15055"), ElementsAre("hep-th/9901001v1", "2006.15055v2"));
  EXPECT_THAT(ids("search_query=&id_list=hep-th/9901001,2006.15055"), ElementsAre("hep-th/9901001v1", "2006.15055v2"));
  EXPECT_EQ(total_, 2U);
  EXPECT_THAT(ids("id_list=2006.15055v1"), ElementsAre("2006.15055v1"));
  EXPECT_STREQ(feed_.child("entry").child("updated").text().get(), "2020-06-26T10:00:00Z");
  EXPECT_THAT(ids("id_list=2006.15055v2,2006.15055"), ElementsAre("2006.15055v2", "2006.15055v2"));
  EXPECT_THAT(ids("id_list=2006.15055v3,2006.15055v0"), IsEmpty());
  EXPECT_THAT(ids("search_query=ti:object&id_list=2006.15055v7"), IsEmpty()) << "as without the query";
  EXPECT_THAT(ids("id_list=0808.05394,0000.0000,astro-ph/0601001"), IsEmpty());
  EXPECT_EQ(total_, 0U);
  EXPECT_THAT(ids("id_list=w/1,w/2,w/3&start=1&max_results=1"), ElementsAre("w/2"));
  EXPECT_EQ(total_, 3U);
  EXPECT_THAT(ids("id_list=w/1,w/3,w/2&sortBy=submittedDate&sortOrder=descending"), ElementsAre("w/3", "w/2", "w/1"));
  // Both given intersect.
  EXPECT_THAT(ids("search_query=slots&id_list=w/1,2006.15055v1,hep-th/9901001&sortBy=submittedDate"),
              ElementsAre("2006.15055v1", "hep-th/9901001v1"));
  EXPECT_THAT(ids("search_query=slots&id_list=w/1"), IsEmpty());
  EXPECT_THAT(error("search_query=slots&id_list=abc"), HasSubstr("abc"));
  // What an entry calls itself is an id.
  EXPECT_THAT(ids("id_list=" + encoded("nips1987/9e9d%2Cx")), ElementsAre("nips1987/9e9d%2Cx"));
  EXPECT_THAT(ids("search_query=&id_list="), IsEmpty());
  EXPECT_THAT(ids(""), IsEmpty());
}

TEST_F(ArxivApi, PapersWithoutADateHaveOne) {
  ids("search_query=conference");
  const pugi::xml_node entry = feed_.child("entry");
  EXPECT_STREQ(entry.child("published").text().get(), "1970-01-01T00:00:00Z");
  EXPECT_STREQ(entry.child("updated").text().get(), "1970-01-01T00:00:00Z");
  EXPECT_STREQ(entry.find_child_by_attribute("link", "rel", "alternate").attribute("href").value(),
               "https://example.org/paper");
}

TEST_F(ArxivApi, WhatIsWrongIsAFeedWithOneEntry) {
  EXPECT_THAT(error("id_list=abc"), HasSubstr("abc"));
  EXPECT_THAT(error("start=-1&search_query=slots"), HasSubstr("start"));
  EXPECT_THAT(error("max_results=-1&search_query=slots"), HasSubstr("max_results"));
  EXPECT_THAT(error("start=one&search_query=slots"), HasSubstr("whole number"));
  EXPECT_THAT(error("max_results=1.5&search_query=slots"), HasSubstr("whole number"));
  EXPECT_THAT(error("max_results=2001&search_query=slots"), HasSubstr("2000"));
  EXPECT_THAT(error("max_results=99999999999999999999&search_query=slots"), HasSubstr("2000"));
  EXPECT_THAT(error("sortBy=votes&search_query=slots"), HasSubstr("submittedDate"));
  EXPECT_THAT(error("sortOrder=up&search_query=slots"), HasSubstr("ascending"));
  EXPECT_THAT(error("search_query=a*"), HasSubstr("letters"));
  EXPECT_THAT(error("search_query=a&search_query=b"), HasSubstr("more than once"));
  EXPECT_THAT(error("search_query=%FF"), HasSubstr("UTF-8"));
  EXPECT_THAT(error("search_query=" + std::string(3000, '(')), HasSubstr("2048"));
  std::string deep = "x";
  for (int i = 0; i < 20; ++i) deep = "(" + deep + " AND y OR z)";
  EXPECT_THAT(error("search_query=" + encoded(deep)), HasSubstr("8 parentheses"));
  EXPECT_EQ(site_->get("/api/query?id_list=abc").header("Cache-Control"), "no-store");
}

TEST_F(ArxivApi, TakesAForm) {
  const std::string form = "application/x-www-form-urlencoded";
  EXPECT_EQ(read(post("/api/query", "search_query=ti%3Aobject&max_results=5", form), 200), "1");
  EXPECT_EQ(read(post("/api/query", "id_list=abc", form + "; charset=utf-8"), 400), "1");
  EXPECT_EQ(read(post("/api/query", "search_query=" + std::string(50'000, '('), form), 400), "1");
  EXPECT_EQ(read(post("/api/query", "{}", "application/json"), 415), "1");
}

TEST_F(ArxivApi, CountsPagesAsAsked) {
  EXPECT_THAT(ids("search_query=widget"), SizeIs(kDefaultArxivResults));
  EXPECT_THAT(ids("search_query=widget&max_results=2000"), SizeIs(kWidgets));
  EXPECT_THAT(ids("search_query=widget&max_results=0"), IsEmpty());
  EXPECT_EQ(total_, kWidgets);
  EXPECT_THAT(ids("search_query=widget&start=245&max_results=7"), SizeIs(5));
  EXPECT_STREQ(feed_.child("opensearch:startIndex").text().get(), "245");
  EXPECT_STREQ(feed_.child("opensearch:itemsPerPage").text().get(), "7");
  EXPECT_THAT(ids("search_query=widget&start=250"), IsEmpty());
  EXPECT_EQ(total_, kWidgets);
  EXPECT_THAT(ids("search_query=widget&start=999999999999"), IsEmpty());
}

// As arxiv.py pages: it takes the first page's total for true, and an empty page before it for a fault.
TEST_F(ArxivApi, AClientPagesThroughAll) {
  constexpr std::size_t kPageSize = 100;
  for (const char* query : {"search_query=widget", "search_query=about+AND+widgets&sortBy=submittedDate",
                            "search_query=cat:eess.AS&sortBy=submittedDate&sortOrder=ascending",
                            "search_query=widget&sortBy=lastUpdatedDate", "search_query=slots"}) {
    SCOPED_TRACE(query);
    std::set<std::string> seen;
    std::size_t total = 0;
    std::size_t start = 0;
    do {
      const std::vector<std::string> page = ids(std::string(query) + "&id_list=&start=" + std::to_string(start) +
                                                "&max_results=" + std::to_string(kPageSize));
      if (start == 0) total = total_;
      ASSERT_FALSE(page.empty()) << start;
      for (const pugi::xml_node& entry : feed_.children("entry")) {
        for (const char* name : {"id", "title", "published", "updated", "link"}) EXPECT_TRUE(entry.child(name)) << name;
      }
      seen.insert(page.begin(), page.end());
      start += page.size();
    } while (start < total);
    EXPECT_EQ(seen.size(), total);
  }
}

}  // namespace
}  // namespace paperdex
