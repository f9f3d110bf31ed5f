#include <algorithm>
#include <utility>

#include "query/highlight.h"
#include "server/daily_params.h"
#include "server/page/daily.h"
#include "server/page/html.h"
#include "server/page/layout.h"
#include "server/page/views.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

constexpr std::pair<DailySort, std::pair<const char*, const char*>> kSorts[] = {
    {DailySort::kUpvotes, {"upvotes", "Upvotes"}},
    {DailySort::kRelevance, {"relevance", "Relevance to a topic"}},
    {DailySort::kNewest, {"newest", "Newest"}}};

std::string chips(const QueryString& params) {
  std::string html;
  for (const std::string& category : params.texts("category")) {
    QueryString rest = params;
    rest.remove("category", category);
    const std::string shown = escape_html(category);
    html += element("li", link(list_address("/daily", rest), shown + " <span aria-hidden=\"true\">\u00d7</span>",
                               " class=\"chip\" aria-label=\"Remove the filter " + shown + "\""));
  }
  return html.empty() ? html : element("ul", html, " id=\"chips\" aria-label=\"Filters\"");
}

// The same list in other forms.
std::string menu_html(const DailyRequest& request, const std::string& period, const QueryString& params) {
  QueryString kept;
  for (const char* name : {"sort", "topic", "category"}) {
    for (const std::string& value : params.texts(name)) kept.add(name, value);
  }
  if (request.topic.empty()) kept.remove("sort", "relevance");
  std::string html = link(list_address("/daily.atom", kept), "Feed (Atom)");
  kept.set("daily", period);
  if (!request.topic.empty()) kept.set("sort", "relevance");
  constexpr std::pair<const char*, const char*> kFormats[] = {
      {"bibtex", "BibTeX"}, {"ris", "RIS"}, {"csl-json", "CSL-JSON"}, {"csv", "CSV"}, {"jsonl", "JSON lines"}};
  for (const auto& [format, label] : kFormats) {
    kept.set("format", format);
    html += link(list_address("/export", kept), label, " download");
  }
  return "<details class=\"menu\" id=\"export\"><summary>Export and follow</summary><div>" + html + "</div></details>";
}

// The day, the topic and the order; categories go along.
std::string form_html(const Daily& daily, const DailyRequest& request, const QueryString& params) {
  const PeriodKind kind = kind_of_period(daily.range).value_or(PeriodKind::kDay);
  const std::string period = period_text(daily.range);
  std::string html;
  if (kind == PeriodKind::kDay) {
    html += "<label>Day <input type=\"date\" name=\"date\"" + attribute("value", period) + "></label>";
  } else if (kind == PeriodKind::kWeek) {
    html += "<label>Week <input type=\"week\" name=\"week\"" + attribute("value", period) + "></label>";
  } else {
    html += "<label>Month <input type=\"month\" name=\"month\"" + attribute("value", period) + "></label>";
  }
  html +=
      "<label class=\"topic\">Topic <input type=\"text\" name=\"topic\" maxlength=\"512\" placeholder=\"slot "
      "attention\"" +
      attribute("value", request.topic) + "></label>";
  std::string options;
  for (const auto& [sort, names] : kSorts) {
    // A topic that is typed now is to be the order, unless another was chosen.
    const bool is_default = request.topic.empty() && sort == DailySort::kUpvotes;
    options += element("option", names.second,
                       attribute("value", is_default ? "" : names.first) + (sort == request.sort ? " selected" : ""));
  }
  html += "<label>Order <select name=\"sort\">" + options + "</select></label>";
  for (const std::string& category : params.texts("category")) {
    html += "<input type=\"hidden\" name=\"category\"" + attribute("value", category) + ">";
  }
  html += "<button>Show</button>" + menu_html(request, period, params);
  return "<form action=\"/daily\" method=\"get\" class=\"asked\" id=\"daily\">" + html + "</form>";
}

std::string pages_html(const Daily& daily, const DailyRequest& request, QueryString params) {
  std::string html;
  const auto add = [&](std::size_t offset, const char* label, const char* rel) {
    params.set("offset", offset == 0 ? "" : std::to_string(offset));
    const std::string query = params.encoded();
    html += link(query.empty() ? "/daily" : "/daily?" + query, label, rel);
  };
  const std::size_t seen = request.offset + daily.hits.size();
  // The address names the period, for the newest day may be another by then.
  if (!request.range) params = with_period(std::move(params), daily.range);
  if (request.offset > 0)
    add(request.offset - std::min(request.offset, kPageDaily), "\u2190 Previous", " rel=\"prev\"");
  if (seen < daily.total && seen < kMaxResults && !daily.hits.empty()) add(seen, "Next \u2192", " rel=\"next\"");
  return html.empty() ? html : element("nav", html, " id=\"pages\" aria-label=\"Pages of papers\"");
}

}  // namespace

HttpResponse daily_page(const Services& services, const Asked& asked) {
  const DailyRequest request = read_daily_request(asked.params, kPageDaily);
  const Daily daily =
      ask(services, asked, cost_of(services, request), [&](Searcher& searcher) { return searcher.daily(request); });
  PageParts parts;
  parts.title = period_title(daily.range);
  parts.tab = "/daily";
  parts.head = kDailyFeed;
  parts.main = daily_bar_html(daily, request, asked.params) + form_html(daily, request, asked.params) +
               chips(asked.params) + (daily.partial ? element("p", kPartialWarning, " class=\"advice\"") : "") +
               element("p", count_of(daily.total, "paper"), " class=\"small\" id=\"count\"") +
               daily_papers_html(daily, request, asked.params) + pages_html(daily, request, asked.params);
  parts.foot = index_html(daily.index);
  HttpResponse response = html_response(render_page(parts));
  response.is_whole = !daily.partial;
  return response;
}

}  // namespace paperdex
