#include "indexer/sources/europepmc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/indexer/json_harvest.h"
#include "tests/indexer/json_mutations.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kRecord[] = R"({"id":"123","source":"MED","pmid":"123","pmcid":"PMC456","doi":"10.1000/Slots",
  "title":"Slots in\n cells.","authorString":"Author A, Other B.",
  "authorList":{"author":[{"fullName":"Author A","firstName":"Ann","lastName":"Author","initials":"A"},
                          {"fullName":"Other B","lastName":"Other"},{"collectiveName":"Slot Group"}]},
  "journalInfo":{"issue":"1","journal":{"title":"Journal of Slots","issn":"0000-0000"}},"pubYear":"2026",
  "abstractText":"We find slots.","pubTypeList":{"pubType":["research-article","Journal Article"]},
  "fullTextUrlList":{"fullTextUrl":[{"availability":"Free","site":"Europe_PMC",
                                     "url":"https://europepmc.org/articles/PMC456"}]},
  "firstPublicationDate":"2026-03-05","dateOfRevision":"2026-03-07","firstIndexDate":"2026-03-06"})";

TEST(EuropePmcRecord, MapsEveryField) {
  Paper expected = make_paper("pmid:123", "Slots in cells.", "We find slots.", "2026-03-05");
  expected.authors = {"Ann Author", "Other B", "Slot Group"};
  expected.venue = "Journal of Slots";
  expected.doi = "10.1000/slots";
  expected.ids = {"PMC456"};
  expected.url = "https://europepmc.org/article/MED/123";
  expected.source = "europepmc";
  expected.revised = Date::parse("2026-03-07");
  EXPECT_EQ(paper_from_europepmc(kRecord), expected);
}

TEST(EuropePmcRecord, MapsAPreprint) {
  const Paper paper = paper_from_europepmc(R"({"id":"PPR9","source":"PPR","doi":"10.48550/arXiv.2603.00001","title":"T",
    "authorString":"Author A, Other B.","pubYear":"2026","bookOrReportDetails":{"publisher":"arXiv"},
    "pubTypeList":{"pubType":["Preprint","preprint-withdrawal"]}})");
  Paper expected = make_paper("epmc:PPR/PPR9", "T", "", "2026");
  expected.authors = {"Author A", "Other B"};
  expected.venue = "arXiv";
  expected.ids = {"2603.00001"};
  expected.url = "https://europepmc.org/article/PPR/PPR9";
  expected.source = "europepmc";
  expected.withdrawn = true;
  EXPECT_EQ(paper, expected);
}

TEST(EuropePmcRecord, SurvivesValuesOfAnyKind) {
  expect_no_mutation_surprises(kRecord, [](const std::string& text) { return paper_from_europepmc(text); });
}

TEST(EuropePmcRecord, IsCalledByTheBestKnownOfItsIds) {
  const struct {
    const char* members;
    const char* id;
    std::vector<std::string> ids;
  } kCases[] = {
      {R"("source":"MED","id":"1","pmid":"1")", "pmid:1", {}},
      {R"("source":"MED","id":"1","pmid":"1","pmcid":"PMC2")", "pmid:1", {"PMC2"}},
      {R"("source":"PMC","id":"PMC2","pmcid":"PMC2")", "PMC2", {}},
      {R"("source":"PPR","id":"PPR3")", "epmc:PPR/PPR3", {}},
      {R"("source":"PPR","id":"PPR3","pmid":"1")", "pmid:1", {"epmc:PPR/PPR3"}},
      {R"("source":"AGR","id":"IND4","pmcid":"PMC2")", "PMC2", {"epmc:AGR/IND4"}},
      {R"("source":"MED","id":"1")", "epmc:MED/1", {}},
      {R"("source":"PPR","id":"PPR3","fullTextUrlList":{"fullTextUrl":[{"url":"https://arxiv.org/abs/2603.00001"}]})",
       "epmc:PPR/PPR3",
       {"2603.00001"}},
      {R"("source":"PPR","id":"PPR3","fullTextUrlList":{"fullTextUrl":[{"url":"https://example.org/2603.00001"}]})",
       "epmc:PPR/PPR3",
       {}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.members);
    const Paper paper = paper_from_europepmc("{\"title\":\"T\"," + std::string(c.members) + '}');
    EXPECT_EQ(paper.id, c.id);
    EXPECT_EQ(paper.ids, c.ids);
  }
}

TEST(EuropePmcRecord, KnowsWithdrawnPapersByTheirTypes) {
  const struct {
    const char* type;
    bool withdrawn;
  } kCases[] = {
      {"Retracted Publication", true},
      {"retracted publication", true},
      {"preprint-withdrawal", true},
      {"Preprint-removal", true},
      {"Retraction of Publication", false},
      {"Journal Article", false},
      {"preprint", false},
      {"", false},
  };
  for (const auto& c : kCases) {
    const std::string record =
        R"({"source":"MED","id":"1","title":"T","pubTypeList":{"pubType":["x",")" + std::string(c.type) + R"("]}})";
    EXPECT_EQ(paper_from_europepmc(record).withdrawn, c.withdrawn) << c.type;
  }
}

TEST(EuropePmcRecord, RejectsWithFieldAndReason) {
  const struct {
    const char* record;
    const char* field;
  } kCases[] = {
      {"[]", ""},
      {R"({"source":"MED","title":"T"})", "id"},
      {R"({"id":"1","title":"T"})", "source"},
      {R"({"source":"MED","id":"1"})", "title"},
      {R"({"source":"MED","id":"1 2","title":"T"})", "id"},
      {R"({"source":"MED","id":"1","title":"T","pmid":"x"})", "pmid"},
      {R"({"source":"MED","id":"1","title":"T","pmcid":"2"})", "pmcid"},
      {R"({"source":"MED","id":"1","title":"T","authorList":[]})", "authorList"},
      {R"({"source":"MED","id":"1","title":"T","authorList":{"author":{}}})", "author"},
      {R"({"source":"MED","id":"1","title":"T","authorList":{"author":["A"]}})", "authorList"},
      {R"({"source":"MED","id":"1","title":"T","firstPublicationDate":"soon"})", "firstPublicationDate"},
      {R"({"source":"MED","id":"1","title":"T","pubYear":"26"})", "pubYear"},
      {R"({"source":"MED","id":"1","title":"T","dateOfRevision":"5 March"})", "dateOfRevision"},
      {R"({"source":"MED","id":"1","title":"T","pubTypeList":{"pubType":[1,{}]}})", "pubTypeList"},
      {R"({"source":"MED","id":"1","title":"T","fullTextUrlList":{"fullTextUrl":["x"]}})", "fullTextUrlList"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.record);
    try {
      paper_from_europepmc(c.record);
      ADD_FAILURE() << "was taken";
    } catch (const Rejection& rejection) {
      EXPECT_EQ(rejection.field(), c.field) << rejection.reason();
    }
  }
}

std::string record(const std::string& id) {
  return R"({"id":")" + id + R"(","source":"MED","pmid":")" + id + R"(","title":"Title of )" + id + R"("})";
}

std::string results(int count, const std::string& next, const std::vector<std::string>& records) {
  std::string text;
  for (const std::string& one : records) text += (text.empty() ? "" : ",") + one;
  return R"({"version":"6.9","hitCount":)" + std::to_string(count) +
         (next.empty() ? "" : R"(,"nextCursorMark":")" + next + '"') + R"(,"request":{},"resultList":{"result":[)" +
         text + "]}}";
}

HarvestTask task_for(const std::vector<std::string>& days, const std::string& query = "") {
  HarvestTask task;
  task.config.kind = SourceKind::kEuropePmc;
  task.config.query = query;
  for (const std::string& day : days) task.days.push_back(day_of(day));
  return task;
}

Harvest harvest_pages(const std::vector<std::string>& pages, std::size_t* requests = nullptr) {
  FakeFetcher fetcher([&](const std::string& url) {
    const std::string cursor = parameter_of(url, "&cursorMark=");
    return json_response(pages.at(cursor == "%2A" ? 0 : std::stoul(cursor.substr(5))));
  });
  Harvest all = harvest(*europepmc_source(fetcher, task_for({"2026-03-05"})));
  if (requests != nullptr) *requests = fetcher.asked().size();
  return all;
}

TEST(EuropePmcSource, FollowsTheCursorToItsEnd) {
  const struct {
    const char* what;
    std::vector<std::string> pages;
    std::uint64_t announced;
  } kCases[] = {
      {"no records", {results(0, "", {})}, 0},
      {"no list of no records", {R"({"version":"6.9","hitCount":0})"}, 0},
      {"one record has no cursor", {results(1, "", {record("1")})}, 1},
      {"an empty page at the end", {results(1, "page-1", {record("1")}), results(1, "page-1", {})}, 1},
      {"a cursor that repeats", {results(2, "page-1", {record("1")}), results(2, "page-1", {record("2")})}, 2},
      {"a list that moves",
       {results(2, "page-1", {record("1"), record("2")}), results(3, "page-1", {record("2"), record("3")})},
       3},
      {"a bad record", {results(2, "", {record("1"), "null"})}, 2},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.what);
    std::size_t requests = 0;
    const Harvest all = harvest_pages(c.pages, &requests);
    EXPECT_EQ(all.fault, "");
    EXPECT_EQ(requests, c.pages.size());
    ASSERT_EQ(all.covered.size(), 1U);
    EXPECT_EQ(all.covered[0].announced, c.announced);
    EXPECT_EQ(all.papers.size() + all.rejected.size(), c.announced);
    EXPECT_TRUE(all.covered[0].closed);
  }
}

TEST(EuropePmcSource, FewerRecordsThanAnnouncedAreAFault) {
  const struct {
    const char* what;
    std::vector<std::string> pages;
  } kCases[] = {
      {"a short page", {results(2, "", {record("1")})}},
      {"an empty page", {results(1, "page-1", {})}},
      {"an empty second page", {results(2, "page-1", {record("1")}), results(2, "page-2", {})}},
      {"a record twice", {results(2, "page-1", {record("1")}), results(2, "page-1", {record("1")})}},
      {"a count that grows", {results(1, "page-1", {record("1")}), results(2, "page-1", {})}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.what);
    const Harvest all = harvest_pages(c.pages);
    EXPECT_THAT(all.fault, HasSubstr("europepmc: "));
    EXPECT_THAT(all.covered, IsEmpty());
  }
}

TEST(EuropePmcSource, BoundsThePagesOfADay) {
  for (const std::size_t pages : {kMaxEuropePmcPages, kMaxEuropePmcPages + 1}) {
    std::size_t page = 0;
    FakeFetcher fetcher([&](const std::string&) {
      ++page;
      return json_response(results(static_cast<int>(pages), page < pages ? "page-" + std::to_string(page) : "",
                                   {record(std::to_string(page))}));
    });
    const Harvest all = harvest(*europepmc_source(fetcher, task_for({"2026-03-05"})));
    EXPECT_EQ(page, kMaxEuropePmcPages);
    EXPECT_EQ(all.covered.size(), pages == kMaxEuropePmcPages ? 1U : 0U);
  }
}

TEST(EuropePmcSource, AsksForWhatCameOrChangedOnTheDay) {
  const std::string window =
      "%28FIRST_IDATE%3A%5B2026-03-05%20TO%202026-03-05%5D%20OR%20UPDATE_DATE%3A%5B2026-03-05%20TO%202026-03-05%5D%29";
  for (const bool has_query : {false, true}) {
    FakeFetcher fetcher([](const std::string&) { return json_response(results(0, "", {})); });
    harvest(*europepmc_source(fetcher, task_for({"2026-03-05"}, has_query ? "slot OR \"set (\"" : "")));
    const std::string& url = fetcher.asked().at(0);
    EXPECT_THAT(url, testing::StartsWith("https://www.ebi.ac.uk/europepmc/webservices/rest/search?query="));
    EXPECT_EQ(parameter_of(url, "?query="), (has_query ? "%28slot%20OR%20%22set%20%28%22%29%20AND%20" : "") + window);
    EXPECT_EQ(parameter_of(url, "&resultType="), "core");
    EXPECT_EQ(parameter_of(url, "&format="), "json");
    EXPECT_EQ(parameter_of(url, "&pageSize="), "1000");
    EXPECT_EQ(parameter_of(url, "&cursorMark="), "%2A");
  }
}

TEST(EuropePmcSource, RefusesAQueryThatWouldBreakOutOfTheDay) {
  FakeFetcher fetcher([](const std::string&) { return json_response(results(0, "", {})); });
  for (const char* query : {"a) OR (b", "(a", "a)", "\"a", "a\\", "(a) AND b)", ")("}) {
    EXPECT_THROW(europepmc_source(fetcher, task_for({"2026-03-05"}, query)), InputError) << query;
  }
  for (const char* query : {"", "a", "(a) AND (b)", "\"a)\"", "a\\)", "TITLE:\"a \\\" b\""}) {
    EXPECT_NO_THROW(europepmc_source(fetcher, task_for({"2026-03-05"}, query))) << query;
  }
}

TEST(EuropePmcSource, WhatIsNoListIsTriedAgainAndThenAFault) {
  for (const char* body :
       {"", "<html></html>", "[]", "{}", R"({"errCode":404,"errMsg":"Invalid page size"})",
        R"({"errCode":404,"hitCount":0})", R"({"errMsg":["x"],"hitCount":0})",
        R"({"errCode":500,"errMsg":"x","hitCount":0,"resultList":{"result":[]}})",
        R"({"hitCount":"many","resultList":{"result":[]}})", R"({"hitCount":-1,"resultList":{"result":[]}})",
        R"({"hitCount":1})", R"({"hitCount":1,"resultList":{}})", R"({"hitCount":0,"resultList":[]})",
        R"({"hitCount":0,"resultList":{"result":{}}})",
        R"({"hitCount":0,"nextCursorMark":[],"resultList":{"result":[]}})"}) {
    SCOPED_TRACE(body);
    FakeFetcher fetcher([&](const std::string&) { return json_response(body); });
    const Harvest all = harvest(*europepmc_source(fetcher, task_for({"2026-03-05"})));
    EXPECT_THAT(all.fault, testing::ContainsRegex("europepmc: the (answer|server reports)"));
    EXPECT_THAT(all.covered, IsEmpty());
    EXPECT_EQ(fetcher.asked().size(), static_cast<std::size_t>(FakeFetcher::kTries));
  }
}

TEST(EuropePmcSource, RepeatsTheServersWordsOnOneLine) {
  FakeFetcher fetcher([&](const std::string&) {
    return json_response("{\"errCode\":404,\"errMsg\":\"Bad\\nquery\\u0000\\u001b[31m" + std::string(500, 'x') + "\"}");
  });
  const std::string fault = harvest(*europepmc_source(fetcher, task_for({"2026-03-05"}))).fault;
  EXPECT_THAT(fault, HasSubstr("the server reports: Bad query??[31mxxx"));
  EXPECT_THAT(fault, testing::EndsWith("xxx..."));
}

TEST(EuropePmcSource, NeverTakesACutBodyForAWholeOne) {
  const std::string whole = results(2, "", {kRecord, record("2")});
  constexpr std::size_t kParts = 20;
  for (std::size_t part = 0; part < kParts; ++part) {
    FakeFetcher fetcher(
        [&](const std::string&) { return json_response(whole.substr(0, whole.size() * part / kParts)); });
    const Harvest all = harvest(*europepmc_source(fetcher, task_for({"2026-03-05"})));
    EXPECT_NE(all.fault, "") << part;
    EXPECT_THAT(all.papers, IsEmpty());
    EXPECT_THAT(all.covered, IsEmpty());
  }
}

TEST(EuropePmcSource, RejectsABadRecordAndGoesOn) {
  const Harvest all = harvest_pages({results(3, "", {record("1"), R"({"id":"2","source":"MED"})", record("3")})});
  EXPECT_THAT(all.ids(), ElementsAre("pmid:1", "pmid:3"));
  ASSERT_EQ(all.rejected.size(), 1U);
  EXPECT_EQ(all.rejected[0].source, "europepmc");
  EXPECT_EQ(all.rejected[0].line, 2U);
  EXPECT_EQ(all.rejected[0].field, "title");
}

TEST(EuropePmcSource, GoesOnFromDayToDay) {
  FakeFetcher fetcher([](const std::string& url) {
    const bool first = url.find("2026-03-05") != std::string::npos;
    return first ? json_response(results(1, "", {record("1")})) : json_response(results(1, "", {record("1")}), "");
  });
  const Harvest all = harvest(*europepmc_source(fetcher, task_for({"2026-03-05", "2026-03-06"})));
  EXPECT_THAT(all.ids(), ElementsAre("pmid:1", "pmid:1"));
  ASSERT_EQ(all.covered.size(), 2U);
  EXPECT_TRUE(all.covered[0].closed);
  EXPECT_FALSE(all.covered[1].closed);  // the server has no clock
}

}  // namespace
}  // namespace paperdex
