#include <string>

#include "query/highlight.h"
#include "server/page/html.h"
#include "server/page/layout.h"
#include "server/page/refine.h"

namespace paperdex {
namespace {

// What was typed, where the address can be read.
QueryString typed(const std::string& query) {
  try {
    return QueryString(query);
  } catch (const HttpError&) {
    return {};
  }
}

std::string heading(int status) {
  if (status == 404) return "Not here";
  if (status == 429 || status == 503) return "Not just now";
  return "That did not work";
}

}  // namespace

HttpResponse page_error(const HttpError& error, const Asked& asked) {
  const QueryString params = typed(asked.http.query);
  const std::vector<std::string> texts = params.texts("q");
  PageParts parts;
  parts.title = parts.status = heading(error.status());
  if (!texts.empty()) parts.query = texts.front();
  parts.main = "<div class=\"advice\" id=\"results\"><p>" + escape_html(error.what()) + "</p>";
  if (asked.http.path == "/") {
    parts.main += dates_html(params) + chips_html(params);
  } else if (error.status() == 404 && !asked.id.empty()) {
    QueryString search;
    search.set("q", asked.id);
    parts.main += element("p", link(list_address("/", search), "Search for it"));
  }
  parts.main += "<p>" + link("/", "To the newest papers") + "</p></div>";
  return html_response(render_page(parts), error.status());
}

}  // namespace paperdex
