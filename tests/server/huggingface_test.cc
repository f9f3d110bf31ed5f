// The Hugging Face Hub's API of papers, asked over a real socket.
#include "server/api/huggingface.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "data/json.h"
#include "tests/server/client_script.h"
#include "tests/server/site_test.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Paper known_paper() {
  Paper paper =
      make_paper("2006.15055", "Object-centric learning with slot attention", "Slots bind to objects.", "2020-06-26");
  paper.authors = {"Ada Lovelace", "Alan Turing"};
  paper.updated = Date::parse("2020-10-14T10:20:30Z");
  paper.url = "https://arxiv.org/abs/2006.15055";
  paper.upvotes = 12;
  paper.comments = 3;
  paper.shown = Date::parse("2020-07-01");
  paper.repository = "https://github.com/example/slots";
  paper.project_page = "https://slots.example.org";
  paper.withdrawn = true;
  return paper;
}

// 33: one that is well known, two of which little is, and thirty of March 2021, three a day from the 10th on. And one
// of a day to come.
std::vector<Paper> some_papers() {
  std::vector<Paper> papers = {known_paper(), make_paper("hep-th/9901001", "Branes in brief", "", "1999-01"),
                               make_paper("undated", "A paper without a date"),
                               make_paper("to-come", "A distant issue", "", "2099-01-01")};
  papers[1].repository = "https://gitlab.com/example/branes";
  for (int i = 0; i < 30; ++i) {
    Paper paper = make_paper("n/" + std::to_string(i), "Widget study " + std::to_string(i), "About widgets.",
                             "2021-03-" + std::to_string(10 + i / 3));
    paper.upvotes = i;
    papers.push_back(paper);
  }
  return papers;
}

using HuggingFace = SiteTest<some_papers>;

std::vector<std::string> ids(const JsonValue& items) {
  std::vector<std::string> result;
  for (const auto& item : items.GetArray()) result.emplace_back(item["paper"]["id"].GetString());
  return result;
}

TEST_F(HuggingFace, AnItemHasItsMembersWhereClientsReadThem) {
  const auto found = json("/api/papers/search?q=slot+attention&limit=1");
  ASSERT_EQ(found.Size(), 1U);
  EXPECT_THAT(names(found[0]), ElementsAre("paper", "title", "summary", "publishedAt", "submittedOnDailyAt",
                                           "numComments", "githubRepo", "projectPage"));
  const auto& paper = found[0]["paper"];
  EXPECT_THAT(names(paper),
              ElementsAre("id", "authors", "title", "summary", "publishedAt", "submittedOnDailyAt", "numComments",
                          "githubRepo", "projectPage", "upvotes", "discussionId", "withdrawnAt"));
  EXPECT_THAT(names(paper["authors"][0]), ElementsAre("_id", "name", "hidden"));
  EXPECT_STREQ(paper["publishedAt"].GetString(), "2020-06-26T00:00:00.000Z");
  EXPECT_STREQ(found[0]["publishedAt"].GetString(), "2020-06-26T00:00:00.000Z");
  EXPECT_STREQ(paper["withdrawnAt"].GetString(), "2020-10-14T10:20:30.000Z");
  EXPECT_STREQ(paper["submittedOnDailyAt"].GetString(), "2020-07-01T00:00:00.000Z");
  EXPECT_STREQ(paper["upvotes"].GetString(), "12");
}

TEST_F(HuggingFace, APaperByItselfIsFlatAndLeavesOutWhatIsNotKnown) {
  EXPECT_EQ(names(json("/api/papers/2006.15055v2")), names(json("/api/papers/search?q=slot")[0]["paper"]));
  for (const char* id : {"hep-th/9901001", "hep-th%2F9901001", "arXiv:hep-th/9901001"}) {
    const auto paper = json(std::string("/api/papers/") + id);
    EXPECT_THAT(names(paper), ElementsAre("id", "authors", "title", "summary", "publishedAt", "discussionId")) << id;
    EXPECT_STREQ(paper["publishedAt"].GetString(), "1999-01-01T00:00:00.000Z");
  }
  EXPECT_THAT(names(json("/api/papers/undated")), ElementsAre("id", "authors", "title", "summary", "discussionId"));
}

TEST_F(HuggingFace, IdsOfTheHubsKindAreTheSameEachTimeAndNeverShared) {
  const auto paper = json("/api/papers/2006.15055");
  const std::string id = paper["discussionId"].GetString();
  EXPECT_THAT(id, testing::MatchesRegex("[0-9a-f]{24}"));
  EXPECT_EQ(id, json("/api/papers/2006.15055")["discussionId"].GetString());
  EXPECT_NE(id, json("/api/papers/undated")["discussionId"].GetString());
  EXPECT_STRNE(paper["authors"][0]["_id"].GetString(), paper["authors"][1]["_id"].GetString());
}

TEST_F(HuggingFace, TimesAreWholeAndEndInZ) {
  struct Case {
    const char* date;
    const char* time;
  };
  constexpr Case kCases[] = {
      {"2025", "2025-01-01T00:00:00.000Z"},
      {"2025-03", "2025-03-01T00:00:00.000Z"},
      {"2025-03-04", "2025-03-04T00:00:00.000Z"},
      {"2025-03-04T23:59:58Z", "2025-03-04T23:59:58.000Z"},
      {"1969-12-31T01:02:03Z", "1969-12-31T01:02:03.000Z"},
  };
  for (const Case& c : kCases) EXPECT_EQ(hub_time(*Date::parse(c.date)), c.time);
}

TEST_F(HuggingFace, AListOfADayHasThatDay) {
  EXPECT_EQ(json("/api/daily_papers?date=2021-03-11").Size(), 3U);
  EXPECT_EQ(json("/api/daily_papers?date=2021-04-11").Size(), 0U);
  EXPECT_EQ(json("/api/daily_papers?date=2021-03-11&limit=2&p=1").Size(), 1U);
  EXPECT_THAT(ids(json("/api/daily_papers?date=2021-03-11&sort=trending&limit=1")), ElementsAre("n/5"));
  EXPECT_EQ(json("/api/daily_papers?week=2021-W11").Size(), 15U);  // Monday the 15th to Friday the 19th
  EXPECT_EQ(json("/api/daily_papers?month=2021-03").Size(), 30U);
  EXPECT_EQ(get("/api/daily_papers?month=2021-03&limit=30").header("Link"), "");
  EXPECT_THAT(ids(json("/api/daily_papers?limit=1&sort=publishedAt")),
              testing::Each(testing::AnyOf("n/27", "n/28", "n/29")));
}

TEST_F(HuggingFace, TheNextPageIsAWholeAddress) {
  const std::string base = "http://test";
  EXPECT_EQ(get("/api/daily_papers?date=2021-03-11&limit=2").header("Link"),
            "<" + base + "/api/daily_papers?date=2021-03-11&limit=2&p=1>; rel=\"next\"");
  EXPECT_EQ(get("/api/daily_papers?date=2021-03-11&limit=2&p=1").header("Link"), "");
  EXPECT_EQ(get("/api/daily_papers?limit=33").header("Link"), "");
  EXPECT_EQ(get("/api/daily_papers?limit=32").header("Link"),
            "<" + base + "/api/daily_papers?limit=32&p=1>; rel=\"next\"");
}

TEST_F(HuggingFace, ErrorsAreTheHubsAndSayWhatIsWrong) {
  struct Case {
    const char* target;
    int status;
    const char* says;
  };
  constexpr Case kCases[] = {
      {"/api/papers/2609.39403", 404, "2609.39403"},
      {"/papers/2609.39403.md", 404, "2609.39403"},
      {"/api/papers/%FF", 400, "UTF-8"},
      {"/api/papers/search?q=slot&limit=0", 400, "limit"},
      {"/api/papers/search?q=slot&limit=1001", 400, "limit"},
      {"/api/papers/search?q=slot&colour=red", 400, "colour"},
      {"/api/daily_papers?date=2021-03", 400, "a day such as"},
      {"/api/daily_papers?date=2021-02-30", 400, "a day such as"},
      {"/api/daily_papers?week=2021-03", 400, "a week such as"},
      {"/api/daily_papers?week=2021-W54", 400, "a week such as"},
      {"/api/daily_papers?month=2021-13", 400, "a month such as"},
      {"/api/daily_papers?date=2021-03-11&month=2021-03", 400, "Only one"},
      {"/api/daily_papers?sort=upvotes", 400, "trending"},
      {"/api/daily_papers?submitter=me", 400, "submitter"},
      {"/api/daily_papers?p=-1", 400, "p"},
      {"/api/daily_papers?limit=100&p=10", 400, "1000"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.target);
    const RawResponse response = get(c.target);
    EXPECT_EQ(response.status, c.status);
    const auto error = parse_json(response.body);
    EXPECT_THAT(names(error), ElementsAre("error"));
    EXPECT_THAT(error["error"].GetString(), HasSubstr(c.says));
  }
  EXPECT_EQ(get("/api/papers/search?q=slot&limit=1000").status, 200);
  EXPECT_EQ(get("/api/daily_papers?limit=100&p=9").status, 200);
  EXPECT_EQ(site_->get("/api/daily_papers", "", "POST").header("Allow"), "GET, HEAD");
}

TEST_F(HuggingFace, AnUnchangedAnswerIsNotSentAgain) {
  for (const char* target : {"/api/papers/search?q=slot", "/api/daily_papers", "/papers/2006.15055.md"}) {
    const std::string tag = get(target).header("ETag");
    EXPECT_EQ(site_->get(target, "If-None-Match: " + tag + "\r\n").status, 304) << target;
  }
}

TEST_F(HuggingFace, MarkdownReadsWellAndOpensNoTag) {
  const RawResponse response = get("/papers/2006.15055.md");
  EXPECT_EQ(response.header("Content-Type"), "text/markdown; charset=utf-8");
  EXPECT_THAT(response.body, HasSubstr("- **Authors:** Ada Lovelace, Alan Turing\n"));
  EXPECT_THAT(response.body, HasSubstr("- **Published:** 2020-06-26\n"));
  EXPECT_THAT(response.body, HasSubstr("- **Withdrawn:** yes\n"));
  EXPECT_THAT(response.body, HasSubstr("\n## Abstract\n\nSlots bind to objects.\n"));
  const std::string odd = hub_markdown(make_paper("x", "<script> where $a<b$ and a < b </p> <!-- x"));
  EXPECT_THAT(odd, HasSubstr("# \\<script> where $a\\<b$ and a < b \\</p> \\<!-- x\n"));
  EXPECT_THAT(odd, testing::Not(HasSubstr("Abstract")));
}

TEST_F(HuggingFace, ItsOwnClientIsContent) { expect_client_succeeds("huggingface_client.py", site_->port()); }

}  // namespace
}  // namespace paperdex
