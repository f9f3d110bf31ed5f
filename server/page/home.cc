#include "server/page/home.h"

#include "server/page/daily.h"
#include "server/page/html.h"
#include "server/page/layout.h"
#include "server/page/views.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

constexpr char kSyntax[] =
    "<p class=\"syntax\" id=\"syntax\"><code>\"exact phrase\"</code> <code>-without</code> <code>title:word</code> "
    "<code>author:name</code> <code>cat:cs.LG</code> <code>date:2024-01..2024-06</code> <code>prefix*</code></p>";

}  // namespace

HttpResponse home_page(const Services& services, const Asked& asked) {
  DailyRequest request;
  request.limit = kPageHome;
  const Daily daily =
      ask(services, asked, cost_of_hits(request.limit), [&](Searcher& searcher) { return searcher.daily(request); });
  PageParts parts;
  parts.main =
      kSyntax + daily_bar_html(daily, request, QueryString()) + daily_papers_html(daily, request, QueryString());
  if (daily.total > daily.hits.size()) {
    QueryString params;
    params.set("date", period_text(daily.range));
    parts.main += element(
        "nav", link("/daily?" + params.encoded(), "All " + count_of(daily.total, "paper") + " of the day \u2192"),
        " id=\"pages\" aria-label=\"More\"");
  }
  parts.head = kDailyFeed;
  parts.foot = index_html(daily.index);
  return html_response(render_page(parts));
}

}  // namespace paperdex
