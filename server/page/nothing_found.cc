#include "server/page/nothing_found.h"

#include "query/highlight.h"
#include "server/page/html.h"

namespace paperdex {
namespace {

// The search without a part of it.
QueryString without(const QueryString& params, const Blame& blame) {
  QueryString rest = params;
  if (blame.param == "q") {
    rest.set("q", blame.rest);
  } else if (blame.param == "author") {
    rest.remove("author", blame.text);  // each of them must be there; of the others any
  } else {
    rest.set(blame.param, "");
  }
  return rest;
}

std::string named(const Blame& blame) {
  const std::string text = "<q>" + escape_html(blame.text) + "</q>";
  return blame.param == "q" ? text : "the filter " + escape_html(blame.param) + " " + text;
}

std::string blame_html(const QueryString& params, const SearchResponse& response) {
  std::string html;
  std::size_t shown = 0;
  for (const Blame& blame : response.blame) {
    if (shown == kShownBlame || (blame.count > 0 && blame.without == 0)) continue;
    ++shown;
    std::string line = blame.count == 0 ? "No paper has " + named(blame) + "."
                                        : named(blame) + " is in " + count_of(blame.count, "paper") + ".";
    const std::string address = list_address("/", without(params, blame));
    // What is left must ask for something.
    if (blame.without > 0 && address != "/") {
      line += " " + link(address, "Without it: " + count_of(blame.without, "paper"), " class=\"without\"");
    }
    html += element("li", line);
  }
  return html.empty() ? html : element("ul", html, " id=\"blame\"");
}

}  // namespace

std::string nothing_found_html(const QueryString& params, const SearchResponse& response) {
  const char* const what =
      response.partial ? "None of the papers looked at so far has all of this." : "No paper has all of this.";
  std::string html = "<div class=\"advice\">" + element("p", what) + blame_html(params, response) + "<ul>";
  QueryString words;
  words.set("q", params.text("q").value_or(""));
  if (list_address("/", params) != list_address("/", words)) {
    html += "<li>" + link(list_address("/", words), "Search again without the filters") + "</li>";
  }
  html +=
      "<li>Check the spelling, or use fewer or more common words</li>"
      "<li>A word cut short with a star finds its endings: <code>transform*</code></li></ul></div>";
  return html;
}

}  // namespace paperdex
