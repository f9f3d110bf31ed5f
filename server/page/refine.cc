#include "server/page/refine.h"

#include <algorithm>
#include <utility>

#include "query/highlight.h"
#include "server/page/html.h"

namespace paperdex {
namespace {

constexpr char kDateRule[] =
    " inputmode=\"numeric\" maxlength=\"10\" pattern=\"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\" "
    "title=\"A year, month or day: 2024, 2024-06 or 2024-06-12\" autocomplete=\"off\" form=\"search\"";

std::string first_of(const QueryString& params, const std::string& name) {
  const std::vector<std::string> all = params.texts(name);
  return all.empty() ? std::string() : all.front();
}

std::string chip(const QueryString& without, const std::string& text) {
  const std::string shown = escape_html(text);
  return "<li>" +
         link(list_address("/", without), shown + " <span aria-hidden=\"true\">\u00d7</span>",
              " class=\"chip\" aria-label=\"Remove the filter " + shown + "\"") +
         "</li>";
}

std::string hidden(const std::string& name, const std::string& value) {
  return "<input type=\"hidden\" form=\"search\"" + attribute("name", name) + attribute("value", value) + ">";
}

std::string facet_item(const QueryString& params, const std::string& name, const FacetCount& facet) {
  const std::vector<std::string> chosen = params.texts(name);
  const bool is_on = std::find(chosen.begin(), chosen.end(), facet.value) != chosen.end();
  QueryString changed = params;
  changed.remove(name, facet.value);
  if (!is_on) changed.add(name, facet.value);
  return element("li", link(list_address("/", changed),
                            element("span", escape_html(facet.value)) + element("span", with_thousands(facet.count)),
                            is_on ? " aria-current=\"true\"" : ""));
}

std::string facet_html(const QueryString& params, const std::string& title, const std::string& name,
                       const std::vector<FacetCount>& values) {
  if (values.empty()) return {};
  std::string html;
  std::string rest;
  for (std::size_t i = 0; i < values.size(); ++i)
    (i < kShownFacets ? html : rest) += facet_item(params, name, values[i]);
  html = element("ul", html, " class=\"facet\"");
  if (!rest.empty()) {
    html += element("details",
                    "<summary>" + std::to_string(values.size() - kShownFacets) + " more</summary>" +
                        element("ul", rest, " class=\"facet\""),
                    attribute("id", "more-" + name));
  }
  return element("section", element("h2", title) + html);
}

}  // namespace

std::string chips_html(const QueryString& params) {
  std::string html;
  std::string fields;
  for (const auto& [name, label] : {std::pair{"from", "from "}, std::pair{"until", "until "}}) {
    const std::string value = first_of(params, name);
    if (value.empty()) continue;
    QueryString without = params;
    without.set(name, "");
    html += chip(without, label + value);
  }
  for (const auto& [name, label] :
       {std::pair{"category", ""}, std::pair{"author", "by "}, std::pair{"source", "from "}}) {
    for (const std::string& value : params.texts(name)) {
      QueryString without = params;
      without.remove(name, value);
      html += chip(without, label + value);
      fields += hidden(name, value);
    }
  }
  if (html.empty()) return {};
  return element("ul", html, " id=\"chips\" aria-label=\"Filters\"") + fields;
}

std::string dates_html(const QueryString& params) {
  const auto field = [&](const std::string& name, const std::string& label, const std::string& example) {
    return element("label", label + " <input type=\"text\"" + attribute("id", name) + attribute("name", name) +
                                attribute("value", first_of(params, name)) + attribute("placeholder", example) +
                                kDateRule + ">");
  };
  return "<div class=\"dates\">" + field("from", "From", "2020") + field("until", "until", "2024-06") +
         "<button form=\"search\" class=\"unscripted\">Apply</button></div>";
}

std::string sort_html(Sort chosen) {
  constexpr std::pair<Sort, const char*> kOptions[] = {{Sort::kBlend, "Best match"},
                                                       {Sort::kRelevance, "Relevance"},
                                                       {Sort::kNewest, "Newest"},
                                                       {Sort::kOldest, "Oldest"},
                                                       {Sort::kUpdated, "Updated"}};
  std::string html;
  for (const auto& [sort, label] : kOptions) {
    html += element("option", label, attribute("value", sort_name(sort)) + (sort == chosen ? " selected" : ""));
  }
  return "<label class=\"order\">Order <select name=\"sort\" id=\"sort\" form=\"search\">" + html + "</select></label>";
}

std::string facets_html(const QueryString& params, const Facets& facets, const std::vector<FacetCount>& years) {
  std::string html = element("section", element("h2", "Year") + year_bars_html(params, years) + dates_html(params));
  html += facet_html(params, "Category", "category", facets.category);
  if (facets.source.size() > 1 || !params.texts("source").empty()) {
    html += facet_html(params, "Source", "source", facets.source);
  }
  if (!facets.exact) {
    html += "<p class=\"small\">Counted over the first " + with_thousands(kMaxFacetMatches) + " papers.</p>";
  }
  return "<details id=\"refine\"><summary>Refine</summary><div class=\"panel\">" + html + "</div></details>";
}

}  // namespace paperdex
