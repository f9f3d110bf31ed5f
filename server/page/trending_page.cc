#include "query/highlight.h"
#include "server/page/daily.h"
#include "server/page/hit.h"
#include "server/page/html.h"
#include "server/page/layout.h"
#include "server/page/views.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

std::string rising_html(const std::vector<RisingTerm>& terms) {
  if (terms.empty()) return {};
  std::string html;
  for (const RisingTerm& term : terms) {
    QueryString params;
    params.set("q", term.query);
    const std::string counts =
        count_of(term.count, "title") + " now, " + with_thousands(term.count_before) + " in the year before";
    html += element("li", link(list_address("/", params),
                               escape_html(term.text) + " " + element("small", with_thousands(term.count)),
                               attribute("title", counts)));
  }
  return element("section",
                 element("h2", "Words on the rise", " id=\"rising-title\"") + element("ul", html, " class=\"rising\""),
                 " aria-labelledby=\"rising-title\"");
}

std::string papers_html(const Trending& trending) {
  if (trending.papers.empty()) {
    return trending.rising.empty() ? "<p class=\"advice\">Nothing stands out in these days.</p>" : "";
  }
  return element("section",
                 element("h2", "Papers by votes, recent ones weighing more", " id=\"voted-title\"") +
                     element("div", hits_html(trending.papers, {"/", QueryString(), true, 1}), " id=\"results\""),
                 " aria-labelledby=\"voted-title\"");
}

}  // namespace

HttpResponse trending_page(const Services& services, const Asked& asked) {
  const Trending trending = ask(services, asked, cost_of_hits(kPageTrending),
                                [&](Searcher& searcher) { return searcher.trending(kPageTrending); });
  PageParts parts;
  parts.title = "Trending";
  parts.tab = "/trending";
  parts.main = "<div class=\"bar period\"><h1 id=\"status\">Trending</h1><span class=\"small\">" +
               Date::from_day(trending.range.first).to_string() + " to " +
               Date::from_day(trending.range.last).to_string() +
               "</span><button type=\"button\" id=\"hide-seen\" class=\"scripted\" aria-pressed=\"false\">Hide "
               "seen</button></div>" +
               rising_html(trending.rising) + papers_html(trending);
  parts.foot = index_html(trending.index);
  return html_response(render_page(parts));
}

}  // namespace paperdex
