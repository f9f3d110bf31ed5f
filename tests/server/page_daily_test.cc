// Lists of a day, a week and a month, what is trending, and reading lists.
#include "server/page/views.h"
#include "tests/server/page_site.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Paper shown(const std::string& id, const std::string& title, const std::string& day, std::int64_t upvotes) {
  Paper paper = make_paper(id, title, "On <" + title + ">.", day);
  paper.shown = Date::parse(day);
  paper.upvotes = upvotes;
  paper.categories = {"cs.LG"};
  return paper;
}

class DailyPage : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::vector<Paper> papers = {shown("a", "Apple", "2025-03-03", 3), shown("b", "Banana", "2025-03-04", 1),
                                 shown("c", "Cherry", "2025-03-04", 9), shown("d", "Date", "2025-02-10", 2)};
    for (int i = 0; i < 60; ++i) papers.push_back(shown("m" + std::to_string(i), "Many", "2024-12-31", i));
    site_ = new RunningSite(papers);
  }
  static void TearDownTestSuite() { delete site_; }
  static RawResponse get(const std::string& target) { return site_->get(target); }
  static RunningSite* site_;
};
RunningSite* DailyPage::site_ = nullptr;

TEST_F(DailyPage, ShowsADayWithItsNeighbours) {
  const std::string page = get("/daily?date=2025-03-03").body;
  EXPECT_THAT(page,
              AllOf(HasSubstr("<h1 id=\"status\">Monday, 3 March 2025</h1>"), HasSubstr("Apple"),
                    Not(HasSubstr(">Banana<")), HasSubstr("href=\"/daily?date=2025-02-10\" aria-label=\"Earlier: "),
                    HasSubstr("href=\"/daily?date=2025-03-04\" aria-label=\"Later: Tuesday, 4 March 2025\""),
                    HasSubstr("href=\"/daily?week=2025-W10\""), HasSubstr("href=\"/daily?month=2025-03\""),
                    HasSubstr("<summary>Abstract</summary><p>On &lt;Apple&gt;.</p>"),
                    HasSubstr("type=\"date\" name=\"date\" value=\"2025-03-03\"")));
}

TEST_F(DailyPage, IsOfTheNewestDayUnlessAsked) {
  const std::string page = get("/daily").body;
  EXPECT_LT(page.find(">Cherry<"), page.find(">Banana<")) << "by upvotes";
  EXPECT_THAT(page, AllOf(HasSubstr("Tuesday, 4 March 2025"), HasSubstr("href=\"/daily.atom\""),
                          HasSubstr("href=\"/export?daily=2025-03-04&amp;format=bibtex\"")));
}

TEST_F(DailyPage, ShowsWeeksAndMonths) {
  EXPECT_THAT(get("/daily?week=2025-W10").body,
              AllOf(HasSubstr("3 to 9 March 2025"), HasSubstr("href=\"/daily?week=2025-W07\""), HasSubstr("3 papers")));
  EXPECT_THAT(get("/daily?week=2025-W01").body, HasSubstr("30 December 2024 to 5 January 2025"));
  EXPECT_THAT(get("/daily?month=2025-03").body,
              AllOf(HasSubstr(">March 2025<"),
                    HasSubstr("href=\"/daily?month=2025-02\" aria-label=\"Earlier: February 2025\"")));
}

TEST_F(DailyPage, IsTurnedAndKeepsTheRest) {
  const std::string first = get("/daily?date=2024-12-31&category=cs.LG&sort=newest").body;
  EXPECT_THAT(first, AllOf(HasSubstr("60 papers"),
                           HasSubstr("date=2024-12-31&amp;category=cs.LG&amp;sort=newest&amp;offset=50\" rel=\"next\""),
                           HasSubstr("class=\"chip\" aria-label=\"Remove the filter cs.LG\"")));
  EXPECT_THAT(get("/daily?date=2024-12-31&offset=50").body,
              AllOf(HasSubstr("href=\"/daily?date=2024-12-31\" rel=\"prev\""), HasSubstr("start=\"51\"")));
}

TEST_F(DailyPage, OrdersByATopic) {
  const std::string page = get("/daily?date=2025-03-04&topic=banana").body;
  EXPECT_LT(page.find("/papers/b\""), page.find("/papers/c\""));
  EXPECT_THAT(page, AllOf(HasSubstr("<option value=\"relevance\" selected>"), HasSubstr("value=\"banana\"")));
}

TEST_F(DailyPage, RefusesWhatIsNoPeriod) {
  for (const char* target : {"/daily?date=2025-03", "/daily?week=2025-03", "/daily?month=2025-W10", "/daily?date=x",
                             "/daily?date=2025-03-04&week=2025-W10", "/daily?sort=best", "/daily?offset=1000"}) {
    SCOPED_TRACE(target);
    const RawResponse page = get(target);
    EXPECT_EQ(page.status, 400);
    EXPECT_THAT(page.body, HasSubstr("<title>That did not work"));
  }
  EXPECT_THAT(get("/daily?date=2025-03-02").body, HasSubstr("No papers here."));
}

TEST_F(DailyPage, HasWhatIsTrending) {
  EXPECT_THAT(get("/trending").body, AllOf(HasSubstr("<h1 id=\"status\">Trending</h1>"), HasSubstr("Cherry")));
}

TEST_F(DailyPage, ListsPapersInTheOrderOfTheirIds) {
  const std::string page = get("/list?id=c&id=nobody&id=a").body;
  EXPECT_LT(page.find("Cherry"), page.find("nobody"));
  EXPECT_LT(page.find("nobody"), page.find("Apple"));
  EXPECT_THAT(page, HasSubstr("This index does not have it."));
  EXPECT_THAT(get("/list").body,
              AllOf(HasSubstr("kept in this browser, by a script"), HasSubstr("action=\"/export\"")));
}

TEST_F(DailyPage, ListsSoManyAtOnce) {
  std::string target = "/list?id=a";
  for (std::size_t i = 1; i < kMaxListed; ++i) target += "&id=b";
  EXPECT_EQ(get(target).status, 200);
  EXPECT_EQ(get(target + "&id=b").status, 400);
}

}  // namespace
}  // namespace paperdex
