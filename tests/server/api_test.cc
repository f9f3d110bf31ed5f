// The native API, asked over a real socket.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "data/json.h"
#include "tests/server/site_test.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using testing::UnorderedElementsAre;

Paper full_paper() {
  Paper paper = make_paper("2006.15055", "Object-centric learning with slot attention",
                           "Slots bind to objects. Attention over slots is iterative.", "2020-06-26");
  paper.authors = {"Ada Lovelace", "Alan Turing"};
  paper.categories = {"cs.LG", "cs.CV"};
  paper.updated = Date::parse("2020-10-14T10:00:00Z");
  paper.venue = "NeurIPS";
  paper.doi = "10.1000/slots";
  paper.url = "https://example.org/2006.15055";
  paper.source = "arxiv";
  paper.upvotes = 12;
  paper.withdrawn = true;
  paper.comment = "25 pages";
  paper.repository = "https://example.org/code";
  return paper;
}

// The same paper, as others know it.
std::vector<Paper> full_paper_elsewhere() {
  Paper acl = make_paper("2020.acl-main.1", full_paper().title);
  acl.doi = "10.1000/slots";
  acl.url = "https://aclanthology.org/2020.acl-main.1/";
  acl.source = "acl";
  Paper repository = make_paper("oai:repository.example:10/a", full_paper().title);
  repository.ids = {"2006.15055", "pmid:8"};
  repository.source = "oai";
  repository.comments = 3;
  repository.shown = Date::parse("2020-07-01");
  return {acl, repository};
}

std::vector<Paper> some_papers() {
  std::vector<Paper> papers = full_paper_elsewhere();
  papers.insert(papers.end(),
                {full_paper(), make_paper("hep-th/9901001", "Branes and slot machines", "A study.", "1999-01-01"),
                 make_paper("odd%2F?#", "A slot with an odd name", "", "2019"),
                 make_paper("slots/related", "A slot that is called related", "", "2018")});
  for (int i = 10; i < 50; ++i) {
    Paper paper = make_paper("n/" + std::to_string(i), "Widget study " + std::to_string(i),
                             "About widgets and nothing else.", "2021-03-" + std::to_string(i % 18 + 10));
    paper.categories = {i % 2 == 0 ? "cs.AI" : "cs.LG"};
    paper.source = "test";
    papers.push_back(paper);
  }
  return papers;
}

using Api = SiteTest<some_papers>;

std::vector<std::string> strings(const JsonValue& list) {
  std::vector<std::string> result;
  for (const auto& item : list.GetArray()) result.emplace_back(item.GetString());
  return result;
}

std::vector<std::string> ids(const JsonValue& answer) {
  std::vector<std::string> result;
  for (const auto& paper : answer["results"].GetArray()) result.emplace_back(paper["id"].GetString());
  return result;
}

TEST_F(Api, SearchHasTheShapeThatIsPromised) {
  const auto answer = json("/api/v1/search?q=slot+attention&limit=1");
  EXPECT_THAT(names(answer),
              ElementsAre("query", "total", "total_exact", "offset", "limit", "next", "took_ms", "index", "results"));
  EXPECT_THAT(names(answer["query"]), ElementsAre("raw", "parsed"));
  EXPECT_STREQ(answer["query"]["raw"].GetString(), "slot attention");
  EXPECT_THAT(names(answer["index"]), ElementsAre("generation", "data_through", "documents"));
  EXPECT_STREQ(answer["next"].GetString(), "/api/v1/search?q=slot+attention&limit=1&offset=1");
  const auto& paper = answer["results"][0];
  EXPECT_THAT(names(paper), ElementsAre("id", "title", "abstract", "authors", "categories", "published", "updated",
                                        "venue", "doi", "url", "source", "upvotes", "withdrawn", "ids", "sources",
                                        "links", "urls", "comments", "shown", "score", "highlights"));
  EXPECT_THAT(strings(paper["ids"]),
              ElementsAre("2006.15055", "10.1000/slots", "2020.acl-main.1", "oai:repository.example:10/a", "pmid:8"));
  EXPECT_THAT(strings(paper["sources"]), ElementsAre("acl", "arxiv", "oai"));
  EXPECT_THAT(strings(paper["urls"]), ElementsAre("https://aclanthology.org/2020.acl-main.1/"));
  EXPECT_THAT(names(paper["links"]), ElementsAre("arxiv", "doi", "acl", "pubmed", "repository"));
  EXPECT_STREQ(paper["links"]["doi"].GetString(), "https://doi.org/10.1000/slots");
  EXPECT_STREQ(paper["id"].GetString(), "2006.15055");
  EXPECT_STREQ(paper["published"].GetString(), "2020-06-26");
  EXPECT_STREQ(paper["updated"].GetString(), "2020-10-14T10:00:00Z");
  EXPECT_STREQ(paper["highlights"]["title"].GetString(),
               "Object-centric learning with <mark>slot</mark> <mark>attention</mark>");
}

TEST_F(Api, SearchGivesMoreWhenAsked) {
  const auto answer = json("/api/v1/search?q=slot+attention&facets=1&explain=1&nonsense=1");
  EXPECT_THAT(names(answer["facets"]), testing::Contains("year"));
  EXPECT_THAT(names(answer["facets"]), testing::IsSupersetOf({"year", "category", "source"}));
  EXPECT_THAT(names(answer["facets"]["year"][0]), ElementsAre("value", "count"));
  EXPECT_THAT(names(answer["results"][0]["explain"]), ElementsAre("terms", "relevance", "recency"));
  EXPECT_THAT(answer["warnings"][0].GetString(), HasSubstr("nonsense"));
  EXPECT_THAT(names(json("/api/v1/search?q=slot&fields=title,score&limit=1")["results"][0]),
              ElementsAre("id", "title", "score"));
  EXPECT_THAT(names(json("/api/v1/search?q=attention&fields=ids,provenance,comment&limit=1")["results"][0]),
              ElementsAre("id", "ids", "comment", "provenance"));
  EXPECT_THAT(answer["facets"]["source"].Size(), 3U);
}

TEST_F(Api, SearchHeedsItsFilters) {
  EXPECT_THAT(ids(json("/api/v1/search?q=slot&until=1999")), ElementsAre("hep-th/9901001"));
  EXPECT_THAT(ids(json("/api/v1/search?q=slot&from=2020-06&category=cs.LG&category=cs.AI")), ElementsAre("2006.15055"));
  EXPECT_THAT(ids(json("/api/v1/search?q=slot&author=Lovelace")), ElementsAre("2006.15055"));
  EXPECT_THAT(ids(json("/api/v1/search?q=slot&source=arxiv")), ElementsAre("2006.15055"));
  EXPECT_THAT(ids(json("/api/v1/search?q=slot&sort=oldest&limit=1&from=&category=")), ElementsAre("hep-th/9901001"));
  EXPECT_THAT(ids(json("/api/v1/search?q=atten&typing=1")), ElementsAre("2006.15055"));
}

TEST_F(Api, NextIsFollowedToTheEndAndGivesEachResultOnce) {
  for (const std::string start : {"/api/v1/search?q=widget&limit=7", "/api/v1/search?sort=oldest&limit=9"}) {
    SCOPED_TRACE(start);
    std::multiset<std::string> seen;
    std::string target = start;
    std::uint64_t total = 0;
    while (!target.empty()) {
      const RawResponse response = get(target);
      const auto answer = parse_json(response.body);
      for (const std::string& id : ids(answer)) seen.insert(id);
      total = static_cast<std::uint64_t>(std::stoul(answer["total"].GetString()));
      target = answer.HasMember("next") ? answer["next"].GetString() : "";
      EXPECT_EQ(response.header("Link"), target.empty() ? "" : "<" + target + ">; rel=\"next\"");
    }
    EXPECT_EQ(seen.size(), total);
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), total);
  }
}

TEST_F(Api, PapersAreFoundByTheirIdsHoweverTheSlashIsWritten) {
  struct Case {
    const char* id;
    const char* found;
  };
  const Case cases[] = {
      {"hep-th/9901001", "hep-th/9901001"},
      {"hep-th%2F9901001", "hep-th/9901001"},
      {"hep-th%2f9901001", "hep-th/9901001"},
      {"hep-th.AB/9901001v2", "hep-th/9901001"},
      {"odd%252F%3F%23", "odd%2F?#"},
      {"slots%2Frelated", "slots/related"},
      // What other sources call it, and what people write.
      {"2006.15055", "2006.15055"},
      {"2006.15055v2", "2006.15055"},
      {"arXiv:2006.15055v2", "2006.15055"},
      {"arXiv%3A2006.15055", "2006.15055"},
      {"https://arxiv.org/abs/2006.15055v2", "2006.15055"},
      {"https%3A%2F%2Farxiv.org%2Fabs%2F2006.15055v2", "2006.15055"},
      {"oai:arXiv.org:2006.15055", "2006.15055"},
      {"10.48550/arXiv.2006.15055", "2006.15055"},
      {"10.1000/slots", "2006.15055"},
      {"10.1000%2FSLOTS", "2006.15055"},
      {"https://doi.org/10.1000/slots", "2006.15055"},
      {"https%3A%2F%2Fdoi.org%2F10.1000%252Fslots", "2006.15055"},
      {"2020.acl-main.1", "2006.15055"},
      {"https://aclanthology.org/2020.acl-main.1/", "2006.15055"},
      {"oai:repository.example:10/a", "2006.15055"},
      {"oai%3Arepository.example%3A10%2Fa", "2006.15055"},
      {"pmid:8", "2006.15055"},
      {"PMID:%208", "2006.15055"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.id);
    EXPECT_STREQ(json(std::string("/api/v1/papers/") + c.id)["id"].GetString(), c.found);
  }
  for (const Case& c : cases) {
    SCOPED_TRACE(c.id);
    const auto related = json(std::string("/api/v1/papers/") + c.id + "/related");
    EXPECT_THAT(ids(related), testing::Not(testing::Contains(c.found)));
    EXPECT_THAT(ids(related), testing::Not(testing::IsEmpty()));
  }
  EXPECT_THAT(names(json("/api/v1/papers/2006.15055v2")),
              ElementsAre("id", "title", "abstract", "authors", "categories", "published", "updated", "venue", "doi",
                          "url", "source", "upvotes", "withdrawn", "ids", "sources", "links", "urls", "comments",
                          "shown", "comment", "provenance"));
}

TEST_F(Api, RelatedPapersAreOthers) {
  for (const char* id : {"n/10", "n%2F10"}) {
    const auto answer = json(std::string("/api/v1/papers/") + id + "/related?limit=3");
    EXPECT_THAT(names(answer), ElementsAre("id", "limit", "index", "results"));
    EXPECT_EQ(answer["results"].Size(), 3U);
    EXPECT_THAT(ids(answer), testing::Not(testing::Contains("n/10")));
  }
}

TEST_F(Api, SuggestCompletesTheLastWord) {
  const auto answer = json("/api/v1/suggest?q=the+widg&limit=5");
  EXPECT_THAT(names(answer), ElementsAre("query", "suggestions"));
  ASSERT_GE(answer["suggestions"].Size(), 1U);
  EXPECT_THAT(names(answer["suggestions"][0]), ElementsAre("text", "count"));
  EXPECT_THAT(answer["suggestions"][0]["text"].GetString(), StartsWith("the widget"));
}

TEST_F(Api, DailyGivesTheNewestDayOrTheOneAskedFor) {
  const auto newest = json("/api/v1/daily");
  EXPECT_THAT(names(newest),
              testing::IsSupersetOf({"date", "previous_date", "total", "offset", "limit", "index", "results"}));
  EXPECT_STREQ(newest["date"].GetString(), "2021-03-27");
  const auto day = json("/api/v1/daily?date=2020-07-01&sort=newest");  // shown then, and published before
  EXPECT_THAT(ids(day), ElementsAre("2006.15055"));
  EXPECT_STREQ(day["next_date"].GetString(), "2021-03-10");
  const RawResponse first = get("/api/v1/daily?date=2021-03-11&limit=1");
  EXPECT_EQ(first.header("Link"), "</api/v1/daily?limit=1&date=2021-03-11&offset=1>; rel=\"next\"");
}

TEST_F(Api, StatsDescribeTheIndex) {
  const auto stats = json("/api/v1/stats");
  EXPECT_THAT(names(stats),
              ElementsAre("version", "generation", "documents", "words", "created", "data_through", "sources"));
  EXPECT_EQ(stats["sources"].Size(), 0U);
  EXPECT_STREQ(stats["documents"].GetString(), "44");
}

TEST_F(Api, ErrorsNameTheirCodeAndParameter) {
  struct Case {
    std::string target;
    int status;
    const char* code;
    const char* param;
  };
  const Case cases[] = {
      {"/api/v1/search?limit=0", 400, "bad_integer", "limit"},
      {"/api/v1/search?limit=1001", 400, "bad_integer", "limit"},
      {"/api/v1/search?offset=-1", 400, "bad_integer", "offset"},
      {"/api/v1/search?limit=ten", 400, "bad_integer", "limit"},
      {"/api/v1/search?sort=best", 400, "bad_sort", "sort"},
      {"/api/v1/search?from=soon", 400, "bad_date", "from"},
      {"/api/v1/search?until=2024-00", 400, "bad_date", "until"},
      {"/api/v1/search?facets=maybe", 400, "bad_flag", "facets"},
      {"/api/v1/search?fields=title,colour", 400, "bad_field", "fields"},
      {"/api/v1/search?half_life=0", 400, "bad_number", "half_life"},
      {"/api/v1/search?half_life=1000", 400, "bad_number", "half_life"},
      {"/api/v1/search?q=a&q=b", 400, "duplicate_parameter", "q"},
      {"/api/v1/search?q=%FF", 400, "bad_encoding", "q"},
      {"/api/v1/search?q=a%00", 400, "bad_character", "q"},
      {"/api/v1/search?q=" + std::string(513, 'a'), 400, "query_too_long", "q"},
      {"/api/v1/papers/no-such-paper", 404, "unknown_paper", "id"},
      {"/api/v1/papers/no-such-paper/related", 404, "unknown_paper", "id"},
      {"/api/v1/papers/%FF", 400, "bad_encoding", "id"},
      {"/api/v1/papers/n/10/related?limit=0", 400, "bad_integer", "limit"},
      {"/api/v1/suggest?limit=51", 400, "bad_integer", "limit"},
      {"/api/v1/daily?date=2021-03", 400, "bad_date", "date"},
      {"/api/v1/daily?sort=oldest", 400, "bad_sort", "sort"},
      {"/api/v1/nothing", 404, "not_found", nullptr},
      {"/api/v1/search/", 404, "not_found", nullptr},
      {"/index.html", 404, "not_found", nullptr},
      {"/../etc/passwd", 404, "not_found", nullptr},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.target);
    const RawResponse response = get(c.target);
    EXPECT_EQ(response.status, c.status);
    EXPECT_EQ(response.header("Content-Type"), "application/json");
    const auto error = parse_json(response.body);
    EXPECT_STREQ(error["code"].GetString(), c.code);
    EXPECT_STREQ(error["error"].GetString(), error["message"].GetString());
    ASSERT_EQ(error.HasMember("param"), c.param != nullptr);
    if (c.param != nullptr) {
      EXPECT_STREQ(error["param"].GetString(), c.param);
    }
  }
}

TEST_F(Api, APageOfResultsEndsAtTheLimitOfTheQuery) {
  EXPECT_EQ(get("/api/v1/search?offset=999&limit=1").status, 200);
  EXPECT_EQ(get("/api/v1/search?offset=1000&limit=1").status, 400);
  EXPECT_EQ(get("/api/v1/search?limit=1000").status, 200);
}

TEST_F(Api, OtherMethodsAreNotAllowedWhereThereIsSomething) {
  for (const char* target :
       {"/", "/style.css", "/healthz", "/api/v1/search?q=a", "/api/v1/papers/x", "/api/v1/stats"}) {
    for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"}) {
      SCOPED_TRACE(std::string(method) + " " + target);
      const RawResponse response = get(target, "", method);
      EXPECT_EQ(response.status, 405);
      EXPECT_EQ(response.header("Allow"), "GET, HEAD");
    }
  }
  EXPECT_EQ(get("/nothing", "", "POST").status, 404);
}

TEST_F(Api, HeadSaysWhatGetWouldWithoutTheBody) {
  const RawResponse head = get("/api/v1/stats", "", "HEAD");
  const RawResponse whole = get("/api/v1/stats");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), std::to_string(whole.body.size()));
  EXPECT_EQ(head.header("ETag"), whole.header("ETag"));
}

TEST_F(Api, AnUnchangedAnswerIsNotSentAgain) {
  for (const char* target : {"/api/v1/search?q=slot", "/api/v1/papers/n/10", "/api/v1/papers/n/10/related",
                             "/api/v1/suggest?q=w", "/api/v1/daily", "/", "/style.css"}) {
    SCOPED_TRACE(target);
    RawClient client = site_->connect();
    const RawResponse first = client.get(target);
    const std::string tag = first.header("ETag");
    ASSERT_THAT(tag, StartsWith("W/\""));
    EXPECT_EQ(first.header("Cache-Control"), "public, max-age=0, must-revalidate");
    const RawResponse again = client.get(target, "If-None-Match: \"other\", " + tag + "\r\n");
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.header("ETag"), tag);
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(client.get(target, "If-None-Match: \"other\"\r\n").status, 200);
  }
  EXPECT_NE(get("/api/v1/search?q=slot").header("ETag"), get("/api/v1/search?q=slots").header("ETag"));
}

TEST_F(Api, WhatChangesWithTimeIsNeverKept) {
  RawClient client = site_->connect();
  const RawResponse first = client.get("/api/v1/stats");
  EXPECT_EQ(first.header("Cache-Control"), "no-store");
  EXPECT_EQ(first.header("ETag"), "");
  for (const char* tag : {"*", "\"\"", "W/\"\""}) {
    EXPECT_EQ(client.get("/api/v1/stats", std::string("If-None-Match: ") + tag + "\r\n").status, 200) << tag;
  }
}

TEST_F(Api, HealthAndReadinessArePlain) {
  EXPECT_EQ(get("/healthz").body, "ok\n");
  EXPECT_EQ(get("/readyz").body, "ok generation=1\n");
}

}  // namespace
}  // namespace paperdex
