// A paper's own page.
#include "tests/server/page_site.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Paper gizmo() {
  Paper paper = make_paper("2006.15055", "Gizmo of $x^2$", "It costs $5 and $7, for $\\alpha<1$.", "2020-06-26");
  paper.authors = {"Ann <b>One", "Bo Two"};
  paper.categories = {"cs.LG"};
  paper.doi = "10.1000/a<b>\"";
  paper.ids = {"2020.acl-main.1", "PMC7", "oai:repository.example:1"};
  paper.repository = "https://code.example/r?a=1&b=\"";
  paper.upvotes = 1234;
  paper.withdrawn = true;
  paper.venue = "NeurIPS";
  paper.comment = "12 pages";
  paper.journal_ref = "J. Gizmos 1";
  paper.updated = Date::parse("2020-10-14");
  paper.versions = {*Date::parse("2020-06-26"), *Date::parse("2020-10-14")};
  return paper;
}

class PaperPage : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::vector<Paper> papers = {gizmo(), make_paper("p/a..b", "A gizmo related"), make_paper("odd/../id", "Odd"),
                                 make_paper("ends.bib", "Ends"), make_paper("tale/related", "Tale")};
    site_ = new RunningSite(papers);
  }
  static void TearDownTestSuite() { delete site_; }
  static RunningSite* site_;
};
RunningSite* PaperPage::site_ = nullptr;

TEST_F(PaperPage, SaysAllThatIsKnown) {
  const std::string page = site_->get("/papers/2006.15055").body;
  for (const char* part :
       {"<title>Gizmo of $x^2$ \u2013 Paperdex</title>",
        "<p class=\"withdrawn\">This paper was withdrawn</p>",
        "<h1>Gizmo of <span class=\"math\">$x^2$</span></h1>",
        "<a href=\"/?author=Ann+%3Cb%3EOne\">Ann &lt;b&gt;One</a>, <a href=\"/?author=Bo+Two\">Bo Two</a>",
        "It costs $5 and $7, for <span class=\"math\">$\\alpha&lt;1$</span>.",
        "<li>v2 <time datetime=\"2020-10-14\">2020-10-14</time></li>",
        "<dd>NeurIPS</dd>",
        "<dd>12 pages</dd>",
        "<dd>J. Gizmos 1</dd>",
        "1,234<span class=\"unseen\"> upvotes</span>",
        "<code>PMC7</code>",
        "href=\"https://arxiv.org/pdf/2006.15055\" rel=\"noreferrer\" class=\"place\">PDF<",
        "href=\"https://doi.org/10.1000/a%3Cb%3E%22\"",
        "href=\"https://aclanthology.org/2020.acl-main.1\"",
        "href=\"https://pmc.ncbi.nlm.nih.gov/articles/PMC7\"",
        "href=\"https://code.example/r?a=1&amp;b=&quot;\"",
        "href=\"/papers/2006.15055.bib\" class=\"copy\">BibTeX<",
        "href=\"/papers/2006.15055.ris\"",
        "href=\"/papers/2006.15055.json\"",
        "id=\"related-title\">Related papers<",
        "A gizmo related"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
}

TEST_F(PaperPage, TellsProgramsWhatToCite) {
  const std::string page = site_->get("/papers/2006.15055", "Host: papers.example\r\n").body;
  for (const char* tag :
       {"<meta name=\"citation_title\" content=\"Gizmo of $x^2$\">",
        "<meta name=\"citation_author\" content=\"Ann &lt;b&gt;One\">",
        "<meta name=\"citation_author\" content=\"Bo Two\">", "<meta name=\"citation_date\" content=\"2020/06/26\">",
        "<meta name=\"citation_arxiv_id\" content=\"2006.15055\">",
        "<meta name=\"citation_doi\" content=\"10.1000/a&lt;b&gt;&quot;\">",
        "<meta name=\"citation_pdf_url\" content=\"https://arxiv.org/pdf/2006.15055\">",
        "title=\"Related papers\" href=\"/papers/2006.15055/related.atom\""}) {
    EXPECT_THAT(page, HasSubstr(tag));
  }
  EXPECT_THAT(page, HasSubstr("/papers/2006.15055\">\n<link rel=\"alternate\"")) << "the canonical address";
}

TEST_F(PaperPage, IsFoundByAnyOfItsIdsAtOneAddress) {
  for (const char* id :
       {"2006.15055v2", "arXiv:2006.15055", "https://arxiv.org/abs/2006.15055v1", "10.1000%2Fa%3Cb%3E%22", "PMC7"}) {
    SCOPED_TRACE(id);
    const RawResponse answer = site_->get(std::string("/papers/") + id);
    EXPECT_EQ(answer.status, 308);
    EXPECT_EQ(answer.header("Location"), "/papers/2006.15055");
  }
  EXPECT_EQ(site_->get("/?related=PMC7").header("Location"), "/papers/PMC7#related");
  const RawResponse unknown = site_->get("/papers/no/body");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, AllOf(HasSubstr("no paper with the id no/body"), HasSubstr("href=\"/?q=no%2Fbody\"")));
}

TEST_F(PaperPage, HasAnAddressWhateverItsIdIs) {
  for (const char* address :
       {"/papers/p/a..b", "/papers/odd%2F..%2Fid", "/papers/ends%2Ebib", "/papers/tale%2Frelated"}) {
    SCOPED_TRACE(address);
    const RawResponse page = site_->get(address);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr(std::string(address) + "\">\n<link rel=\"alternate\""));
  }
}

TEST_F(PaperPage, LeavesOutWhatIsNotKnown) {
  EXPECT_THAT(site_->get("/papers/ends%2Ebib").body,
              AllOf(Not(HasSubstr("citation_author")), Not(HasSubstr("<dt>Venue")), Not(HasSubstr("withdrawn\"")),
                    HasSubstr("give no abstract")));
}

}  // namespace
}  // namespace paperdex
