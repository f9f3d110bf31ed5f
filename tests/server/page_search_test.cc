// The search as a browser without scripts gets it, and what all pages have in common.
#include "tests/server/page_site.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

class Page : public PageTest {};

TEST_F(Page, HoldsTheResultsWithoutAScript) {
  const RawResponse page = get("/?q=gadget&sort=newest&from=2023");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("<title>gadget \u2013 Paperdex</title>"), HasSubstr("name=\"q\" value=\"gadget\""),
                    HasSubstr("<option value=\"newest\" selected>"), HasSubstr("25 papers <span class=\"took\""),
                    HasSubstr("<mark>Gadget</mark> number"), HasSubstr("<time datetime=\"2023-01-27\">"),
                    HasSubstr("href=\"/?q=gadget&amp;sort=newest&amp;from=2023&amp;category=cs.LG\""),
                    HasSubstr("<h2><a href=\"/papers/p17\">"), HasSubstr("href=\"/papers/p17#related\""),
                    HasSubstr("rel=\"next\""), Not(HasSubstr("rel=\"prev\""))));
  EXPECT_THAT(page.body, Not(HasSubstr("{{")));
}

TEST_F(Page, IsTurnedLikeThePagesOfABook) {
  EXPECT_THAT(get("/?q=gadget&offset=20&typing=1").body,
              AllOf(HasSubstr("21\u201325 of 25 papers"), HasSubstr("<ol class=\"hits\" start=\"21\">"),
                    HasSubstr("href=\"/?q=gadget\" rel=\"prev\""), Not(HasSubstr("rel=\"next\""))));
  EXPECT_THAT(get("/?q=gadget&offset=990").body, HasSubstr("Nothing found"));
  EXPECT_EQ(get("/?q=gadget&offset=1000").status, 400);
}

TEST_F(Page, FoldsLongListsOfAuthors) {
  EXPECT_THAT(get("/?q=title:10+gadget").body,
              HasSubstr("Author7 <details class=\"more\"><summary>and 2 more</summary>Author8, Author9</details>"));
}

TEST_F(Page, SaysWhyAPaperIsThere) {
  EXPECT_THAT(get("/?q=gadget+quotes").body,
              AllOf(HasSubstr("<details class=\"why\"><summary>Why?</summary><p>title and abstract: <b>gadget</b>"),
                    HasSubstr("title: <b>quotes</b>"), HasSubstr("recency +")));
  EXPECT_THAT(get("/?category=cs.LG").body, Not(HasSubstr("Why?")));
}

TEST_F(Page, TakesOffEachFilterByItsOwnChip) {
  const std::string page =
      get("/?q=gadget&from=2023&until=2024-06&category=cs.LG&category=cs.CV&author=Author1&source=x").body;
  for (const char* chip :
       {"href=\"/?q=gadget&amp;until=2024-06&amp;category=cs.LG&amp;category=cs.CV&amp;author=Author1&amp;source=x\" "
        "class=\"chip\" aria-label=\"Remove the filter from 2023\"",
        "class=\"chip\" aria-label=\"Remove the filter until 2024-06\"",
        "class=\"chip\" aria-label=\"Remove the filter cs.LG\"",
        "class=\"chip\" aria-label=\"Remove the filter cs.CV\"",
        "class=\"chip\" aria-label=\"Remove the filter by Author1\"",
        "class=\"chip\" aria-label=\"Remove the filter from x\"",
        "<input type=\"hidden\" form=\"search\" name=\"category\" value=\"cs.LG\">"}) {
    EXPECT_THAT(page, HasSubstr(chip));
  }
}

TEST_F(Page, CountsByYearCategoryAndSource) {
  const std::string page = get("/?q=gadget+widget&category=cs.LG&category=cs.%3Ci%3E%7B%7Bq%7D%7D").body;
  EXPECT_THAT(page, AllOf(HasSubstr("data-year=\"2023\" tabindex=\"-1\" aria-label=\"2023: 25 papers\" class=\"on\""),
                          HasSubstr("aria-label=\"2024: 1 paper\""), HasSubstr("<span>cs.LG</span><span>25</span>"),
                          HasSubstr("aria-current=\"true\"><span>cs.LG</span>")));
  EXPECT_THAT(get("/?q=gadget+widget&from=2024").body, AllOf(HasSubstr("aria-label=\"2023: 25 papers\">"),
                                                             HasSubstr("aria-label=\"2024: 1 paper\" class=\"on\"")))
      << "the bars outlast the dates, so that these can be widened";
}

TEST_F(Page, GivesTheListInOtherForms) {
  const std::string page = get("/?q=a%26b+gadget&category=cs.LG&typing=1&limit=5&offset=1&explain=1").body;
  for (const char* address : {"href=\"/export?q=a%26b+gadget&amp;category=cs.LG&amp;format=bibtex\"",
                              "&amp;format=ris\"", "&amp;format=csl-json\"", "&amp;format=csv\"", "&amp;format=jsonl\"",
                              "type=\"application/atom+xml\" title=\"This search\" "
                              "href=\"/feed.atom?q=a%26b+gadget&amp;category=cs.LG\"",
                              "href=\"/api/v1/search?q=a%26b+gadget&amp;category=cs.LG\""}) {
    EXPECT_THAT(page, HasSubstr(address));
  }
  EXPECT_THAT(page, Not(HasSubstr("/subscribe"))) << "there is no mail here";
}

TEST_F(Page, ShowsTheNewestDayWhenNothingIsAsked) {
  for (const char* target : {"/", "/?q=&sort=blend&from=", "/?typing=1"}) {
    SCOPED_TRACE(target);
    EXPECT_THAT(get(target).body, AllOf(HasSubstr("Wednesday, 12 June 2024"), HasSubstr("id=\"syntax\""),
                                        HasSubstr("Widgets"), Not(HasSubstr("Gadget"))));
  }
  EXPECT_THAT(get("/?sort=oldest").body, HasSubstr("26 papers, oldest first"));
}

TEST_F(Page, EscapesWhateverAPaperHolds) {
  for (const char* target : {"/", "/?q=widget", "/daily", "/trending", "/papers/p10", "/papers/x%2F1%22%3E%3Cscript%3E",
                             "/list?id=x%2F1%22%3E%3Cscript%3E&id=%22%3E%3Cscript%3E"}) {
    SCOPED_TRACE(target);
    const RawResponse page = get(target);
    EXPECT_EQ(page.status, 200);
    for (const char* bad : {"<script>", "<svg on", "<b>M", "<i>", "<u>", "\"onmouseover", "/1\">"}) {
      EXPECT_THAT(page.body, Not(HasSubstr(bad)));
    }
  }
  EXPECT_THAT(get("/?q=widget").body, AllOf(HasSubstr("&lt;script&gt;"), HasSubstr("{{q}}")));
}

TEST_F(Page, EscapesWhateverIsAsked) {
  for (const char* target :
       {"/?q=%22%3E%3Cscript%3E", "/?q=a&category=%22%3E%3Cscript%3E", "/?q=a&from=%22%3E%3Cscript%3E",
        "/papers/%22%3E%3Cscript%3E", "/?%22%3E%3Cscript%3E=1", "/?q=a*&sort=%22%3E%3Cscript%3E",
        "/daily?topic=%22%3E%3Cscript%3E&category=%22%3E%3Cscript%3E", "/daily?date=%22%3E%3Cscript%3E"}) {
    SCOPED_TRACE(target);
    EXPECT_THAT(get(target).body, Not(HasSubstr("\"><script>")));
  }
}

TEST_F(Page, HelpsWhenNothingIsFound) {
  EXPECT_THAT(get("/?q=zzzqqq&category=cs.LG").body,
              AllOf(HasSubstr("Nothing found"), HasSubstr("href=\"/?q=zzzqqq\">Search again without the filters")));
}

TEST_F(Page, OffersWhatWasPerhapsMeant) {
  EXPECT_THAT(get("/?q=gadgte&category=cs.LG").body,
              HasSubstr("Did you mean <a href=\"/?category=cs.LG&amp;q=gadget\" class=\"meant\">gadget</a>?"));
}

TEST_F(Page, ExplainsAMistakeAndKeepsWhatWasTyped) {
  const RawResponse page = get("/?q=kept&from=yesterday");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, AllOf(HasSubstr("The parameter from must be a date"), HasSubstr("value=\"kept\""),
                               HasSubstr("value=\"yesterday\"")));
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(get("/?q=%FF").status, 400);
}

TEST_F(Page, MayLoadNothingFromElsewhere) {
  for (const char* target : {"/", "/?q=gadget", "/?q=%FF", "/papers/p10", "/daily", "/trending", "/list"}) {
    SCOPED_TRACE(target);
    const RawResponse page = get(target);
    EXPECT_EQ(page.header("Content-Security-Policy"), kPolicy);
    EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(page.header("Referrer-Policy"), "same-origin");
    EXPECT_THAT(page.body, AllOf(Not(HasSubstr(" style=")), Not(HasSubstr(" onclick")), Not(HasSubstr("<style"))));
  }
}

TEST_F(Page, AnswersABrowserThatIsLostWithAPage) {
  const RawResponse page = get("/nothing", "Accept: text/html,*/*\r\n");
  EXPECT_EQ(page.status, 404);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(get("/nothing").header("Content-Type"), "application/json");
}

}  // namespace
}  // namespace paperdex
