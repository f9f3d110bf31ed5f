#include "query/highlight.h"
#include "server/page/hit.h"
#include "server/page/html.h"
#include "server/page/layout.h"
#include "server/page/views.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

constexpr char kTools[] =
    "<div class=\"bar period\"><h1 id=\"status\">My list</h1><div class=\"tools scripted\">"
    "<button type=\"button\" id=\"hide-seen\" aria-pressed=\"false\">Hide seen</button>"
    "<details class=\"menu\" id=\"export\"><summary>Export and import</summary><div>"
    "<form id=\"export-list\" action=\"/export\" method=\"post\">"
    "<button name=\"format\" value=\"bibtex\">BibTeX</button><button name=\"format\" value=\"ris\">RIS</button>"
    "<button name=\"format\" value=\"csl-json\">CSL-JSON</button><button name=\"format\" value=\"csv\">CSV</button>"
    "<button name=\"format\" value=\"jsonl\">JSON lines</button></form>"
    "<button type=\"button\" id=\"keep-list\">The list itself</button>"
    "<label class=\"file\">Import a list or ids <input type=\"file\" id=\"take-list\" "
    "accept=\".jsonl,.json,.txt,.ids,text/plain\"></label>"
    "<button type=\"button\" id=\"clear-seen\">Forget what was seen</button>"
    "<button type=\"button\" id=\"clear-list\">Clear the list</button></div></details></div></div>"
    "<p class=\"unscripted advice\">Your list is kept in this browser, by a script: without scripts it cannot be "
    "shown.</p><p id=\"trouble\" hidden></p>";
constexpr char kPlaces[] =
    "<section class=\"scripted\" id=\"followed\" hidden><h2>Followed searches</h2><ul></ul>"
    "<p><a id=\"opml\" href=\"/feeds.opml\">All as feeds (OPML)</a></p></section>"
    "<section class=\"scripted\" aria-labelledby=\"saved-title\"><h2 id=\"saved-title\">Saved papers</h2>"
    "<p id=\"empty\" class=\"advice\">Nothing saved yet. Save a paper with its button, or with the key "
    "<kbd>s</kbd>.</p>"
    "<div id=\"results\"></div><button type=\"button\" id=\"more-saved\" hidden>Show more</button></section>";

// Saved once, and no longer here.
std::string gone_html(const std::string& id) {
  return "<li class=\"hit gone\"" + attribute("data-id", id) + "><h2>" + escape_html(id) +
         "</h2><p class=\"small\">This index does not have it.</p><div class=\"acts\">" + shelf_buttons() +
         "</div></li>";
}

std::vector<std::string> read_ids(const QueryString& params) {
  std::vector<std::string> ids = params.texts("id");
  if (ids.size() > kMaxListed) {
    throw HttpError(400, "too_many_values",
                    "The parameter id may be given " + std::to_string(kMaxListed) + " times at most.", "id");
  }
  return ids;
}

std::string listed_html(const Services& services, const Asked& asked, const std::vector<std::string>& ids) {
  std::string html;
  ask(services, asked, cost_of_hits(ids.size()), [&](Searcher& searcher) {
    for (const std::string& id : ids) {
      std::optional<Paper> paper = searcher.find(id);
      if (!paper) {
        html += gone_html(id);
        continue;
      }
      Hit hit;
      hit.paper = *std::move(paper);
      html += hit_html(hit, {"/", QueryString(), true, 1});
    }
    return true;
  });
  return element("div", element("ol", html, " class=\"hits\""), " id=\"results\"");
}

}  // namespace

HttpResponse list_page(const Services& services, const Asked& asked) {
  const std::vector<std::string> ids = read_ids(asked.params);
  PageParts parts;
  parts.tab = "/list";
  parts.foot = index_html(services.pool.snapshot()->info());
  if (ids.empty()) {
    parts.title = "My list";
    parts.main = std::string(kTools) + kPlaces;
  } else {
    parts.title = parts.status = "A list of " + count_of(ids.size(), "paper");
    parts.main = listed_html(services, asked, ids);
  }
  return html_response(render_page(parts));
}

}  // namespace paperdex
