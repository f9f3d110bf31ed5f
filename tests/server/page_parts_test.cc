// The pieces that pages are made of, and their files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "server/page/html.h"
#include "server/page/layout.h"
#include "server/page/math.h"
#include "server/page/nothing_found.h"
#include "server/page/page_files.h"
#include "server/page/refine.h"
#include "server/paper_address.h"
#include "tests/server/page_site.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Html, WritesThousands) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1000), "1,000");
  EXPECT_EQ(with_thousands(1234567), "1,234,567");
  EXPECT_EQ(count_of(1, "paper"), "1 paper");
  EXPECT_EQ(count_of(2000, "paper"), "2,000 papers");
}

TEST(Html, FillsEachNameOnce) {
  EXPECT_EQ(fill_template("<{{a}}|{{b}}|{{c}}>", {{"a", "{{b}}"}, {"b", "2"}}), "<{{b}}|2|>");
}

TEST(Html, WritesAddressesOfPapers) {
  const std::map<std::string, std::string> cases = {
      {"2006.15055", "/papers/2006.15055"},
      {"hep-th/9901001", "/papers/hep-th/9901001"},
      {"10.1000/a?b#c%", "/papers/10.1000/a%3Fb%23c%25"},
      {"a//b", "/papers/a%2F%2Fb"},
      {"a/./b", "/papers/a%2F.%2Fb"},
      {"a/related", "/papers/a%2Frelated"},
      {"a.json", "/papers/a%2Ejson"},
      {"a.jsonx", "/papers/a.jsonx"},
  };
  for (const auto& [id, address] : cases) EXPECT_EQ(paper_address(id), address);
}

struct MathCase {
  const char* html;
  const char* expected;
};

// Add a row whenever a text surprised its reader.
constexpr MathCase kMathCases[] = {
    {"plain", "plain"},
    {"a $x^2$ b", "a <span class=\"math\">$x^2$</span> b"},
    {"$a &lt; b$ &amp; c", "<span class=\"math\">$a &lt; b$</span> &amp; c"},
    {"costs $5 and $7", "costs $5 and $7"},
    {"costs \\$5 and $7", "costs \\$5 and $7"},
    {"\\(x\\) and \\[y\\]", "<span class=\"math\">\\(x\\)</span> and <span class=\"math\">\\[y\\]</span>"},
    {"<mark>slot</mark> $k$-<mark>means</mark>",
     "<mark>slot</mark> <span class=\"math\">$k$</span>-<mark>means</mark>"},
    {"$5 <mark>slots</mark> $6", "$5 <mark>slots</mark> $6"},
    {"\\emph{x} &lt;b&gt;", "\\emph{x} &lt;b&gt;"},
    {"&#39;$\\beta$&#39;", "&#39;<span class=\"math\">$\\beta$</span>&#39;"},
    {"<b>never there", "&lt;b>never there"},
    {"$$ \\sum_i $$.", "<span class=\"math\">$$ \\sum_i $$</span>."},
    {"an end \\", "an end \\"},
    {"$$ open", "$$ open"},
    {"", ""},
};

TEST(Math, MarksFormulasAndNothingElse) {
  for (const MathCase& c : kMathCases) {
    SCOPED_TRACE(c.html);
    EXPECT_EQ(with_math(c.html), c.expected);
  }
}

TEST(NothingFound, NamesThePartToBlameAndTheWayOn) {
  SearchResponse response;
  response.blame = {{"zzz<", Blame::Kind::kWord, "q", 0, 12, "slot"},
                    {"slot", Blame::Kind::kWord, "q", 300, 1, "zzz<"},
                    {"fine", Blame::Kind::kWord, "q", 5, 0, "x"},
                    {"cs.LG", Blame::Kind::kFilter, "category", 9, 3, ""}};
  const std::string html = nothing_found_html(QueryString("q=slot+zzz%3C&category=cs.LG"), response);
  EXPECT_THAT(html, AllOf(HasSubstr("No paper has <q>zzz&lt;</q>. <a href=\"/?category=cs.LG&amp;q=slot\" "
                                    "class=\"without\">Without it: 12 papers</a>"),
                          HasSubstr("<q>slot</q> is in 300 papers."), Not(HasSubstr("fine")),
                          HasSubstr("the filter category <q>cs.LG</q> is in 9 papers. <a href=\"/?q=slot+zzz%3C\"")));
}

TEST(NothingFound, OffersNoSearchForNothing) {
  SearchResponse response;
  response.blame = {{"zzz", Blame::Kind::kWord, "q", 0, 99, ""}};
  EXPECT_THAT(nothing_found_html(QueryString("q=zzz&offset=20"), response),
              AllOf(HasSubstr("No paper has <q>zzz</q>."), Not(HasSubstr("Without it"))));
}

TEST(YearBars, AreOfTheNewestYears) {
  const auto bars_from = [](int first) {
    std::vector<FacetCount> years = {{"2025", 4}};
    years.push_back({std::to_string(first), 1});
    return year_bars_html(QueryString("q=a"), years);
  };
  const int oldest = 2025 - static_cast<int>(kMaxYearBars) + 1;
  EXPECT_THAT(bars_from(oldest), AllOf(HasSubstr("data-year=\"" + std::to_string(oldest)), Not(HasSubstr("Until"))));
  EXPECT_THAT(bars_from(oldest - 1), HasSubstr("until=" + std::to_string(oldest - 1)));
  EXPECT_EQ(year_bars_html(QueryString(), {{"2025", 4}}), "") << "one year is no chart";
}

TEST(Layout, TakesPagesOfOthers) {
  PageParts parts;
  parts.title = "Mail <";
  parts.status = "Done";
  parts.main = "<p>Here</p>";
  EXPECT_THAT(render_page(parts), AllOf(HasSubstr("<title>Mail &lt; \u2013 Paperdex</title>"),
                                        HasSubstr("<h1 id=\"status\">Done</h1>\n<p>Here</p>"), Not(HasSubstr("{{"))));
}

class PageFiles : public PageTest {};

TEST_F(PageFiles, ComeFromTheProgram) {
  struct Case {
    const char* path;
    const char* type;
    const char* part;
  };
  const Case cases[] = {{"/style.css", "text/css; charset=utf-8", "prefers-color-scheme"},
                        {"/views.css", "text/css; charset=utf-8", "#years"},
                        {"/app.js", "text/javascript; charset=utf-8", "import"},
                        {"/search.js", "text/javascript; charset=utf-8", "AbortController"},
                        {"/favicon.svg", "image/svg+xml", "<svg"}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.path);
    const RawResponse file = get(c.path);
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.header("Content-Type"), c.type);
    EXPECT_EQ(file.header("X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(file.body, HasSubstr(c.part));
  }
  EXPECT_EQ(get("/layout.html").status, 404);
}

TEST_F(PageFiles, NeverMakeMarkupOfText) {
  for (const PageFile& file : own_files()) {
    if (!file.name.ends_with(".js")) continue;
    SCOPED_TRACE(file.name);
    for (const char* bad : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("}) {
      EXPECT_THAT(std::string(file.bytes), Not(HasSubstr(bad)));
    }
  }
}

TEST_F(PageFiles, AreSmall) {
  std::size_t bytes = 0;
  for (const PageFile& file : own_files()) bytes += file.bytes.size();
  EXPECT_LT(bytes, 100'000U) << "before compression; a page of results has 60 kB";
}

TEST_F(PageFiles, HaveMathematicsWhole) {
  if (math_files().empty()) GTEST_SKIP() << "built with PAPERDEX_MATH=OFF";
  EXPECT_EQ(get("/katex/katex.min.css").header("Content-Type"), "text/css; charset=utf-8");
  EXPECT_EQ(get("/katex/katex.min.js").header("Content-Type"), "text/javascript; charset=utf-8");
  const RawResponse font = get("/katex/fonts/KaTeX_Main-Regular.woff2");
  EXPECT_EQ(font.header("Content-Type"), "font/woff2");
  EXPECT_TRUE(font.body.starts_with("wOF2")) << "bytes as they are";
  // It names its own length.
  const auto byte = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(font.body.at(at)));
  };
  EXPECT_EQ(font.body.size(), byte(8) << 24 | byte(9) << 16 | byte(10) << 8 | byte(11));
}

}  // namespace
}  // namespace paperdex
