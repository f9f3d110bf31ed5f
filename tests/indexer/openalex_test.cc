#include "indexer/sources/openalex.h"

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
using testing::Not;

constexpr char kWork[] = R"({"id":"https://openalex.org/W123","doi":"https://doi.org/10.1000/Slots",
  "title":"Slots and\n sets","display_name":"Slots and sets","publication_year":2026,"publication_date":"2026-03-05",
  "updated_date":"2026-03-06T10:20:30.123456","type":"article","is_retracted":false,
  "ids":{"openalex":"https://openalex.org/W123","doi":"https://doi.org/10.1000/slots","mag":456,
         "pmid":"https://pubmed.ncbi.nlm.nih.gov/789","pmcid":"https://www.ncbi.nlm.nih.gov/pmc/articles/1011/"},
  "authorships":[{"author_position":"first","author":{"id":"https://openalex.org/A1","display_name":"Ann Author"},
                  "raw_author_name":"A. Author"},
                 {"author":{"id":null,"display_name":null},"raw_author_name":"B. Raw"},{"author":null}],
  "abstract_inverted_index":{"Slots":[0],"are":[1,4],"sets;":[2],"sets":[3],"slots.":[7]},
  "primary_location":{"landing_page_url":"https://journal.example.org/1","pdf_url":null,
                      "source":{"id":"https://openalex.org/S1","display_name":"Journal of Slots"}},
  "locations":[{"landing_page_url":"https://journal.example.org/1","pdf_url":null,"source":null},
               {"landing_page_url":"https://arxiv.org/abs/2603.00001v2","pdf_url":"https://arxiv.org/pdf/2603.00001"}]})";

TEST(OpenAlexRecord, MapsEveryField) {
  Paper expected = make_paper("openalex:W123", "Slots and sets", "Slots are sets; sets are slots.", "2026-03-05");
  expected.authors = {"Ann Author", "B. Raw"};
  expected.venue = "Journal of Slots";
  expected.doi = "10.1000/slots";
  expected.ids = {"2603.00001", "PMC1011", "mag:456", "pmid:789"};
  expected.url = "https://journal.example.org/1";
  expected.source = "openalex";
  expected.revised = Date::parse("2026-03-06T10:20:30Z");
  EXPECT_EQ(paper_from_openalex(kWork), expected);
}

TEST(OpenAlexRecord, MakesDoWithTheLeastThereIs) {
  Paper expected = make_paper("openalex:W1", "T");
  expected.url = "https://openalex.org/W1";
  expected.source = "openalex";
  EXPECT_EQ(
      paper_from_openalex(R"({"id":"https://openalex.org/W1","title":null,"display_name":"T","doi":null,"ids":null,
    "authorships":[],"abstract_inverted_index":null,"primary_location":null,"locations":null,"updated_date":null})"),
      expected);
  EXPECT_EQ(paper_from_openalex(R"({"id":"W1","title":"T","publication_year":2024})").published, Date::parse("2024"));
  EXPECT_EQ(paper_from_openalex(R"({"id":"W1","title":"T","ids":{"doi":"https://doi.org/10.1000/1"}})").doi,
            "10.1000/1");
  EXPECT_TRUE(paper_from_openalex(R"({"id":"W1","title":"T","is_retracted":true})").withdrawn);
}

TEST(OpenAlexRecord, SurvivesValuesOfAnyKind) {
  expect_no_mutation_surprises(kWork, [](const std::string& text) { return paper_from_openalex(text); });
}

// `members` follow after id and title.
std::string work_with(const std::string& members) { return R"({"id":"W1","title":"T",)" + members + '}'; }

TEST(OpenAlexRecord, TakesAnArxivIdFromArxivsOwnHostsOnly) {
  const struct {
    const char* locations;
    const char* id;  // "" when there is none
  } kCases[] = {
      {R"({"pdf_url":"https://arxiv.org/pdf/2603.00001v1.pdf"})", "2603.00001"},
      {R"({"landing_page_url":"http://export.arxiv.org/abs/hep-th/9901001"})", "hep-th/9901001"},
      {R"({"landing_page_url":"https://doi.org/10.48550/arxiv.2603.00001"})", "2603.00001"},
      {R"({"landing_page_url":"https://arxiv.org/abs/2603.00001"},{"pdf_url":"https://arxiv.org/pdf/2603.00001v3"})",
       "2603.00001"},
      // Of two different ones at most one is right.
      {R"({"landing_page_url":"https://arxiv.org/abs/2603.00001"},{"pdf_url":"https://arxiv.org/pdf/2603.00002"})", ""},
      {R"({"landing_page_url":"https://arxiv.org.example.com/abs/2603.00001"})", ""},
      {R"({"landing_page_url":"https://example.com/arxiv.org/abs/2603.00001"})", ""},
      {R"({"landing_page_url":"2603.00001"})", ""},
      {R"({"landing_page_url":"https://doi.org/10.1000/2603.00001"})", ""},
      {R"({})", ""},
  };
  for (const auto& c : kCases) {
    const Paper paper = paper_from_openalex(work_with("\"locations\":[" + std::string(c.locations) + ']'));
    EXPECT_EQ(paper.ids, c.id[0] == '\0' ? std::vector<std::string>() : std::vector<std::string>{c.id}) << c.locations;
  }
}

TEST(OpenAlexRecord, RejectsWithFieldAndReason) {
  const struct {
    std::string record;
    const char* field;
  } kCases[] = {
      {"[]", ""},
      {R"({"title":"T"})", "id"},
      {R"({"id":"https://openalex.org/A1","title":"T"})", "id"},
      {R"({"id":"10.1000/1","title":"T"})", "id"},
      {R"({"id":"W1","title":null})", "title"},
      {work_with(R"("type":"dataset")"), "type"},
      {work_with(R"("type":"paratext")"), "type"},
      {work_with(R"("type":"peer-review")"), "type"},
      {work_with(R"("type":"retraction")"), "type"},
      {work_with(R"("publication_date":"soon")"), "publication_date"},
      {work_with(R"("publication_year":1600)"), "publication_year"},
      {work_with(R"("updated_date":"today")"), "updated_date"},
      {work_with(R"("is_retracted":"yes")"), "is_retracted"},
      {work_with(R"("authorships":{})"), "authorships"},
      {work_with(R"("authorships":["A"])"), "authorships"},
      {work_with(R"("ids":{"pmid":"https://pubmed.ncbi.nlm.nih.gov/"})"), "ids.pmid"},
      {work_with(R"("locations":[1])"), "locations"},
      {work_with(R"("abstract_inverted_index":["a"])"), "abstract_inverted_index"},
      {work_with(R"("abstract_inverted_index":{"a":0})"), "abstract_inverted_index"},
      {work_with(R"("abstract_inverted_index":{"a":[-1]})"), "abstract_inverted_index"},
      {work_with(R"("abstract_inverted_index":{"a":[1.5]})"), "abstract_inverted_index"},
      {work_with(R"("abstract_inverted_index":{"a":[99999999999999999999999]})"), "abstract_inverted_index"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.record);
    try {
      paper_from_openalex(c.record);
      ADD_FAILURE() << "was taken";
    } catch (const Rejection& rejection) {
      EXPECT_EQ(rejection.field(), c.field) << rejection.reason();
    }
  }
}

TEST(OpenAlexRecord, KeepsTypesThatArePapers) {
  for (const char* type :
       {"article", "preprint", "review", "book-chapter", "dissertation", "letter", "report", "other"}) {
    EXPECT_NO_THROW(paper_from_openalex(work_with(R"("type":")" + std::string(type) + '"'))) << type;
  }
}

std::string abstract_from(const std::string& index) {
  return paper_from_openalex(work_with("\"abstract_inverted_index\":" + index)).abstract;
}

TEST(OpenAlexRecord, PutsAnAbstractTogether) {
  EXPECT_EQ(abstract_from("{}"), "");
  EXPECT_EQ(abstract_from(R"({"b":[1],"a":[0]})"), "a b");
  EXPECT_EQ(abstract_from(R"({"b":[900],"a":[5,7]})"), "a a b");  // gaps
  EXPECT_EQ(abstract_from(R"({"b":[0],"a":[0]})"), "b a");        // two words in one place
  EXPECT_EQ(abstract_from(R"({"a":[]})"), "");
}

// The field of the rejection; "taken" when there is none.
std::string fault_of_abstract(const std::string& index) {
  try {
    abstract_from(index);
    return "taken";
  } catch (const Rejection& rejection) {
    return rejection.field();
  }
}

TEST(OpenAlexRecord, BoundsAbstracts) {
  EXPECT_EQ(abstract_from(R"({"a":[)" + std::to_string(kMaxAbstractWords - 1) + "]}"), "a");
  EXPECT_EQ(fault_of_abstract(R"({"a":[)" + std::to_string(kMaxAbstractWords) + "]}"), "abstract_inverted_index");
  const auto places = [](std::int64_t count) {
    std::string list = "0";
    for (std::int64_t i = 1; i < count; ++i) list += ",0";
    return list;
  };
  // Words without letters, so that the number of them is the only limit.
  EXPECT_EQ(abstract_from(R"({"":[)" + places(kMaxAbstractWords) + "]}"), "");
  EXPECT_EQ(fault_of_abstract(R"({"":[)" + places(kMaxAbstractWords + 1) + "]}"), "abstract_inverted_index");
  // A long word in many places: small to send, large to write.
  const std::string word(kMaxAbstractBytes / 16 - 1, 'w');
  EXPECT_EQ(abstract_from("{\"" + word + "\":[" + places(16) + "]}").size(), kMaxAbstractBytes - 1);
  EXPECT_EQ(fault_of_abstract("{\"" + word + "\":[" + places(17) + "]}"), "abstract_inverted_index");
}

std::string work(const std::string& id) {
  return R"({"id":"https://openalex.org/)" + id + R"(","title":"Title of )" + id + R"("})";
}

std::string works(int count, const std::string& next, const std::vector<std::string>& records) {
  std::string text;
  for (const std::string& record : records) text += (text.empty() ? "" : ",") + record;
  return R"({"meta":{"count":)" + std::to_string(count) + R"(,"per_page":100,"next_cursor":)" +
         (next.empty() ? "null" : '"' + next + '"') + R"(},"results":[)" + text + "],\"group_by\":[]}";
}

HarvestTask task_for(const std::vector<std::string>& days, const std::string& query = "") {
  HarvestTask task;
  task.config.kind = SourceKind::kOpenAlex;
  task.config.query = query;
  for (const std::string& day : days) task.days.push_back(day_of(day));
  return task;
}

// A server of one day: page i is asked for with the cursor "*" or "page-i".
Harvest harvest_pages(const std::vector<std::string>& pages, std::size_t* requests = nullptr) {
  FakeFetcher fetcher([&](const std::string& url) {
    const std::string cursor = parameter_of(url, "&cursor=");
    return json_response(pages.at(cursor == "%2A" ? 0 : std::stoul(cursor.substr(5))));
  });
  Harvest all = harvest(*openalex_source(fetcher, task_for({"2026-03-05"})));
  if (requests != nullptr) *requests = fetcher.asked().size();
  return all;
}

TEST(OpenAlexSource, FollowsTheCursorToItsEnd) {
  const struct {
    const char* what;
    std::vector<std::string> pages;
    std::uint64_t announced;
  } kCases[] = {
      {"no works", {works(0, "", {})}, 0},
      {"one page", {works(1, "", {work("W1")})}, 1},
      {"an empty page at the end", {works(2, "page-1", {work("W1"), work("W2")}), works(2, "", {})}, 2},
      {"an empty page with a cursor", {works(1, "page-1", {work("W1")}), works(1, "page-1", {})}, 1},
      {"two pages", {works(2, "page-1", {work("W1")}), works(2, "", {work("W2")})}, 2},
      {"a cursor that does not move", {works(2, "page-1", {work("W1")}), works(2, "page-1", {work("W2")})}, 2},
      {"a list that moves on",
       {works(2, "page-1", {work("W1"), work("W2")}), works(3, "", {work("W2"), work("W3")})},
       3},
      {"a count that shrinks", {works(3, "page-1", {work("W1"), work("W2")}), works(1, "", {})}, 2},
      {"a bad work", {works(2, "", {work("W1"), "17"})}, 2},
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

TEST(OpenAlexSource, FewerWorksThanAnnouncedAreAFault) {
  const struct {
    const char* what;
    std::vector<std::string> pages;
  } kCases[] = {
      {"a short page", {works(2, "", {work("W1")})}},
      {"an empty page", {works(1, "", {})}},
      {"an empty second page", {works(2, "page-1", {work("W1")}), works(2, "page-2", {})}},
      {"a work twice", {works(2, "page-1", {work("W1")}), works(2, "", {work("W1")})}},
      {"a count that grows", {works(1, "page-1", {work("W1")}), works(2, "", {})}},
      {"pages in a circle", {works(3, "page-1", {work("W1")}), works(3, "page-0", {work("W2")})}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.what);
    const Harvest all = harvest_pages(c.pages);
    EXPECT_THAT(all.fault, HasSubstr("openalex: "));
    EXPECT_THAT(all.covered, IsEmpty());
  }
}

TEST(OpenAlexSource, AnEmptyPageBeforeTheEndIsAskedForAgain) {
  int calls = 0;
  FakeFetcher fetcher([&](const std::string&) {
    return json_response(++calls == 1 ? works(1, "page-1", {}) : works(1, "", {work("W1")}));
  });
  const Harvest all = harvest(*openalex_source(fetcher, task_for({"2026-03-05"})));
  EXPECT_EQ(all.fault, "");
  EXPECT_THAT(all.ids(), ElementsAre("openalex:W1"));
  EXPECT_EQ(calls, 2);
}

TEST(OpenAlexSource, BoundsThePagesOfADay) {
  for (const std::size_t pages : {kMaxOpenAlexPages, kMaxOpenAlexPages + 1}) {
    std::size_t page = 0;
    FakeFetcher fetcher([&](const std::string&) {
      ++page;
      return json_response(works(static_cast<int>(pages), page < pages ? "page-" + std::to_string(page) : "",
                                 {work('W' + std::to_string(page))}));
    });
    const Harvest all = harvest(*openalex_source(fetcher, task_for({"2026-03-05"})));
    EXPECT_EQ(page, kMaxOpenAlexPages);
    EXPECT_EQ(all.covered.size(), pages == kMaxOpenAlexPages ? 1U : 0U);
  }
}

TEST(OpenAlexSource, AsksForTheDayAndTheQuery) {
  const std::string window = "from_publication_date%3A2026-03-05%2Cto_publication_date%3A2026-03-05";
  const struct {
    const char* query;
    std::string filter;
    const char* search;
  } kCases[] = {
      {"", window, ""},
      {"primary_topic.id:T10181,type:article|preprint",
       "primary_topic.id%3AT10181%2Ctype%3Aarticle%7Cpreprint%2C" + window, ""},
      {"slots & sets", window, "slots%20%26%20sets"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.query);
    FakeFetcher fetcher([](const std::string&) { return json_response(works(0, "", {})); });
    harvest(*openalex_source(fetcher, task_for({"2026-03-05", "2026-03-06"}, c.query)));
    ASSERT_EQ(fetcher.asked().size(), 2U);
    const std::string& url = fetcher.asked()[0];
    EXPECT_THAT(url, testing::StartsWith("https://api.openalex.org/works?"));
    EXPECT_EQ(parameter_of(url, "?filter="), c.filter);
    EXPECT_EQ(parameter_of(url, "&search="), c.search);
    EXPECT_EQ(parameter_of(url, "&per_page="), "100");
    EXPECT_EQ(parameter_of(url, "&cursor="), "%2A");
    EXPECT_THAT(url, Not(HasSubstr("api_key")));
    EXPECT_THAT(fetcher.asked()[1], HasSubstr("2026-03-06"));
  }
}

TEST(OpenAlexSource, SendsItsKeyAndNeverShowsIt) {
  HarvestTask task = task_for({"2026-03-05"});
  task.config.api_key = "se+cret";
  const std::vector<FetchResponse> kFaults = {
      json_response("no JSON"),
      status_response(401, R"({"error":"bad key","message":"se%2Bcret is no key"})"),
      status_response(404),
  };
  for (const FetchResponse& response : kFaults) {
    FakeFetcher fetcher([&](const std::string&) { return response; });
    const Harvest all = harvest(*openalex_source(fetcher, task));
    EXPECT_EQ(parameter_of(fetcher.asked().at(0), "&api_key="), "se%2Bcret");
    EXPECT_NE(all.fault, "");
    EXPECT_THAT(all.fault, Not(HasSubstr("cret")));
  }
}

TEST(OpenAlexSource, SaysThatAKeyIsWanted) {
  FakeFetcher fetcher([&](const std::string&) { return status_response(401, R"({"error":"No key"})"); });
  EXPECT_THAT(harvest(*openalex_source(fetcher, task_for({"2026-03-05"}))).fault,
              HasSubstr("answered 401 for 2026-03-05: No key; it wants an api_key"));
}

TEST(OpenAlexSource, WhatIsNoListIsTriedAgainAndThenAFault) {
  for (const char* body :
       {"", "<html></html>", "[]", "{}", R"({"results":[]})", R"({"meta":{"count":0}})",
        R"({"meta":{"count":null},"results":[]})", R"({"meta":{"count":-1},"results":[]})",
        R"({"meta":{"count":1.5},"results":[]})", R"({"meta":[],"results":[]})", R"({"meta":{"count":0},"results":{}})",
        R"({"meta":{"count":0,"next_cursor":{}},"results":[]})", R"({"error":"Invalid query","message":"..."})",
        R"({"meta":{"count":0},"results":[]} x)"}) {
    SCOPED_TRACE(body);
    FakeFetcher fetcher([&](const std::string&) { return json_response(body); });
    const Harvest all = harvest(*openalex_source(fetcher, task_for({"2026-03-05"})));
    EXPECT_THAT(all.fault, HasSubstr("openalex: the answer "));
    EXPECT_THAT(all.covered, IsEmpty());
    EXPECT_EQ(fetcher.asked().size(), static_cast<std::size_t>(FakeFetcher::kTries));
  }
}

TEST(OpenAlexSource, NeverTakesACutBodyForAWholeOne) {
  const std::string whole = works(2, "", {kWork, work("W2")});
  constexpr std::size_t kParts = 20;
  for (std::size_t part = 0; part < kParts; ++part) {
    FakeFetcher fetcher(
        [&](const std::string&) { return json_response(whole.substr(0, whole.size() * part / kParts)); });
    const Harvest all = harvest(*openalex_source(fetcher, task_for({"2026-03-05"})));
    EXPECT_NE(all.fault, "") << part;
    EXPECT_THAT(all.papers, IsEmpty());
    EXPECT_THAT(all.covered, IsEmpty());
  }
}

TEST(OpenAlexSource, RejectsABadWorkAndGoesOn) {
  const Harvest all =
      harvest_pages({works(3, "", {work("W1"), R"({"id":"W2","title":"T","type":"dataset"})", work("W3")})});
  EXPECT_THAT(all.ids(), ElementsAre("openalex:W1", "openalex:W3"));
  ASSERT_EQ(all.rejected.size(), 1U);
  EXPECT_EQ(all.rejected[0].source, "openalex");
  EXPECT_EQ(all.rejected[0].line, 2U);
  EXPECT_EQ(all.rejected[0].field, "type");
  EXPECT_EQ(all.rejected[0].reason, "is dataset, which is no paper");
}

}  // namespace
}  // namespace paperdex
