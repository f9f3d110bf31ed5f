#include "data/paper_json.h"

#include <gtest/gtest.h>

#include <string>

#include "data/schema.h"

namespace paperdex {
namespace {

// "field: reason", or "" when the line is a paper.
std::string rejection_of(const std::string& line) {
  try {
    paper_from_json(line);
    return {};
  } catch (const Rejection& rejection) {
    return rejection.field() + ": " + rejection.reason();
  }
}

std::string rejection_of(Paper paper) {
  try {
    validate(paper);
    return {};
  } catch (const Rejection& rejection) {
    return rejection.field() + ": " + rejection.reason();
  }
}

Paper smallest() {
  Paper paper;
  paper.id = "1";
  paper.title = "T";
  return paper;
}

TEST(PaperJson, ReadsEveryField) {
  const Paper paper = paper_from_json(R"({"id":"2006.15055","title":"Object-Centric Learning","abstract":"We learn.",
      "authors":["F. Locatello","T. Kipf"],"categories":["cs.LG","cs.CV"],"published":"2020-06-26",
      "updated":"2020-10-14T17:31:53Z","venue":"NeurIPS","doi":"10.1/x","url":"https://a.example/1","source":"arxiv",
      "comment":"8 pages","journal_ref":"J. 1","report_no":"LAB-1","upvotes":12,
      "links":{"repository":"https://r.example","project_page":"http://p.example"},"withdrawn":true})");
  EXPECT_EQ(paper.id, "2006.15055");
  EXPECT_EQ(paper.title, "Object-Centric Learning");
  EXPECT_EQ(paper.abstract, "We learn.");
  EXPECT_EQ(paper.authors, (std::vector<std::string>{"F. Locatello", "T. Kipf"}));
  EXPECT_EQ(paper.categories, (std::vector<std::string>{"cs.LG", "cs.CV"}));
  EXPECT_EQ(paper.published, Date::parse("2020-06-26"));
  EXPECT_EQ(paper.updated, Date::parse("2020-10-14T17:31:53Z"));
  EXPECT_EQ(paper.venue, "NeurIPS");
  EXPECT_EQ(paper.doi, "10.1/x");
  EXPECT_EQ(paper.url, "https://a.example/1");
  EXPECT_EQ(paper.source, "arxiv");
  EXPECT_EQ(paper.comment, "8 pages");
  EXPECT_EQ(paper.journal_ref, "J. 1");
  EXPECT_EQ(paper.report_no, "LAB-1");
  EXPECT_EQ(paper.upvotes, 12);
  EXPECT_EQ(paper.repository, "https://r.example");
  EXPECT_EQ(paper.project_page, "http://p.example");
  EXPECT_TRUE(paper.withdrawn);
}

TEST(PaperJson, TakesNullAndEmptyForNotKnownAndIgnoresUnknownFields) {
  const Paper paper = paper_from_json(
      R"({"id":"1","title":"T","abstract":null,"authors":null,"categories":[],"published":null,"updated":"",)"
      R"("venue":null,"doi":"","upvotes":null,"links":null,"withdrawn":null,"colour":{"a":[1,2]},"score":1.5e3})");
  EXPECT_EQ(paper, smallest());
  EXPECT_EQ(paper_from_json(R"({"id":"1","title":"T","authors":[""," "]})"), smallest());
}

struct BadLine {
  const char* line;
  const char* reason;
};

constexpr char kNoDate[] = "is no date of 1665 to 2099 in one of the forms YYYY, YYYY-MM, YYYY-MM-DD and RFC 3339";

TEST(PaperJson, RejectsWithFieldAndReason) {
  const BadLine kRejected[] = {
      {R"([])", ": is not a JSON object"},
      {R"("id")", ": is not a JSON object"},
      {R"({"title":"T"})", "id: is missing"},
      {R"({"id":null,"title":"T"})", "id: is missing"},
      {R"({"id":"","title":"T"})", "id: is missing"},
      {R"({"id":["1"],"title":"T"})", "id: is not a string"},
      {R"({"id":"1 2","title":"T"})", "id: has white space or control characters in it"},
      {R"({"id":" 1","title":"T"})", "id: has white space or control characters in it"},
      {R"({"id":"1\u0000","title":"T"})", "id: has white space or control characters in it"},
      {R"({"id":"1\u00a0","title":"T"})", "id: has white space or control characters in it"},
      {R"({"id":"\udc00","title":"T"})", "id: is not valid UTF-8"},
      {R"({"id":"1"})", "title: is missing"},
      {R"({"id":"1","title":"  \n\u2028 "})", "title: is missing"},
      {R"({"id":"1","title":{}})", "title: is not a string"},
      {R"({"id":"1","title":true})", "title: is not a string"},
      {R"({"id":"1","title":"\udc00"})", "title: is not valid UTF-8"},
      {R"({"id":"1","title":"T","abstract":[]})", "abstract: is not a string"},
      {R"({"id":"1","title":"T","authors":"A. B."})", "authors: is not a list"},
      {R"({"id":"1","title":"T","authors":["A",null]})", "authors: holds something that is not a string"},
      {R"({"id":"1","title":"T","categories":{"a":1}})", "categories: is not a list"},
      {R"({"id":"1","title":"T","upvotes":1.5})", "upvotes: is not a whole number"},
      {R"({"id":"1","title":"T","upvotes":1e3})", "upvotes: is not a whole number"},
      {R"({"id":"1","title":"T","upvotes":9223372036854775808})", "upvotes: is not a whole number"},
      {R"({"id":"1","title":"T","upvotes":[]})", "upvotes: is not a whole number"},
      {R"({"id":"1","title":"T","withdrawn":"yes"})", "withdrawn: is neither true nor false"},
      {R"({"id":"1","title":"T","withdrawn":1})", "withdrawn: is neither true nor false"},
      {R"({"id":"1","title":"T","links":[]})", "links: is not an object"},
      {R"({"id":"1","title":"T","links":{"repository":[]}})", "repository: is not a string"},
      {R"({"id":"1","title":"T","url":"javascript:alert"})", "url: is not an http or https address"},
      {R"({"id":"1","title":"T","url":"JAVASCRIPT:alert"})", "url: is not an http or https address"},
      {R"({"id":"1","title":"T","url":"data:text/html,x"})", "url: is not an http or https address"},
      {R"({"id":"1","title":"T","url":"//a.example"})", "url: is not an http or https address"},
      {R"({"id":"1","title":"T","links":{"repository":"javascript:x"}})",
       "links.repository: is not an http or https address"},
      {R"({"id":"1","title":"T","links":{"project_page":"ftp://x"}})",
       "links.project_page: is not an http or https address"},
  };
  for (const BadLine& c : kRejected) EXPECT_EQ(rejection_of(std::string(c.line)), c.reason) << c.line;
}

TEST(PaperJson, RejectsDatesThatAreNone) {
  for (const char* date : {"yesterday", "2024-13", "2023-02-29", "1664", "2100", "2024-06-12T09:30"}) {
    for (const char* field : {"published", "updated"}) {
      EXPECT_EQ(rejection_of(R"({"id":"1","title":"T",")" + std::string(field) + R"(":")" + date + R"("})"),
                std::string(field) + ": " + kNoDate);
    }
  }
}

TEST(PaperJson, RejectsWhatIsNotJsonAndSaysWhere) {
  for (const char* line :
       {"", " ", "{", "}", "nonsense", R"({"id":"1","title":"T")", R"({"id":"1","title":"T"} x)", R"({"id":1,})",
        R"({'id':'1'})", "{\"id\":\"1\",\"title\":\"T\xff\"}", "{\"id\":\"1\",\"title\":\"\xc0\xaf\"}",
        "{\"id\":\"1\",\"title\":\"\xed\xa0\x80\"}", R"({"id":"1","title":"\ud800"})", R"({"id":"1","title":"\x"})",
        "{\"id\":\"1\",\"title\":\"a\nb\"}x", R"({"id":"1","title":NaN})"}) {
    const std::string reason = rejection_of(line);
    EXPECT_EQ(reason.rfind(": is not JSON: ", 0), 0U) << line << " -> " << reason;
    EXPECT_NE(reason.find("At byte "), std::string::npos) << reason;
  }
}

TEST(PaperJson, KeepsItsLimitsAtTheEdge) {
  struct Limit {
    const char* name;
    std::string Paper::*field;
    std::size_t bytes;
  };
  const Limit kLimits[] = {
      {"id", &Paper::id, kMaxIdBytes},
      {"title", &Paper::title, kMaxTitleBytes},
      {"abstract", &Paper::abstract, kMaxAbstractBytes},
      {"venue", &Paper::venue, kMaxFieldBytes},
      {"source", &Paper::source, kMaxFieldBytes},
      {"comment", &Paper::comment, kMaxFieldBytes},
      {"journal_ref", &Paper::journal_ref, kMaxFieldBytes},
      {"report_no", &Paper::report_no, kMaxFieldBytes},
  };
  Paper longest = smallest();
  longest.doi = "10.1000/" + std::string(kMaxIdBytes - 8, 'x');
  longest.ids = {std::string(kMaxIdBytes, 'x')};
  EXPECT_EQ(rejection_of(longest), "");
  EXPECT_LE(id_term(longest.doi).size(), kMaxTermBytes);
  longest.ids = {std::string(kMaxIdBytes + 1, 'x')};
  EXPECT_EQ(rejection_of(longest), "ids: holds one that is longer than 190 bytes");
  longest.ids.clear();
  longest.doi += 'x';
  EXPECT_EQ(rejection_of(longest), "doi: is longer than 190 bytes");
  for (const Limit& limit : kLimits) {
    Paper paper = smallest();
    paper.*limit.field = std::string(limit.bytes, 'x');
    EXPECT_EQ(rejection_of(paper), "") << limit.name;
    EXPECT_EQ(rejection_of(paper_to_json(paper)), "") << limit.name;
    paper.*limit.field += 'x';
    const std::string reason = std::string(limit.name) + ": is longer than " + std::to_string(limit.bytes) + " bytes";
    EXPECT_EQ(rejection_of(paper), reason);
    EXPECT_EQ(rejection_of(paper_to_json(paper)), reason);
  }
}

TEST(PaperJson, APaperIsNoLongerThanALineOfAll) {
  Paper paper = smallest();
  paper.authors.assign(kMaxLineBytes / kMaxFieldBytes - 1, std::string(kMaxFieldBytes, 'x'));
  paper.authors.emplace_back(kMaxFieldBytes - paper.title.size(), 'x');
  EXPECT_EQ(rejection_of(paper), "");
  paper.authors.back() += 'x';
  EXPECT_EQ(rejection_of(paper), ": is longer than 1048576 bytes");
}

TEST(PaperJson, KeepsTheLimitsOfListsAndAddresses) {
  Paper paper = smallest();
  paper.authors.assign(kMaxAuthors, "A");
  paper.categories.assign(kMaxCategories, "c");
  paper.url = "https://" + std::string(kMaxFieldBytes - 8, 'u');
  paper.repository = paper.project_page = paper.url;
  EXPECT_EQ(rejection_of(paper), "");
  EXPECT_EQ(rejection_of(paper_to_json(paper)), "");

  Paper more = paper;
  more.authors.emplace_back("A");
  EXPECT_EQ(rejection_of(more), "authors: has more than 10000 entries");
  more = paper;
  more.categories.emplace_back("c");
  EXPECT_EQ(rejection_of(more), "categories: has more than 100 entries");
  more = smallest();
  more.authors = {std::string(kMaxFieldBytes + 1, 'A')};
  EXPECT_EQ(rejection_of(more), "authors: is longer than 4096 bytes");
  for (std::string Paper::*address : {&Paper::url, &Paper::repository, &Paper::project_page}) {
    more = paper;
    more.*address += 'u';
    EXPECT_NE(rejection_of(more).find("is longer than 4096 bytes"), std::string::npos);
  }
}

TEST(PaperJson, TakesALineOfAMegabyteAndNotAByteMore) {
  const std::string front = R"({"id":"1","title":"T","other":")";
  std::string line = front + std::string(kMaxLineBytes - front.size() - 2, 'x') + "\"}";
  ASSERT_EQ(line.size(), kMaxLineBytes);
  EXPECT_EQ(rejection_of(line), "");
  line.insert(line.size() - 1, " ");
  EXPECT_EQ(rejection_of(line), ": is longer than 1048576 bytes");
}

TEST(PaperJson, TakesNestingToItsLimit) {
  const auto nested = [](int depth) {  // the object is the first level
    return R"({"id":"1","title":"]}[{","x":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_EQ(rejection_of(nested(kMaxJsonDepth)), "");
  EXPECT_EQ(rejection_of(nested(kMaxJsonDepth + 1)), ": is nested deeper than 64");
  EXPECT_EQ(rejection_of(std::string(kMaxLineBytes, '[')), ": is nested deeper than 64");
}

TEST(PaperJson, SurvivesLongNumbers) {
  for (const std::string& number : {std::string(120, '9'), "-" + std::string(120, '9'), "0." + std::string(800, '1')}) {
    EXPECT_EQ(rejection_of(R"({"id":"1","title":"T","x":)" + number + "}"), "") << number;
    EXPECT_EQ(rejection_of(R"({"id":"1","title":"T","upvotes":)" + number + "}"), "upvotes: is not a whole number");
  }
  for (const std::string& number :
       {"1e" + std::string(120, '9'), std::string(100'000, '3'), std::string("1e400"), std::string("-1e-400")}) {
    EXPECT_NE(rejection_of(R"({"id":"1","title":"T","upvotes":)" + number + "}"), "") << "past the range of numbers";
  }
}

TEST(PaperJson, FoldsWhiteSpaceInEveryText) {
  Paper paper = paper_from_json(
      R"({"id":"1","title":" A\n title ","abstract":"a\u0000b\tc\u00a0d","authors":[" A\r\nB "],"url":" http://x "})");
  EXPECT_EQ(paper.title, "A title");
  EXPECT_EQ(paper.abstract, "a b c d");
  EXPECT_EQ(paper.authors, std::vector<std::string>{"A B"});
  EXPECT_EQ(paper.url, "http://x");
}

TEST(PaperJson, LetsNoTextTurnTheDirectionOfWhatFollows) {
  const std::string controls = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
  const std::string marks = "\u200e\u200f\u061c";  // harmless, and Arabic is typed with them
  Paper hostile = smallest();
  hostile.title = "A" + controls + marks + "title, &#x202E;too";
  hostile.authors = {"A " + controls + "B"};
  hostile.venue = controls + "venue";
  hostile.categories = {"cs" + controls};
  hostile.url = "http://x/" + controls;
  hostile.comment = "&#8238;c";
  Paper clean = hostile;
  validate(clean);
  EXPECT_EQ(clean.title, "A" + marks + "title, too");
  EXPECT_EQ(clean.authors, std::vector<std::string>{"A B"});
  EXPECT_EQ(clean.venue, "venue");
  EXPECT_EQ(clean.categories, std::vector<std::string>{"cs"});
  EXPECT_EQ(clean.url, "http://x/");
  EXPECT_EQ(clean.comment, "c");

  Paper named = smallest();
  named.id = "a\u202eb";
  EXPECT_THROW(validate(named), Rejection);
}

TEST(PaperJson, MakesTextOfMarkupInWhatPeopleRead) {
  const std::string markup = "{\\em Erd\\H{o}s}~graphs of <i>n</i> &lt; $\\alpha\\{2\\}$ --\n vertices";
  const std::string text = "Erd\u0151s graphs of n < $\\alpha\\{2\\}$ \u2013 vertices";
  Paper paper = smallest();
  const std::vector<std::string Paper::*> fields = {&Paper::title,   &Paper::abstract,    &Paper::venue,
                                                    &Paper::comment, &Paper::journal_ref, &Paper::report_no};
  for (std::string Paper::*field : fields) paper.*field = markup;
  paper.authors = {markup, "{\\'E}. One", "<b></b>"};
  paper.categories = {"a--b"};
  paper.url = "https://example.org/a--b";
  validate(paper);
  for (std::string Paper::*field : fields) EXPECT_EQ(paper.*field, text);
  EXPECT_EQ(paper.authors, (std::vector<std::string>{text, "\u00c9. One"}));
  EXPECT_EQ(paper.categories, std::vector<std::string>{"a--b"});
  EXPECT_EQ(paper.url, "https://example.org/a--b");
  Paper again = paper;
  validate(again);
  EXPECT_EQ(again, paper);
  EXPECT_EQ(rejection_of(R"({"id":"1","title":"<i> </i>"})"), "title: is missing");
}

TEST(PaperJson, MeasuresTextAndNotItsMarkup) {
  Paper paper = smallest();
  paper.title = "{\\bf " + std::string(kMaxTitleBytes, 'x') + '}';
  EXPECT_EQ(rejection_of(paper), "");
  paper.title = std::string(kMaxTitleBytes, 'x') + "{y}";
  EXPECT_EQ(rejection_of(paper), "title: is longer than 4096 bytes");
}

TEST(PaperJson, WritesTheCanonicalLine) {
  EXPECT_EQ(paper_to_json(smallest()), R"({"id":"1","title":"T"})");
  Paper paper = smallest();
  paper.title = "a < b </script> \u2028 \"q\" \\";
  paper.authors = {"A", "B"};
  paper.published = Date::parse("2024-06");
  paper.upvotes = 0;
  paper.project_page = "https://p";
  EXPECT_EQ(paper_to_json(paper),
            R"({"id":"1","title":"a \u003c b \u003c/script> \u2028 \"q\" \\","authors":["A","B"],)"
            R"("published":"2024-06","upvotes":0,"links":{"project_page":"https://p"}})");
  paper.repository = "https://r";
  paper.withdrawn = true;
  EXPECT_NE(
      paper_to_json(paper).find(R"("links":{"repository":"https://r","project_page":"https://p"},"withdrawn":true})"),
      std::string::npos);
}

}  // namespace
}  // namespace paperdex
