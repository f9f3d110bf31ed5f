// The feeds, over a real socket.
#include "server/feeds/feeds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "data/json.h"
#include "tests/server/site_test.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr int kWidgets = 230;

std::vector<Paper> some_papers() {
  std::vector<Paper> papers;
  Paper slots = make_paper("2006.15055", "Slots & <objects> ]]> \xEF\xBF\xBE", "If a < b & c.", "2020-06-26");
  slots.authors = {"Ada Lovelace", "Alan Turing"};
  slots.categories = {"cs.LG", "stat.ML"};
  slots.url = "https://example.org/slots";
  slots.source = "arxiv";
  papers.push_back(slots);
  Paper cross = make_paper("2006.15056", "Slots elsewhere", "Crossed.", "2020-06-26");
  cross.categories = {"cs.CV", "cs.LG"};
  papers.push_back(cross);
  Paper revised = make_paper("2001.00001", "Revised", "Again.", "2020-01-01");
  revised.categories = {"math.AG", "math.NT"};
  revised.updated = Date::parse("2020-06-26");
  papers.push_back(revised);
  Paper dateless = make_paper("own/1", "Slots of no date");
  dateless.withdrawn = true;
  papers.push_back(dateless);
  papers.push_back(make_paper("far/related", "A distant issue", "", "2099-01-01"));
  for (int i = 0; i < kWidgets; ++i) {
    Paper paper = make_paper("w/" + std::to_string(i), "Widget " + std::to_string(i), "About widgets.",
                             Date::from_day(day_from_ymd({2019, 1, 1}) + i).to_string());
    paper.categories = {"eess.AS"};
    papers.push_back(paper);
  }
  return papers;
}

class Feeds : public SiteTest<some_papers> {
 protected:
  pugi::xml_node read(const std::string& target, int status = 200, const char* type = "application/atom+xml") {
    const RawResponse response = get(target);
    EXPECT_EQ(response.status, status) << target;
    EXPECT_THAT(response.header("Content-Type"), StartsWith(type)) << target;
    EXPECT_TRUE(document_.load_string(response.body.c_str())) << response.body;
    return document_.document_element();
  }
  static std::string text(const pugi::xml_node& node, const char* name) { return node.child(name).text().get(); }
  static std::string link(const pugi::xml_node& node, const char* rel) {
    return node.find_child_by_attribute("link", "rel", rel).attribute("href").value();
  }
  static std::vector<std::string> texts(const pugi::xml_node& node, const char* child, const char* name) {
    std::vector<std::string> found;
    for (const pugi::xml_node& each : node.children(child)) found.push_back(text(each, name));
    return found;
  }

  pugi::xml_document document_;
};

TEST_F(Feeds, ASearchIsAFeedNewestFirst) {
  const pugi::xml_node feed = read("/feed.atom?q=slots");
  EXPECT_EQ(text(feed, "title"), "Paperdex: slots");
  EXPECT_EQ(text(feed, "updated"), "2020-06-26T00:00:00Z");
  EXPECT_EQ(link(feed, "self"), "http://test/feed.atom?q=slots");
  EXPECT_EQ(link(feed, "alternate"), "http://test/?q=slots&sort=newest");
  EXPECT_EQ(link(feed, "next"), "");
  EXPECT_THAT(texts(feed, "entry", "title"),
              ElementsAre("Slots & <objects> ]]> ", "Slots elsewhere", "Slots of no date"));
  const pugi::xml_node entry = feed.child("entry");
  EXPECT_EQ(text(entry, "id"), "https://arxiv.org/abs/2006.15055");
  EXPECT_EQ(text(entry, "published"), "2020-06-26T00:00:00Z");
  EXPECT_EQ(text(entry, "summary"), "If a < b & c.");
  EXPECT_EQ(link(entry, "alternate"), "http://test/papers/2006.15055");
  EXPECT_EQ(link(entry, "related"), "https://example.org/slots");
  EXPECT_THAT(texts(entry, "author", "name"), ElementsAre("Ada Lovelace", "Alan Turing"));
  EXPECT_STREQ(entry.child("category").attribute("term").value(), "cs.LG");
  EXPECT_THAT(text(feed.last_child(), "summary"), StartsWith("Withdrawn."));
}

TEST_F(Feeds, AFeedIsNotUpdatedInDaysToCome) {
  const pugi::xml_node feed = read("/feed.atom?q=distant");
  EXPECT_EQ(text(feed.child("entry"), "updated"), "2099-01-01T00:00:00Z");
  EXPECT_LT(text(feed, "updated"), "2099");
  const std::string page = link(feed.child("entry"), "alternate");
  EXPECT_EQ(page, "http://test/papers/far%2Frelated");
  EXPECT_THAT(get(page.substr(std::string("http://test").size())).body, testing::HasSubstr("<h1>A distant issue"));
}

TEST_F(Feeds, IdsDependOnNothingButWhatIsAsked) {
  const std::string id = text(read("/feed.atom?q=widget"), "id");
  EXPECT_THAT(id, StartsWith("urn:uuid:"));
  EXPECT_EQ(text(read("/feed.atom?q=widget&limit=7&offset=14"), "id"), id);
  EXPECT_NE(text(read("/feed.atom?q=widgets"), "id"), id);
  EXPECT_NE(text(read("/daily.atom?q=widget"), "id"), id);
  RunningSite other({make_paper("w/9", "A widget")});
  other.config().url = "https://papers.example.org";
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(other.get("/feed.atom?q=widget").body.c_str()));
  EXPECT_EQ(text(document.document_element(), "id"), id);
  EXPECT_EQ(link(document.document_element(), "self"), "https://papers.example.org/feed.atom?q=widget");
}

TEST_F(Feeds, PagesFollowEachOther) {
  std::vector<std::string> ids;
  std::string address = "/feed.atom?category=eess.AS";
  std::size_t pages = 0;
  for (; !address.empty() && pages < 20; ++pages) {
    const pugi::xml_node feed = read(address);
    for (const std::string& id : texts(feed, "entry", "id")) ids.push_back(id);
    EXPECT_EQ(link(feed, "previous").empty(), pages == 0);
    const std::string next = link(feed, "next");
    address = next.empty() ? "" : next.substr(std::string("http://test").size());
  }
  EXPECT_EQ(pages, (kWidgets + kDefaultFeedEntries - 1) / kDefaultFeedEntries);
  EXPECT_THAT(ids, SizeIs(kWidgets));
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end());
}

TEST_F(Feeds, LimitsAreReachedAndKept) {
  EXPECT_THAT(texts(read("/feed.atom?q=widget&limit=200"), "entry", "id"), SizeIs(kMaxFeedEntries));
  const pugi::xml_node feed = read("/feed.atom?q=widget&limit=201", 400);
  EXPECT_THAT(texts(feed, "entry", "title"), ElementsAre("Error"));
  EXPECT_THAT(text(feed.child("entry"), "summary"), HasSubstr("200"));
}

TEST_F(Feeds, FindingNothingIsAnEmptyFeed) {
  for (const char* target : {"/feed.atom?q=xyzzyplugh", "/daily.atom?category=no.SUCH"}) {
    SCOPED_TRACE(target);
    const pugi::xml_node feed = read(target);
    EXPECT_THAT(text(feed, "updated"), HasSubstr("T"));
  }
  EXPECT_THAT(texts(read("/feed.atom?q=xyzzyplugh"), "entry", "id"), IsEmpty());
  const pugi::xml_node rss = read("/rss/no.SUCH", 200, "application/rss+xml");
  EXPECT_THAT(texts(rss.child("channel"), "item", "guid"), IsEmpty());
}

TEST_F(Feeds, WhatIsWrongIsSaidInAFeed) {
  struct Case {
    const char* target;
    int status;
    const char* says;
  };
  const Case cases[] = {
      {"/feed.atom?sort=best", 400, "relevance"}, {"/feed.atom?from=soon", 400, "from"},
      {"/feed.atom?q=%FF", 400, "UTF-8"},         {"/daily.atom?sort=oldest", 400, "upvotes"},
      {"/papers/none/related.atom", 404, "none"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.target);
    const pugi::xml_node feed = read(test.target, test.status);
    EXPECT_THAT(texts(feed, "entry", "title"), ElementsAre("Error"));
    EXPECT_THAT(text(feed.child("entry"), "summary"), HasSubstr(test.says));
  }
  EXPECT_THAT(text(read("/feed.atom?q=slots&colour=red"), "subtitle"), HasSubstr("ignored: colour."));
  const pugi::xml_node rss = read("/rss/cs.LG++stat.ML", 400, "application/rss+xml");
  EXPECT_THAT(texts(rss, "channel", "title"), ElementsAre("Paperdex: error"));
  EXPECT_THAT(texts(rss.child("channel"), "item", "title"), ElementsAre("Error"));
}

TEST_F(Feeds, AnUnchangedFeedIsNotSentAgain) {
  for (const char* target : {"/feed.atom?q=slots", "/daily.atom", "/rss/cs.LG", "/feeds.opml?q=a", "/opensearch.xml"}) {
    SCOPED_TRACE(target);
    const RawResponse first = get(target);
    ASSERT_NE(first.header("ETag"), "");
    EXPECT_EQ(get(target, "If-None-Match: " + first.header("ETag") + "\r\n").status, 304);
    EXPECT_EQ(get(target).body, first.body);
  }
}

TEST_F(Feeds, DailyHasTheNewestDays) {
  const pugi::xml_node feed = read("/daily.atom");
  EXPECT_EQ(text(feed, "title"), "Paperdex: daily papers");
  // Two of 2020-06-26, then one of each day before, kDailyFeedDays in all.
  EXPECT_THAT(texts(feed, "entry", "id"), SizeIs(2 + kDailyFeedDays - 1));
  EXPECT_THAT(text(feed, "subtitle"), HasSubstr("2020-06-26 back to 2019-08-14"));
  const pugi::xml_node few = read("/daily.atom?limit=1");
  EXPECT_THAT(texts(few, "entry", "id"), SizeIs(1));
  EXPECT_THAT(text(few, "subtitle"), HasSubstr("The first 1 of 2."));
}

TEST_F(Feeds, RelatedPapersAreAFeed) {
  const pugi::xml_node feed = read("/papers/w/7/related.atom?limit=3");
  EXPECT_EQ(text(feed, "title"), "Papers like: Widget 7");
  EXPECT_EQ(link(feed, "alternate"), "http://test/papers/w/7");
  EXPECT_EQ(link(feed, "self"), "http://test/papers/w/7/related.atom?limit=3");
  EXPECT_THAT(texts(feed, "entry", "id"), SizeIs(3));
}

TEST_F(Feeds, RssIsAsArxivs) {
  pugi::xml_node channel = read("/rss/cs.LG+stat.ML", 200, "application/rss+xml").child("channel");
  EXPECT_EQ(text(channel, "title"), "cs.LG+stat.ML updates on Paperdex");
  EXPECT_EQ(text(channel, "pubDate"), "Fri, 26 Jun 2020 00:00:00 +0000");
  EXPECT_STREQ(channel.child("atom:link").attribute("href").value(), "http://test/rss/cs.LG+stat.ML");
  EXPECT_THAT(texts(channel, "item", "arxiv:announce_type"), testing::UnorderedElementsAre("new", "cross"));
  const pugi::xml_node other = read("/rss/math.NT+cs", 200, "application/rss+xml").child("channel");
  EXPECT_THAT(texts(other, "item", "arxiv:announce_type"),
              testing::UnorderedElementsAre("new", "new", "replace-cross"));
  channel = read("/rss/math+stat", 200, "application/rss+xml").child("channel");
  EXPECT_THAT(texts(channel, "item", "arxiv:announce_type"), testing::UnorderedElementsAre("cross", "replace"));
  channel = read("/rss/cs.LG+stat.ML", 200, "application/rss+xml").child("channel");
  const pugi::xml_node item = channel.find_child(
      [](const pugi::xml_node& node) { return std::string(node.child("guid").text().get()).ends_with("15055v1"); });
  EXPECT_EQ(text(item, "guid"), "oai:arXiv.org:2006.15055v1");
  EXPECT_STREQ(item.child("guid").attribute("isPermaLink").value(), "false");
  EXPECT_EQ(text(item, "link"), "https://arxiv.org/abs/2006.15055");
  EXPECT_EQ(text(item, "arxiv:announce_type"), "new");
  EXPECT_EQ(text(item, "dc:creator"), "Ada Lovelace, Alan Turing");
  // As HTML, which readers take it for.
  EXPECT_EQ(text(item, "description"), "arXiv:2006.15055v1 Announce Type: new \nAbstract: If a &lt; b &amp; c.");
}

TEST_F(Feeds, OpmlHasAFeedForEachQuery) {
  const pugi::xml_node opml = read("/feeds.opml?q=a+%22b%22&q=c&category=cs.LG", 200, "text/x-opml");
  EXPECT_STREQ(opml.attribute("version").value(), "2.0");
  std::vector<std::string> feeds;
  for (const pugi::xml_node& outline : opml.child("body").children("outline")) {
    EXPECT_STREQ(outline.attribute("type").value(), "rss");
    feeds.emplace_back(outline.attribute("xmlUrl").value());
  }
  EXPECT_THAT(feeds, ElementsAre("http://test/feed.atom?q=a+%22b%22&category=cs.LG",
                                 "http://test/feed.atom?q=c&category=cs.LG"));
  EXPECT_STREQ(read("/feeds.opml", 200, "text/x-opml").child("body").child("outline").attribute("xmlUrl").value(),
               "http://test/daily.atom");
  std::string most = "/feeds.opml?q=0";
  for (std::size_t i = 1; i < kMaxOutlines; ++i) most += "&q=" + std::to_string(i);
  EXPECT_EQ(get(most).status, 200);
  EXPECT_EQ(get(most + "&q=more").status, 400);
}

TEST_F(Feeds, BrowsersLearnToSearch) {
  const pugi::xml_node description = read("/opensearch.xml", 200, "application/opensearchdescription+xml");
  EXPECT_LE(text(description, "ShortName").size(), 16U);
  EXPECT_STREQ(description.find_child_by_attribute("Url", "type", "text/html").attribute("template").value(),
               "http://test/?q={searchTerms}");
  const RawResponse response = get("/opensearch/suggest?q=big+wid");
  EXPECT_EQ(response.header("Content-Type"), "application/x-suggestions+json");
  EXPECT_EQ(response.body, "[\"big wid\",[\"big widget\",\"big widgets\"]]\n");
  EXPECT_EQ(get("/opensearch/suggest").body, "[\"\",[]]\n");
}

TEST(FeedsOfTheFuture, AnIssueOfNextYearIsNotTodays) {
  constexpr Day kNextYear = 400;
  Paper issue = make_paper("10.1000/1", "Slots", "", Date::from_day(Date::now().first_day() + kNextYear).to_string());
  Paper today = make_paper("2006.15055", "Slots", "", "2020-06-26");
  issue.categories = today.categories = {"cs.LG"};
  const RunningSite site({issue, today});
  const std::string rss = site.get("/rss/cs.LG").body;
  EXPECT_THAT(rss, testing::HasSubstr("oai:arXiv.org:2006.15055v1"));
  EXPECT_THAT(rss, testing::Not(testing::HasSubstr("10.1000/1")));
}

}  // namespace
}  // namespace paperdex
