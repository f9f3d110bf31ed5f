#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

#include "query/highlight.h"
#include "server/page/hit.h"
#include "server/page/home.h"
#include "server/page/html.h"
#include "server/page/layout.h"
#include "server/page/nothing_found.h"
#include "server/page/refine.h"
#include "server/page/views.h"
#include "server/paper_address.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

std::string count_text(const SearchRequest& request, const SearchResponse& response) {
  std::string total = count_of(response.total, "paper");
  if (!response.total_exact) total.insert(0, request.offset == 0 ? "About " : "about ");
  if (request.offset == 0) return total;
  return with_thousands(request.offset + 1) + "\u2013" + with_thousands(request.offset + response.hits.size()) +
         " of " + total;
}

std::string status_html(const SearchRequest& request, const SearchResponse& response, double took_ms) {
  if (response.hits.empty()) return response.partial ? "Nothing found so far" : "Nothing found";
  char took[32];
  std::snprintf(took, sizeof took, "%.1f ms", took_ms);
  std::string text = count_text(request, response);
  if (request.text.empty()) text += request.sort == Sort::kOldest ? ", oldest first" : ", newest first";
  return escape_html(text) + " " + element("span", took, " class=\"took\"");
}

std::string notes_html(const QueryString& params, const SearchResponse& response) {
  std::string html;
  if (!response.corrected.empty()) {
    QueryString corrected = params;
    corrected.set("q", response.corrected);
    html +=
        element("p", "Did you mean " +
                         link(list_address("/", corrected), escape_html(response.corrected), " class=\"meant\"") + "?");
  }
  for (const SearchResponse::Expansion& expansion : response.expanded) {
    html += element("p", "No paper holds <q>" + escape_html(expansion.term) + "</q>; searched for <q>" +
                             escape_html(expansion.to) + "</q> instead.");
  }
  for (const std::string& warning : response.warnings) html += element("p", escape_html(warning));
  return html;
}

// The address of this list in another form, from its first paper on.
std::string other_form(const std::string& path, const QueryString& params, const std::string& format = "") {
  constexpr std::array<std::string_view, 9> kNames = {"q",      "sort",   "from",  "until",    "category",
                                                      "author", "source", "venue", "half_life"};
  QueryString kept;
  for (const auto& [name, value] : params.items()) {
    if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) kept.add(name, value);
  }
  if (!format.empty()) kept.set("format", format);
  return list_address(path, std::move(kept));
}

// The query and its filters as one query.
std::string as_words(const QueryString& params) {
  std::string words = params.text("q").value_or("");
  const auto add = [&words](const std::string& part) { words += (words.empty() ? "" : " ") + part; };
  constexpr std::pair<const char*, const char*> kAnyOf[] = {{"category", "cat:"}, {"source", "source:"}};
  for (const auto& [name, field] : kAnyOf) {
    std::string any;
    const std::vector<std::string> values = params.texts(name);
    for (const std::string& value : values) any += (any.empty() ? "" : " OR ") + (field + value);
    if (!any.empty()) add(values.size() > 1 ? "(" + any + ")" : any);
  }
  for (const std::string& author : params.texts("author")) add("author:\"" + author + "\"");
  for (const std::string& venue : params.texts("venue")) add("journal:\"" + venue + "\"");
  const std::string from = params.text("from").value_or("");
  const std::string until = params.text("until").value_or("");
  if (!from.empty() || !until.empty()) add("date:" + from + ".." + until);
  return words;
}

std::string menu_html(const Services& services, const QueryString& params) {
  std::string html = "<button type=\"button\" id=\"follow\" class=\"scripted\">Follow in my list</button>";
  html += link(other_form("/feed.atom", params), "Feed (Atom)");
  if (services.mail != nullptr) {
    QueryString followed;
    followed.set("q", as_words(params));
    html += link(list_address("/subscribe", followed), "By mail");
  }
  constexpr std::pair<const char*, const char*> kFormats[] = {
      {"bibtex", "BibTeX"}, {"ris", "RIS"}, {"csl-json", "CSL-JSON"}, {"csv", "CSV"}, {"jsonl", "JSON lines"}};
  for (const auto& [format, label] : kFormats) html += link(other_form("/export", params, format), label, " download");
  html += link(other_form("/api/v1/search", params), "API (JSON)", " id=\"json\"");
  return "<details class=\"menu\" id=\"export\"><summary>Export and follow</summary><div>" + html + "</div></details>";
}

std::string pages_html(const QueryString& params, const SearchRequest& request, const SearchResponse& response) {
  const auto address = [](const std::string& query) { return query.empty() ? "/" : "/?" + query; };
  QueryString lasting = params;
  lasting.set("typing", "");
  std::string html;
  if (const auto query = previous_page(lasting, request)) {
    html += link(address(*query), "\u2190 Previous", " rel=\"prev\"");
  }
  if (const auto query = next_page(lasting, request, response)) {
    html += link(address(*query), "Next \u2192", " rel=\"next\"");
  }
  return html.empty() ? html : element("nav", html, " id=\"pages\" aria-label=\"Pages of results\"");
}

// An answer, and its years without the dates that narrow it, so that these can be widened again.
struct Answer {
  SearchResponse found;
  std::vector<FacetCount> years;
};

Answer search(Searcher& searcher, const SearchRequest& request) {
  Answer answer{searcher.search(request), {}};
  if (!answer.found.facets) return answer;
  answer.years = answer.found.facets->year;
  if (!request.from && !request.until) return answer;
  SearchRequest all = request;
  all.from = all.until = std::nullopt;
  all.limit = 1;
  all.offset = 0;
  all.highlights = all.explain = false;
  SearchResponse wide = searcher.search(all);
  if (wide.partial && !answer.found.partial) {
    answer.found.partial = true;
    answer.found.warnings.emplace_back(kPartialWarning);
  }
  if (wide.facets) answer.years = std::move(wide.facets->year);
  return answer;
}

std::string main_html(const Services& services, const QueryString& params, const SearchRequest& request,
                      const Answer& answer, double took_ms) {
  const SearchResponse& found = answer.found;
  std::string tools = sort_html(request.sort);
  tools += "<button type=\"button\" id=\"hide-seen\" class=\"scripted\" aria-pressed=\"false\">Hide seen</button>";
  tools += menu_html(services, params);
  std::string html = element(
      "div",
      element("h1", status_html(request, found, took_ms), " id=\"status\"") + element("div", tools, " class=\"tools\""),
      " class=\"bar\"");
  html += chips_html(params);
  const std::string notes = notes_html(params, found);
  if (!notes.empty()) html += element("div", notes, " id=\"notes\"");
  const ListLook look{"/", params, false, request.offset + 1};
  std::string column = element(
      "div", found.hits.empty() ? nothing_found_html(params, found) : hits_html(found.hits, look), " id=\"results\"");
  column += pages_html(params, request, found);
  return html + "<div class=\"columns\">" + facets_html(params, found.facets.value_or(Facets()), answer.years) +
         element("div", column, " class=\"found\"") + "</div>";
}

bool asks_nothing(const QueryString& params) {
  for (const auto& [name, value] : params.items()) {
    if (name != "typing" && name != "sort") return false;
  }
  return params.texts("sort").empty() || params.texts("sort").front() == sort_name(Sort::kBlend);
}

}  // namespace

HttpResponse search_page(const Services& services, const Asked& asked) {
  const auto start = std::chrono::steady_clock::now();
  // The address that related papers had once.
  if (const auto id = asked.params.text("related")) return moved_to(paper_address(*id) + "#related");
  if (asks_nothing(asked.params)) return home_page(services, asked);
  SearchRequest request = read_search_request(asked.params);
  if (!asked.params.text("limit"))
    request.limit = std::min(kPageHits, kMaxResults - std::min(request.offset, kMaxResults - 1));
  request.facets = true;
  request.explain = !request.text.empty() && request.limit <= kMaxExplained;
  request.blame = !request.typing;
  // With dates it is two searches.
  const Postings cost = cost_of(services, request) * (request.from || request.until ? 2 : 1);
  const Answer answer = ask(services, asked, cost, [&](Searcher& searcher) { return search(searcher, request); });
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;

  PageParts parts;
  parts.title = request.text.empty() ? "All papers" : request.text;
  parts.query = request.text;
  parts.main = main_html(services, asked.params, request, answer, took.count());
  parts.head = "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"This search\"" +
               attribute("href", other_form("/feed.atom", asked.params)) + ">\n";
  parts.foot = index_html(answer.found.index);
  HttpResponse response = html_response(render_page(parts));
  response.is_whole = !answer.found.partial;
  return response;
}

}  // namespace paperdex
