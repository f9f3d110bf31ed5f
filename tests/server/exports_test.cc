// Lists of papers as files, asked over a real socket. What the formats look like is tested in tests/query.
#include "server/api/exports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "data/json.h"
#include "data/paper_json.h"
#include "query/search_request.h"
#include "tests/server/site_test.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<Paper> some_papers() {
  std::vector<Paper> papers = {
      make_paper("2006.15055", "Object-centric learning with slot attention", "Slots bind to objects.", "2020-06-26"),
      make_paper("hep-th/9901001", "Branes and slot machines", "A study.", "1999-01")};
  for (int i = 0; i < 30; ++i) {
    Paper paper = make_paper("n/" + std::to_string(i), "Widget study " + std::to_string(i), "About widgets.",
                             "2021-03-" + std::to_string(10 + i / 3));
    paper.upvotes = i;
    papers.push_back(paper);
  }
  return papers;
}

class Exports : public SiteTest<some_papers> {
 protected:
  static RawResponse post(const std::string& body, const std::string& type = "application/x-www-form-urlencoded",
                          const std::string& target = "/export") {
    return SiteTest::post(target, body, type);
  }
};

std::vector<std::string> ids(const RawResponse& lines) {
  EXPECT_EQ(lines.status, 200) << lines.body;
  std::vector<std::string> result;
  for (std::size_t at = 0; at < lines.body.size();) {
    const std::size_t end = lines.body.find('\n', at);
    result.push_back(paper_from_json(lines.body.substr(at, end - at)).id);
    at = end + 1;
  }
  return result;
}

TEST_F(Exports, APaperIsAFileInEachFormat) {
  struct Case {
    const char* target;
    const char* type;
    const char* file;
    const char* start;
  };
  constexpr Case kCases[] = {
      {"/papers/2006.15055.bib", "application/x-bibtex; charset=utf-8", "2006.15055.bib", "@"},
      {"/papers/2006.15055v2.ris", "application/x-research-info-systems", "2006.15055.ris", "TY  - "},
      {"/papers/hep-th/9901001.json", "application/vnd.citationstyles.csl+json", "hep-th-9901001.json", "["},
      {"/papers/hep-th%2F9901001.bib", "application/x-bibtex; charset=utf-8", "hep-th-9901001.bib", "@"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.target);
    const RawResponse response = get(c.target);
    EXPECT_EQ(response.status, 200);
    EXPECT_THAT(response.header("Content-Type"), StartsWith(c.type));
    EXPECT_EQ(response.header("Content-Disposition"), "attachment; filename=\"" + std::string(c.file) + "\"");
    EXPECT_THAT(response.body, StartsWith(c.start));
    EXPECT_EQ(site_->get(c.target, "If-None-Match: " + response.header("ETag") + "\r\n").status, 304);
  }
}

TEST_F(Exports, AListIsAFileInEachFormat) {
  struct Case {
    const char* format;
    const char* extension;
    const char* says;
  };
  constexpr Case kCases[] = {{"csv", "csv", "id,title"},
                             {"bibtex", "bib", "@"},
                             {"ris", "ris", "TY  - "},
                             {"csl-json", "json", "\"title\""},
                             {"jsonl", "jsonl", "{\"id\""}};
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.format);
    const RawResponse response = get(std::string("/export?q=slot&format=") + c.format);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("Content-Disposition"),
              std::string("attachment; filename=\"paperdex-search.") + c.extension + "\"");
    EXPECT_THAT(response.body, HasSubstr(c.says));
    EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
  }
}

TEST_F(Exports, ASearchIsWhatTheSearchFinds) {
  EXPECT_EQ(ids(get("/export?format=jsonl&q=widget")).size(), 30U);
  EXPECT_EQ(ids(get("/export?format=jsonl")).size(), 32U);
  EXPECT_EQ(ids(get("/export?format=jsonl&q=widget&limit=7&offset=28")).size(), 2U);
  EXPECT_THAT(ids(get("/export?format=jsonl&q=slot&until=1999")), ElementsAre("hep-th/9901001"));
  EXPECT_THAT(ids(get("/export?format=jsonl&q=slot&sort=oldest")), ElementsAre("hep-th/9901001", "2006.15055"));
  EXPECT_THAT(ids(get("/export?format=jsonl&q=nothing+here")), ElementsAre());
  EXPECT_EQ(get("/export?format=csl-json&q=nothing+here").body, "[]\n");
}

TEST_F(Exports, ADayIsTheListOfThatDay) {
  const RawResponse day = get("/export?format=jsonl&daily=2021-03-11");
  EXPECT_THAT(ids(day), ElementsAre("n/5", "n/4", "n/3"));
  EXPECT_EQ(day.header("Content-Disposition"), "attachment; filename=\"paperdex-2021-03-11.jsonl\"");
  EXPECT_THAT(ids(get("/export?format=jsonl&daily=2021-03-11&limit=1&offset=1")), ElementsAre("n/4"));
  EXPECT_EQ(ids(get("/export?format=jsonl&daily=2021-03-11&sort=newest")).size(), 3U);
  EXPECT_EQ(ids(get("/export?format=jsonl&daily=2021-03")).size(), 30U);
  EXPECT_EQ(ids(get("/export?format=jsonl&daily=2021-03-11&sort=relevance&topic=study+4"))[0], "n/4");
  EXPECT_EQ(get("/export?format=jsonl&daily=2021-03").header("Content-Disposition"),
            "attachment; filename=\"paperdex-2021-03.jsonl\"");
}

TEST_F(Exports, RelatedPapersAreThoseOfTheApi) {
  const auto native = parse_json(get("/api/v1/papers/n/3/related?limit=4").body);
  std::vector<std::string> related;
  for (const auto& paper : native["results"].GetArray()) related.emplace_back(paper["id"].GetString());
  const RawResponse response = get("/export?format=jsonl&related=n/3&limit=4");
  EXPECT_EQ(ids(response), related);
  EXPECT_EQ(response.header("Content-Disposition"), "attachment; filename=\"paperdex-related-n-3.jsonl\"");
}

TEST_F(Exports, AReadingListKeepsItsOrderAndTellsWhatIsMissing) {
  const std::string list = "format=jsonl&id=n/9&id=gone&id=arXiv:2006.15055v1&id=2006.15055&id=n%2F1&id=odd%0a";
  for (const RawResponse& response :
       {get("/export?" + list.substr(0, list.rfind('&'))), post(list.substr(0, list.rfind('&')))}) {
    EXPECT_THAT(ids(response), ElementsAre("n/9", "2006.15055", "n/1"));
    EXPECT_EQ(response.header("X-Unknown-Ids"), "gone");
  }
  EXPECT_EQ(post(list).status, 400);  // a control character
  EXPECT_EQ(get("/export?format=jsonl&id=n/9").header("X-Unknown-Ids"), "");
}

std::string list_of(std::size_t count, const std::string& name) {
  std::string list = "format=jsonl&id=n/9";
  for (std::size_t i = 1; i < count; ++i) list += "&id=" + name + std::to_string(i);
  return list;
}

TEST_F(Exports, AReadingListHasItsLimits) {
  EXPECT_EQ(post(list_of(kMaxIdList, "x")).status, 200);
  const RawResponse over = post(list_of(kMaxIdList + 1, "x"));
  EXPECT_EQ(over.status, 400);
  EXPECT_THAT(over.body, HasSubstr("At most 500 ids"));
  EXPECT_THAT(post(list_of(kMaxToldIds + 1, "x")).header("X-Unknown-Ids"), testing::EndsWith(", x20"));
  EXPECT_THAT(post(list_of(kMaxToldIds + 2, "x")).header("X-Unknown-Ids"), testing::EndsWith(", x20 and 1 more"));
  EXPECT_EQ(post(list_of(2, "%C3%A4,b%26")).header("X-Unknown-Ids"), "%C3%A4%2Cb%261");
}

TEST_F(Exports, ErrorsSayWhatIsWrong) {
  struct Case {
    const char* target;
    int status;
    const char* code;
  };
  constexpr Case kCases[] = {
      {"/export?q=slot", 400, "bad_format"},
      {"/export?q=slot&format=pdf", 400, "bad_format"},
      {"/export?format=csv&id=", 400, "empty_list"},
      {"/export?daily=&format=csv", 400, "empty_list"},
      {"/export?q=slot&format=csv&limit=1001", 400, "bad_integer"},
      {"/export?q=slot&format=csv&limit=1000&offset=1", 400, "too_many_results"},
      {"/export?q=slot&format=csv&fields=title", 400, "unknown_parameter"},
      {"/export?q=slot&format=csv&colour=red", 400, "unknown_parameter"},
      {"/export?daily=2021-03-11&format=csv&q=slot", 400, "unknown_parameter"},
      {"/export?related=n/3&id=n/3&format=csv", 400, "unknown_parameter"},
      {"/export?daily=tomorrow&format=csv", 400, "bad_date"},
      {"/export?daily=2021-03-11&format=csv&sort=oldest", 400, "bad_sort"},
      {"/export?related=nope&format=csv", 404, "unknown_paper"},
      {"/export?id=nope&id=none&format=csv", 404, "unknown_paper"},
      {"/papers/nope.bib", 404, "unknown_paper"},
      {"/papers/%FF.ris", 400, "bad_encoding"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.target);
    const RawResponse response = get(c.target);
    EXPECT_EQ(response.status, c.status) << response.body;
    EXPECT_STREQ(parse_json(response.body)["code"].GetString(), c.code);
  }
  EXPECT_EQ(post("format=csv&id=n/3", "application/json").status, 415);
  EXPECT_EQ(post("format=csv&id=n/3", "application/x-www-form-urlencoded; charset=UTF-8").status, 200);
  EXPECT_EQ(post("format=csv&id=n/3", "application/x-www-form-urlencoded", "/export?format=csv").status, 400);
  EXPECT_EQ(site_->get("/export", "", "PUT").header("Allow"), "GET, HEAD, POST");
}

TEST(SafeFileName, HasNoCharacterThatMeansSomething) {
  struct Case {
    std::string name;
    std::string safe;
  };
  const Case cases[] = {
      {"2006.15055", "2006.15055"},
      {"hep-th/9901001", "hep-th-9901001"},
      {"../../etc/passwd", "-.-..-etc-passwd"},
      {".hidden", "-hidden"},
      {"a\"; filename=x\r\nX: y", "a---filename-x--X--y"},
      {"\xC3\xA4", "--"},
      {"", "paper"},
      {std::string(kMaxFileNameBytes + 1, 'a'), std::string(kMaxFileNameBytes, 'a')},
  };
  for (const Case& c : cases) EXPECT_EQ(safe_file_name(c.name), c.safe);
}

}  // namespace
}  // namespace paperdex
