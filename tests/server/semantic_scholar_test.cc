// Semantic Scholar's API, asked over a real socket.
#include "server/api/semantic_scholar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "data/json.h"
#include "server/api/semantic_scholar_fields.h"
#include "server/api/semantic_scholar_params.h"
#include "server/request_head.h"
#include "tests/server/client_script.h"
#include "tests/server/site_test.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Paper> some_papers() {
  Paper slots =
      make_paper("2006.15055", "Object-centric learning with slot attention", "Slots bind to objects.", "2020-06-26");
  slots.authors = {"Ada Lovelace", "Alan Turing"};
  slots.doi = "10.1000/slots";
  slots.ids = {"2020.acl-main.1", "PMC77", "pmid:8"};
  slots.venue = "NeurIPS";
  std::vector<Paper> papers = {slots, make_paper("hep-th/9901001", "Branes and slot machines", "A study.", "1999-01"),
                               make_paper("odd%2F?#", "A slot with an odd name"),
                               make_paper("10.1002/(sici)1097:4<338::aid>3.0.co;2-b", "An odd DOI", "", "1998")};
  for (int i = 0; i < 30; ++i) {
    papers.push_back(make_paper("n/" + std::to_string(i), "Widget study " + std::to_string(i), "About widgets.",
                                "2021-03-" + std::to_string(10 + i / 3)));
  }
  return papers;
}

class SemanticScholar : public SiteTest<some_papers> {
 protected:
  static RawResponse post(const std::string& target, const std::string& body) {
    return SiteTest::post(target, body, "application/json");
  }
};

// "" for null.
std::vector<std::string> ids(const JsonValue& papers) {
  std::vector<std::string> result;
  for (const auto& paper : papers.GetArray()) {
    result.emplace_back(paper.IsNull() ? "" : paper["paperId"].GetString());
  }
  return result;
}

TEST_F(SemanticScholar, ASearchGivesIdsAndTitlesUnlessAskedForMore) {
  const auto answer = json("/graph/v1/paper/search?query=slot+attention&limit=1");
  EXPECT_THAT(names(answer), ElementsAre("total", "offset", "next", "data"));
  EXPECT_THAT(names(answer["data"][0]), ElementsAre("paperId", "title"));
  EXPECT_STREQ(answer["data"][0]["paperId"].GetString(), "2006.15055");
}

TEST_F(SemanticScholar, FieldsAreChosenByName) {
  struct Case {
    const char* fields;
    std::vector<std::string> members;
    std::vector<std::string> of_authors;
  };
  const Case cases[] = {
      {"", {"paperId", "title"}, {}},
      {"year", {"paperId", "year"}, {}},
      {"venue,,title,", {"paperId", "title", "venue"}, {}},
      {"authors", {"paperId", "authors"}, {"authorId", "name"}},
      {"authors.name", {"paperId", "authors"}, {"authorId", "name"}},
      {"authors.authorId", {"paperId", "authors"}, {"authorId"}},
      {"authors.hIndex,authors.affiliations", {"paperId", "authors"}, {"authorId", "hIndex"}},
      {"citations,references.authors.name,citations.contexts", {"paperId"}, {}},
      {"embedding.specter_v2,tldr", {"paperId", "embedding", "tldr"}, {}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.fields);
    const auto paper = json(std::string("/graph/v1/paper/2006.15055?fields=") + c.fields);
    EXPECT_EQ(names(paper), c.members);
    if (!c.of_authors.empty()) {
      EXPECT_EQ(names(paper["authors"][0]), c.of_authors);
    }
  }
}

TEST_F(SemanticScholar, WhatIsNotKnownIsNullAndNeverZero) {
  for (const char* name :
       {"corpusId", "publicationVenue", "referenceCount", "citationCount", "influentialCitationCount", "isOpenAccess",
        "openAccessPdf", "fieldsOfStudy", "s2FieldsOfStudy", "publicationTypes", "journal", "embedding", "tldr"}) {
    const auto paper = json(std::string("/graph/v1/paper/2006.15055?fields=") + name);
    ASSERT_THAT(names(paper), ElementsAre("paperId", name));
    EXPECT_TRUE(paper[name].IsNull()) << name;
  }
  const auto undated = json("/graph/v1/paper/odd%252F%3F%23?fields=year,publicationDate,abstract,venue,authors");
  EXPECT_TRUE(undated["year"].IsNull());
  EXPECT_TRUE(undated["publicationDate"].IsNull());
  EXPECT_TRUE(undated["abstract"].IsNull());
  EXPECT_STREQ(undated["venue"].GetString(), "");
  EXPECT_TRUE(undated["authors"].GetArray().Empty());
  // A month is no day.
  const auto branes = json("/graph/v1/paper/hep-th/9901001?fields=year,publicationDate");
  EXPECT_STREQ(branes["year"].GetString(), "1999");
  EXPECT_TRUE(branes["publicationDate"].IsNull());
}

TEST_F(SemanticScholar, WhatIsKnownIsInItsPlace) {
  const auto paper =
      json("/graph/v1/paper/2006.15055?fields=externalIds,url,venue,year,publicationDate,authors,citationStyles");
  EXPECT_THAT(names(paper["externalIds"]), ElementsAre("ArXiv", "DOI", "ACL", "PubMed", "PubMedCentral"));
  EXPECT_STREQ(paper["externalIds"]["ArXiv"].GetString(), "2006.15055");
  EXPECT_STREQ(paper["externalIds"]["PubMed"].GetString(), "8");
  EXPECT_STREQ(paper["externalIds"]["PubMedCentral"].GetString(), "77");
  EXPECT_STREQ(paper["url"].GetString(), "http://test/papers/2006.15055");
  EXPECT_STREQ(paper["publicationDate"].GetString(), "2020-06-26");
  EXPECT_TRUE(paper["authors"][0]["authorId"].IsNull());
  EXPECT_THAT(paper["citationStyles"]["bibtex"].GetString(), HasSubstr("10.1000/slots"));
}

TEST_F(SemanticScholar, PapersAreFoundByIdsOfItsSchemes) {
  struct Case {
    const char* id;
    const char* found;  // nullptr: 404
  };
  constexpr Case kCases[] = {
      {"2006.15055", "2006.15055"},
      {"ARXIV:2006.15055", "2006.15055"},
      {"arXiv:2006.15055v2", "2006.15055"},
      {"ArXiv:hep-th/9901001", "hep-th/9901001"},
      {"hep-th%2F9901001", "hep-th/9901001"},
      {"DOI:10.1000/slots", "2006.15055"},
      {"doi:10.1000%2FSLOTS", "2006.15055"},
      {"URL:https://arxiv.org/abs/2006.15055v1", "2006.15055"},
      {"URL:https%3A%2F%2Faclanthology.org%2F2020.acl-main.1%2F", "2006.15055"},
      {"ACL:2020.acl-main.1", "2006.15055"},
      {"PMID:8", "2006.15055"},
      {"PMCID:77", "2006.15055"},
      {"PMCID:PMC77", "2006.15055"},
      {"odd%252F%3F%23", "odd%252F%3F%23"},
      {"odd%25252F%253F%2523", "odd%252F%3F%23"},
      {"10.1002/(sici)1097:4%3C338::aid%3E3.0.co;2-b", "10.1002/(sici)1097:4<338::aid>3.0.co;2-b"},
      {"CorpusId:2006", nullptr},
      {"MAG:2006", nullptr},
      {"ARXIV:2006.99999", nullptr},
      {"649def34f8be52c8b66281af98ae884c09aef38b", nullptr},
      {"DOI:", nullptr},
      {"%25FF", nullptr},
      {"2006.15055/citations", nullptr},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.id);
    const RawResponse response = get(std::string("/graph/v1/paper/") + c.id);
    if (c.found == nullptr) {
      EXPECT_EQ(response.status, 404);
      EXPECT_THAT(names(parse_json(response.body)), ElementsAre("error"));
    } else {
      EXPECT_STREQ(json(response)["paperId"].GetString(), c.found);
    }
  }
}

TEST_F(SemanticScholar, ASearchIsNarrowedByYearsAndDates) {
  struct Case {
    const char* filter;
    int total;
  };
  constexpr Case kCases[] = {
      {"year=2021", 30},
      {"year=2016-2020", 0},
      {"year=2021-", 30},
      {"year=-2020", 0},
      {"year=-2021", 30},
      {"year=", 30},
      {"publicationDateOrYear=2021-03-10", 3},
      {"publicationDateOrYear=2021-03-10:2021-03-11", 6},
      {"publicationDateOrYear=2021-03-19:", 3},
      {"publicationDateOrYear=:2021-03-10", 3},
      {"publicationDateOrYear=2016-03-05:2020-06", 0},
      {"publicationDateOrYear=2015:2021", 30},
      {"publicationDateOrYear=2021-03", 30},
      {"publicationDateOrYear=2021-03-19:&year=2021", 3},
      {"publicationDateOrYear=2021&year=2020", 0},
  };
  for (const Case& c : kCases) {
    const auto answer = json(std::string("/graph/v1/paper/search?query=widget&") + c.filter);
    EXPECT_STREQ(answer["total"].GetString(), std::to_string(c.total).c_str()) << c.filter;
  }
}

TEST_F(SemanticScholar, ASearchIsNarrowedByVenues) {
  const std::string search = "/graph/v1/paper/search?query=slot&venue=";
  EXPECT_THAT(ids(json(search + "NeurIPS")["data"]), ElementsAre("2006.15055"));
  EXPECT_THAT(ids(json(search + "ICLR,neurips")["data"]), ElementsAre("2006.15055"));
  EXPECT_THAT(ids(json(search + "ICLR")["data"]), IsEmpty());
  EXPECT_EQ(get(search + "%3F").status, 400);
}

TEST_F(SemanticScholar, NextIsThereWhileThereIsMoreToHave) {
  EXPECT_STREQ(json("/graph/v1/paper/search?query=widget&limit=10&offset=10")["next"].GetString(), "20");
  for (const char* page :
       {"limit=10&offset=20", "limit=30", "limit=100", "limit=10&offset=900", "limit=1&offset=999"}) {
    EXPECT_FALSE(json(std::string("/graph/v1/paper/search?query=widget&") + page).HasMember("next")) << page;
  }
}

TEST_F(SemanticScholar, ABatchKeepsItsOrder) {
  const std::string ids_asked = R"({"ids": ["n/3", "CorpusId:1", "DOI:10.1000/slots", "n%2F4", "n/3"]})";
  const auto papers = json(post("/graph/v1/paper/batch", ids_asked));
  EXPECT_THAT(ids(papers), ElementsAre("n/3", "", "2006.15055", "n/4", "n/3"));
  EXPECT_THAT(names(json(post("/graph/v1/paper/batch?fields=year", R"({"ids": ["n/3"]})"))[0]),
              ElementsAre("paperId", "year"));
}

std::string body_of(const char* name, std::size_t count) {
  std::string body = std::string("{\"") + name + "\":[";
  for (std::size_t i = 0; i < count; ++i) body += std::string(i == 0 ? "" : ",") + "\"n/3\"";
  return body + "]}";
}

TEST_F(SemanticScholar, BodiesAreReadWithCare) {
  struct Case {
    std::string body;
    int status;
    const char* says;
  };
  const std::string batch = "/graph/v1/paper/batch";
  const std::string recommend = "/recommendations/v1/papers/";
  const std::pair<std::string, Case> cases[] = {
      {batch, {"", 400, "JSON"}},
      {batch, {"[]", 400, "object"}},
      {batch, {"{\"ids\": [\"n/3\"]", 400, "JSON"}},
      {batch, {"{\"ids\": [\"\xff\"]}", 400, "JSON"}},
      {batch, {std::string(1000, '['), 400, "JSON"}},
      {batch, {"{}", 400, "ids"}},
      {batch, {"{\"ids\": []}", 400, "ids"}},
      {batch, {"{\"ids\": \"n/3\"}", 400, "array"}},
      {batch, {"{\"ids\": [[]]}", 400, "array"}},
      {batch, {"{\"ids\": [\"n/3\"], \"colour\": 1}", 400, "colour"}},
      {batch, {body_of("ids", kMaxScholarBatch), 200, ""}},
      {batch, {body_of("ids", kMaxScholarBatch + 1), 400, "500"}},
      {batch, {"{\"ids\": [\"" + std::string(5000, 'x') + "\"]}", 200, "null"}},
      {batch, {std::string(kMaxBodyBytes + 1, ' '), 413, ""}},
      {recommend, {"{\"positivePaperIds\": []}", 400, "positivePaperIds"}},
      {recommend, {"{\"negativePaperIds\": [\"n/3\"]}", 400, "positivePaperIds"}},
      {recommend, {"{\"positivePaperIds\": [\"CorpusId:1\"]}", 404, "CorpusId:1"}},
      {recommend, {"{\"positivePaperIds\": [\"n/3\"], \"negativePaperIds\": [\"nope\"]}", 404, "nope"}},
      {recommend, {body_of("positivePaperIds", kMaxRelatedSeeds + 1), 400, "100"}},
      {recommend, {"{\"positivePaperIds\": [\"n/3\"]}", 200, "recommendedPapers"}},
  };
  for (const auto& [target, c] : cases) {
    SCOPED_TRACE(c.body.substr(0, 80));
    const RawResponse response = post(target, c.body);
    EXPECT_EQ(response.status, c.status) << response.body;
    EXPECT_THAT(response.body, HasSubstr(c.says));
  }
}

TEST_F(SemanticScholar, ErrorsAreItsOwnAndSayWhatIsWrong) {
  struct Case {
    std::string target;
    const char* says;
  };
  const std::string search = "/graph/v1/paper/search?query=widget&";
  const Case cases[] = {
      {"/graph/v1/paper/search", "query"},
      {"/graph/v1/paper/search?query=", "query"},
      {"/graph/v1/paper/search?query=" + std::string(513, 'a'), "512"},
      {search + "fields=title,colour,authors.shoe", "Unrecognized or unsupported fields: [colour, authors.shoe]"},
      {search + "fields=title.x", "title.x"},
      {search + "fields=citations.citations.title", "citations.citations.title"},
      {search + "limit=0", "limit"},
      {search + "limit=101", "limit"},
      {search + "offset=-1", "offset"},
      {search + "offset=901", "1000"},
      {search + "year=20-21", "2016-2020"},
      {search + "year=2021-2020", "2016-2020"},
      {search + "year=-", "2016-2020"},
      {search + "year=2021-03", "2016-2020"},
      {search + "year=2019-2020-2021", "2016-2020"},
      {search + "publicationDateOrYear=soon", ":2015"},
      {search + "publicationDateOrYear=:", ":2015"},
      {search + "publicationDateOrYear=2021-03-04T00:00:00Z", ":2015"},
      {search + "publicationDateOrYear=2021-03-05:2021-03-04", ":2015"},
      {search + "openAccessPdf", "openAccessPdf"},
      {search + "openAccessPdf=", "openAccessPdf"},
      {search + "fieldsOfStudy=Physics", "fieldsOfStudy"},
      {search + "minCitationCount=10", "minCitationCount"},
      {search + "publicationTypes=Review", "publicationTypes"},
      {search + "sort=year", "sort"},
      {"/graph/v1/paper/autocomplete", "query"},
      {"/graph/v1/paper/n/3?colour=red", "colour"},
      {"/recommendations/v1/papers/forpaper/n/3?limit=0", "limit"},
      {"/recommendations/v1/papers/forpaper/n/3?limit=501", "limit"},
      {"/recommendations/v1/papers/forpaper/n/3?from=anywhere", "recent"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.target);
    const RawResponse response = get(c.target);
    EXPECT_EQ(response.status, 400);
    const auto error = parse_json(response.body);
    EXPECT_THAT(names(error), ElementsAre("error"));
    EXPECT_THAT(error["error"].GetString(), HasSubstr(c.says));
  }
  EXPECT_EQ(get(search + "limit=100&offset=900").status, 200);
  EXPECT_EQ(get("/graph/v1/paper/batch").header("Allow"), "POST");
}

TEST_F(SemanticScholar, CompletionsTellWhoAndWhen) {
  struct Case {
    std::vector<std::string> authors;
    const char* date;
    const char* text;
  };
  const Case cases[] = {
      {{"Thomas Kipf"}, "2017", "Kipf, 2017"},
      {{"Thomas Kipf", "Max Welling"}, "2017-02", "Kipf & Welling, 2017"},
      {{"Ada Lovelace", "Alan Turing", "Grace Hopper"}, "2020-06-26", "Lovelace et al., 2020"},
      {{"Plato"}, "", "Plato"},
      {{}, "2017", "2017"},
      {{}, "", ""},
  };
  for (const Case& c : cases) {
    Paper paper = make_paper("x", "X", "", c.date);
    paper.authors = c.authors;
    EXPECT_EQ(authors_and_year(paper), c.text);
  }
  const auto answer = json("/graph/v1/paper/autocomplete?query=widget+stu");
  EXPECT_EQ(answer["matches"].Size(), kAutocompleted);
  EXPECT_THAT(names(answer["matches"][0]), ElementsAre("id", "title", "authorsYear"));
}

TEST_F(SemanticScholar, RecommendationsAreRelatedPapers) {
  const auto native = json("/api/v1/papers/n/3/related?limit=4");
  std::vector<std::string> related;
  for (const auto& paper : native["results"].GetArray()) related.emplace_back(paper["id"].GetString());
  EXPECT_EQ(ids(json("/recommendations/v1/papers/forpaper/n/3?limit=4")["recommendedPapers"]), related);
  for (const char* path : {"/recommendations/v1/papers", "/recommendations/v1/papers/"}) {
    const auto answer = json(post(std::string(path) + "?limit=4", R"({"positivePaperIds": ["n/3"]})"));
    EXPECT_EQ(ids(answer["recommendedPapers"]), related);
  }
  EXPECT_EQ(get("/recommendations/v1/papers/forpaper/nope").status, 404);
  // Several seeds, and what to stay away from: none of them is among the answers.
  const auto several = json(post("/recommendations/v1/papers/?limit=30",
                                 R"({"positivePaperIds": ["n/3", "n/4"], "negativePaperIds": ["ARXIV:2006.15055"]})"));
  EXPECT_THAT(ids(several["recommendedPapers"]), testing::Contains("n/5"));
  for (const char* seed : {"n/3", "n/4", "2006.15055"}) {
    EXPECT_THAT(ids(several["recommendedPapers"]), testing::Not(testing::Contains(seed)));
  }
}

TEST_F(SemanticScholar, ItsOwnClientIsContent) { expect_client_succeeds("semantic_scholar_client.py", site_->port()); }

}  // namespace
}  // namespace paperdex
