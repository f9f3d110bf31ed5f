// The page as a browser without scripts gets it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/page/html.h"
#include "tests/server/running_server.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

// With what plain_text() leaves: elements that it does not know or that do not end.
Paper hostile_paper() {
  Paper paper = make_paper("x/1\"><script>", "Widgets <script>alert(\"1\") & 'quotes' \xE2\x80\xA8 {q",
                           "A widget abstract with <svg onload=alert(1)> inside.", "2024-06-12");
  paper.authors = {"<b>Mallory", "\"Eve\""};
  paper.categories = {"cs.<i>{{q}}"};
  paper.venue = "<u>Venue";
  paper.url = "https://example.org/\"onmouseover=\"x";
  return paper;
}

std::vector<Paper> some_papers() {
  std::vector<Paper> papers = {hostile_paper()};
  for (int i = 10; i < 35; ++i) {
    Paper paper = make_paper("p" + std::to_string(i), "Gadget number " + std::to_string(i), "On gadgets.",
                             "2023-01-" + std::to_string(i % 18 + 10));
    for (int author = 0; author < i; ++author) paper.authors.push_back("Author" + std::to_string(author));
    paper.categories = {"cs.LG"};
    papers.push_back(paper);
  }
  return papers;
}

class Page : public testing::Test {
 protected:
  static void SetUpTestSuite() { site_ = new RunningSite(some_papers()); }
  static void TearDownTestSuite() { delete site_; }
  static RawResponse get(const std::string& target, const std::string& headers = "") {
    return site_->get(target, headers);
  }
  static RunningSite* site_;
};
RunningSite* Page::site_ = nullptr;

TEST_F(Page, HoldsTheResultsWithoutAScript) {
  const RawResponse page = get("/?q=gadget&sort=newest&from=2023");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("<title>gadget \u2013 Paperdex</title>"), HasSubstr("value=\"gadget\""),
                    HasSubstr("<option value=\"newest\" selected>"), HasSubstr(" papers <span"),
                    HasSubstr("<mark>Gadget</mark> number"), HasSubstr("<time datetime=\"2023-01-27\">"),
                    HasSubstr("href=\"/?q=gadget&amp;sort=newest&amp;from=2023&amp;category=cs.LG\""),
                    HasSubstr("href=\"/?related=p"), HasSubstr("rel=\"next\""), Not(HasSubstr("rel=\"prev\""))));
  EXPECT_THAT(page.body, Not(HasSubstr("{{")));
}

TEST_F(Page, IsTurnedLikeThePagesOfABook) {
  const RawResponse page = get("/?q=gadget&offset=20");
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("21\u201325 of 25 papers"), HasSubstr("href=\"/?q=gadget&amp;offset=10\" rel=\"prev\""),
                    Not(HasSubstr("rel=\"next\""))));
}

TEST_F(Page, FoldsLongListsOfAuthors) {
  EXPECT_THAT(get("/?q=title:10+gadget").body,
              HasSubstr("Author7 <details class=\"more\"><summary>and 2 more</summary>Author8, Author9</details>"));
}

TEST(PageOfAPaperWithManyIds, LinksToEachPlaceThatHasIt) {
  Paper paper = make_paper("2006.15055", "Gizmo");
  paper.doi = "10.1000/a<b>\"";
  paper.ids = {"2020.acl-main.1", "PMC7", "oai:repository.example:1"};
  paper.repository = "https://code.example/r?a=1&b=\"";
  paper.upvotes = 1234;
  paper.withdrawn = true;
  const RunningSite site({paper});
  EXPECT_THAT(
      site.get("/?q=gizmo").body,
      AllOf(
          HasSubstr("<h2><a href=\"https://arxiv.org/abs/2006.15055\" rel=\"noreferrer\"><mark>Gizmo</mark></a></h2>"),
          HasSubstr(
              "<li>1,234 upvotes</li><li><strong>withdrawn</strong></li>"
              "<li><a href=\"https://arxiv.org/abs/2006.15055\" rel=\"noreferrer\" class=\"elsewhere\">arXiv</a></li>"
              "<li><a href=\"https://doi.org/10.1000/a%3Cb%3E%22\" rel=\"noreferrer\" class=\"elsewhere\">DOI</a></li>"
              "<li><a href=\"https://aclanthology.org/2020.acl-main.1\" rel=\"noreferrer\" "
              "class=\"elsewhere\">ACL</a></li>"
              "<li><a href=\"https://pmc.ncbi.nlm.nih.gov/articles/PMC7\" rel=\"noreferrer\" "
              "class=\"elsewhere\">PMC</a></li>"
              "<li><a href=\"https://code.example/r?a=1&amp;b=&quot;\" rel=\"noreferrer\" "
              "class=\"elsewhere\">Code</a></li>"
              "<li><a href=\"/?related=2006.15055\"")));
  for (const char* id : {"10.1000%2Fa%3Cb%3E%22", "https://arxiv.org/abs/2006.15055v1", "PMC7"}) {
    EXPECT_EQ(site.get(std::string("/?related=") + id).status, 200) << id;
  }
}

TEST_F(Page, ShowsTheNewestPapersWhenNothingIsAsked) {
  EXPECT_THAT(get("/").body,
              AllOf(HasSubstr("26 papers, newest first"), HasSubstr("id=\"syntax\">"), HasSubstr("Widgets")));
}

TEST_F(Page, EscapesWhateverAPaperHolds) {
  for (const char* target : {"/", "/?q=widget", "/?related=p10", "/?related=x%2F1%22%3E%3Cscript%3E"}) {
    SCOPED_TRACE(target);
    const RawResponse page = get(target);
    EXPECT_EQ(page.status, 200);
    for (const char* bad : {"<script>", "<svg", "<b>", "<i>", "<u>", "\"onmouseover", "/1\">"}) {
      EXPECT_THAT(page.body, Not(HasSubstr(bad)));
    }
  }
  EXPECT_THAT(get("/?q=widget").body, AllOf(HasSubstr("&lt;script&gt;"), HasSubstr("{{q}}")));
}

TEST_F(Page, EscapesWhateverIsAsked) {
  for (const char* target :
       {"/?q=%22%3E%3Cscript%3E", "/?q=a&category=%22%3E%3Cscript%3E", "/?q=a&from=%22%3E%3Cscript%3E",
        "/?related=%22%3E%3Cscript%3E", "/?%22%3E%3Cscript%3E=1", "/?q=a*&sort=%22%3E%3Cscript%3E"}) {
    SCOPED_TRACE(target);
    EXPECT_THAT(get(target).body, Not(HasSubstr("\"><script>")));
  }
}

TEST_F(Page, HelpsWhenNothingIsFound) {
  EXPECT_THAT(get("/?q=zzzqqq&category=cs.LG").body,
              AllOf(HasSubstr("Nothing found"), HasSubstr("href=\"/?q=zzzqqq\">Search again without the filters")));
}

TEST_F(Page, OffersWhatWasPerhapsMeant) { EXPECT_THAT(get("/?q=gadgte").body, HasSubstr("gadget")); }

TEST_F(Page, ExplainsAMistakeAndKeepsWhatWasTyped) {
  const RawResponse page = get("/?q=kept&from=yesterday");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, AllOf(HasSubstr("The parameter from must be a date"), HasSubstr("value=\"kept\"")));
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(get("/?q=%FF").status, 400);
  EXPECT_EQ(get("/?related=nobody").status, 404);
}

TEST_F(Page, LetsATakenFilterBeTakenOff) {
  EXPECT_THAT(get("/?q=gadget&category=cs.LG&category=cs.CV").body,
              AllOf(HasSubstr("<input type=\"hidden\" name=\"category\" value=\"cs.LG\">"),
                    HasSubstr("href=\"/?q=gadget&amp;category=cs.CV\" class=\"chip\"")));
}

TEST_F(Page, MayLoadNothingFromElsewhere) {
  for (const char* target : {"/", "/?q=%FF", "/?related=p10"}) {
    SCOPED_TRACE(target);
    const RawResponse page = get(target);
    EXPECT_EQ(page.header("Content-Security-Policy"), kPolicy);
    EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(page.header("Referrer-Policy"), "same-origin");
    EXPECT_THAT(page.body, AllOf(Not(HasSubstr(" style=")), Not(HasSubstr(" onclick"))));
  }
}

TEST_F(Page, BringsItsFilesFromTheProgram) {
  struct Case {
    const char* path;
    const char* type;
    const char* part;
  };
  const Case cases[] = {{"/style.css", "text/css; charset=utf-8", "prefers-color-scheme"},
                        {"/app.js", "text/javascript; charset=utf-8", "import"},
                        {"/render.js", "text/javascript; charset=utf-8", "export"},
                        {"/favicon.svg", "image/svg+xml", "<svg"}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.path);
    const RawResponse file = get(c.path);
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.header("Content-Type"), c.type);
    EXPECT_EQ(file.header("X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(file.body, HasSubstr(c.part));
    EXPECT_THAT(file.body, Not(HasSubstr("innerHTML")));
  }
}

TEST_F(Page, AnswersABrowserThatIsLostWithAPage) {
  const RawResponse page = get("/nothing", "Accept: text/html,*/*\r\n");
  EXPECT_EQ(page.status, 404);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(get("/nothing").header("Content-Type"), "application/json");
}

TEST(Html, WritesThousands) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1000), "1,000");
  EXPECT_EQ(with_thousands(1234567), "1,234,567");
}

TEST(Html, FillsEachNameOnce) {
  EXPECT_EQ(fill_template("<{{a}}|{{b}}|{{c}}>", {{"a", "{{b}}"}, {"b", "2"}}), "<{{b}}|2|>");
}

}  // namespace
}  // namespace paperdex
