#include "server/page/page.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>

#include "query/highlight.h"
#include "query/paper_links.h"
#include "server/api/native.h"
#include "server/http_error.h"
#include "server/page/html.h"
#include "server/page/page_files.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

constexpr char kPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

using Values = std::map<std::string, std::string, std::less<>>;

std::string_view page_template() {
  for (const PageFile& file : page_files()) {
    if (file.name == kPageTemplate) return file.bytes;
  }
  return {};
}

std::string element(const std::string& tag, const std::string& inner) {
  return "<" + tag + ">" + inner + "</" + tag + ">";
}

std::string link(const std::string& address, const std::string& inner, const std::string& attributes = "") {
  return "<a href=\"" + escape_html(address) + "\"" + attributes + ">" + inner + "</a>";
}

// An address of the page; its first page of results, for another search does not start at the old one's offset.
std::string page_address(QueryString params, bool keep_offset = false) {
  if (!keep_offset) params.set("offset", "");
  params.set("typing", "");
  const std::string query = params.encoded();
  return query.empty() ? "/" : "/?" + query;
}

std::string sort_options(Sort chosen) {
  struct Option {
    Sort sort;
    const char* label;
  };
  constexpr Option kOptions[] = {{Sort::kBlend, "Best match"},
                                 {Sort::kRelevance, "Relevance"},
                                 {Sort::kNewest, "Newest"},
                                 {Sort::kOldest, "Oldest"}};
  std::string html;
  for (const Option& option : kOptions) {
    html += std::string("<option value=\"") + sort_name(option.sort) + "\"" +
            (option.sort == chosen ? " selected" : "") + ">" + option.label + "</option>";
  }
  return html;
}

// Each filter of the address: sent along by the form, and a link that takes it off.
std::string filter_chips(const QueryString& params) {
  std::string html;
  for (const char* name : {"category", "author", "source"}) {
    for (const std::string& value : params.texts(name)) {
      QueryString without = params;
      without.remove(name, value);
      const std::string shown = escape_html(value);
      html += std::string("<input type=\"hidden\" name=\"") + name + "\" value=\"" + shown + "\">";
      html += link(page_address(without), shown + " <span aria-hidden=\"true\">\u00d7</span>",
                   " class=\"chip\" aria-label=\"Remove the filter " + shown + "\"");
    }
  }
  return html;
}

std::string authors_html(const std::vector<std::string>& authors) {
  std::string html;
  for (std::size_t i = 0; i < authors.size(); ++i) {
    if (i == kShownAuthors) {
      html += " <details class=\"more\"><summary>and " + std::to_string(authors.size() - i) + " more</summary>";
    } else if (i > 0) {
      html += ", ";
    }
    html += escape_html(authors[i]);
  }
  if (authors.size() > kShownAuthors) html += "</details>";
  return html.empty() ? html : "<div class=\"authors\">" + html + "</div>";
}

// Where its title leads.
std::string main_address(const Paper& paper, const std::vector<PaperLink>& links) {
  return paper.url.empty() && !links.empty() ? links.front().second : paper.url;
}

std::string link_label(std::string_view name) {
  static constexpr std::pair<std::string_view, const char*> kLabels[] = {
      {"arxiv", "arXiv"}, {"doi", "DOI"},           {"acl", "ACL"},         {"pubmed", "PubMed"},
      {"pmc", "PMC"},     {"openalex", "OpenAlex"}, {"repository", "Code"}, {"project_page", "Project"}};
  const auto* found =
      std::find_if(std::begin(kLabels), std::end(kLabels), [&](const auto& label) { return label.first == name; });
  return found == std::end(kLabels) ? std::string(name) : found->second;
}

std::string facts_html(const Paper& paper, const std::vector<PaperLink>& links, const QueryString& params) {
  std::string html;
  const auto add = [&html](const std::string& item) { html += "<li>" + item + "</li>"; };
  if (paper.published) {
    const std::string date = paper.published->to_string().substr(0, 10);
    add("<time datetime=\"" + date + "\">" + date + "</time>");
  }
  if (!paper.venue.empty()) add(escape_html(paper.venue));
  if (paper.upvotes)
    add(with_thousands(static_cast<std::uint64_t>(std::max<std::int64_t>(*paper.upvotes, 0))) + " upvotes");
  if (paper.withdrawn) add("<strong>withdrawn</strong>");
  for (const std::string& category : paper.categories) {
    QueryString filtered = params;
    filtered.remove("category", category);
    filtered.add("category", category);
    add(link(page_address(filtered), escape_html(category), " class=\"category\""));
  }
  for (const auto& [name, address] : links) {
    add(link(address, link_label(name), " rel=\"noreferrer\" class=\"elsewhere\""));
  }
  add(link("/?related=" + percent_encode(paper.id, true), "Related", " class=\"related\""));
  return "<ul class=\"facts\">" + html + "</ul>";
}

std::string hit_html(const Hit& hit, const QueryString& params) {
  const Paper& paper = hit.paper;
  const std::string title = hit.highlights.title.empty() ? escape_html(paper.title) : hit.highlights.title;
  const std::vector<PaperLink> links = links_of(paper);
  const std::string address = main_address(paper, links);
  std::string html = "<li class=\"hit\"><h2>";
  html += address.empty() ? "<span tabindex=\"-1\">" + title + "</span>" : link(address, title, " rel=\"noreferrer\"");
  html += "</h2>" + authors_html(paper.authors);
  if (!hit.highlights.abstract.empty()) html += "<p class=\"passage\">" + hit.highlights.abstract + "</p>";
  return html + facts_html(paper, links, params) + "</li>";
}

std::string hits_html(const std::vector<Hit>& hits, const QueryString& params, std::size_t offset) {
  if (hits.empty()) return {};
  std::string html = "<ol class=\"hits\" start=\"" + std::to_string(offset + 1) + "\">";
  for (const Hit& hit : hits) html += hit_html(hit, params);
  return html + "</ol>";
}

std::string count_text(const SearchRequest& request, const SearchResponse& response) {
  std::string total = with_thousands(response.total) + (response.total == 1 ? " paper" : " papers");
  if (!response.total_exact) total.insert(0, request.offset == 0 ? "About " : "about ");
  if (request.offset == 0) return total;
  return with_thousands(request.offset + 1) + "\u2013" + with_thousands(request.offset + response.hits.size()) +
         " of " + total;
}

std::string status_html(const SearchRequest& request, const SearchResponse& response, double took_ms) {
  if (response.hits.empty()) return "Nothing found";
  char took[32];
  std::snprintf(took, sizeof took, "%.1f ms", took_ms);
  std::string text = count_text(request, response);
  if (request.text.empty()) text += request.sort == Sort::kOldest ? ", oldest first" : ", newest first";
  return escape_html(text) + " <span class=\"took\">" + took + "</span>";
}

std::string notes_html(const QueryString& params, const SearchResponse& response) {
  std::string html;
  if (!response.corrected.empty()) {
    QueryString corrected = params;
    corrected.set("q", response.corrected);
    html += element("p", "Did you mean " +
                             link(page_address(corrected), escape_html(response.corrected), " class=\"meant\"") + "?");
  }
  for (const SearchResponse::Expansion& expansion : response.expanded) {
    html += element("p", "No paper holds <q>" + escape_html(expansion.term) + "</q>; searched for <q>" +
                             escape_html(expansion.to) + "</q> instead.");
  }
  for (const std::string& warning : response.warnings) html += element("p", escape_html(warning));
  return html;
}

std::string nothing_html(const QueryString& params) {
  std::string html = "<div class=\"advice\"><p>No paper has all of this.</p><ul>";
  QueryString words;
  words.set("q", params.text("q").value_or(""));
  if (params.encoded() != words.encoded()) {
    html += "<li>" + link(page_address(words), "Search again without the filters") + "</li>";
  }
  html +=
      "<li>Check the spelling, or use fewer or more common words</li>"
      "<li>A word cut short with a star finds its endings: <code>transform*</code></li></ul></div>";
  return html;
}

std::string pages_html(const QueryString& params, const SearchRequest& request, const SearchResponse& response) {
  std::string html;
  if (const auto query = previous_page(params, request)) {
    html += link(page_address(QueryString(*query), true), "\u2190 Previous", " rel=\"prev\"");
  }
  if (const auto query = next_page(params, request, response)) {
    html += link(page_address(QueryString(*query), true), "Next \u2192", " rel=\"next\"");
  }
  return html;
}

std::string index_html(const IndexInfo& index) {
  std::string html = with_thousands(index.documents) + (index.documents == 1 ? " paper" : " papers");
  if (index.data_through) html += ", data through " + index.data_through->to_string().substr(0, 10);
  return html;
}

// What the form shows of an address, good or bad.
void fill_form(Values& values, const QueryString& params, Sort sort) {
  const auto first = [&](const char* name) {
    const std::vector<std::string> all = params.texts(name);
    return all.empty() ? std::string() : escape_html(all.front());
  };
  values["q"] = first("q");
  values["from"] = first("from");
  values["until"] = first("until");
  values["sort"] = sort_options(sort);
  values["filters"] = filter_chips(params);
}

}  // namespace

std::string render_search(const QueryString& params, const SearchRequest& request, const SearchResponse& response,
                          double took_ms) {
  Values values;
  fill_form(values, params, request.sort);
  values["hide_syntax"] = request.text.empty() ? "" : " hidden";
  if (request.text.empty()) {
    values["title"] = "Paperdex";
    values["focus"] = " autofocus";
  } else {
    values["title"] = escape_html(request.text) + " \u2013 Paperdex";
  }
  values["status"] = status_html(request, response, took_ms);
  values["notes"] = notes_html(params, response);
  values["results"] = response.hits.empty() ? nothing_html(params) : hits_html(response.hits, params, request.offset);
  values["pages"] = pages_html(params, request, response);
  const std::string query = params.encoded();
  values["json"] = escape_html("/api/v1/search" + (query.empty() ? query : "?" + query));
  values["index"] = index_html(response.index);
  return fill_template(page_template(), values);
}

std::string render_related(const Paper& paper, const Related& related) {
  Values values;
  fill_form(values, QueryString(), SearchRequest().sort);
  const std::string address = main_address(paper, links_of(paper));
  const std::string title = escape_html(paper.title);
  values["hide_syntax"] = " hidden";
  values["title"] = "Related to " + title + " \u2013 Paperdex";
  values["status"] =
      std::to_string(related.hits.size()) + (related.hits.size() == 1 ? " paper" : " papers") + " related to";
  values["notes"] =
      "<p class=\"seed\">" + (address.empty() ? title : link(address, title, " rel=\"noreferrer\"")) + "</p>";
  values["results"] = hits_html(related.hits, QueryString(), 0);
  values["json"] = escape_html("/api/v1/papers/" + percent_encode(paper.id, false) +
                               "/related?limit=" + std::to_string(kPageRelated));
  values["index"] = index_html(related.index);
  return fill_template(page_template(), values);
}

std::string render_error(const std::string& query, const std::string& message) {
  QueryString params;
  try {
    params = QueryString(query);
  } catch (const HttpError&) {
    // An address that cannot be read leaves the form empty.
  }
  Values values;
  fill_form(values, params, SearchRequest().sort);
  values["title"] = "Paperdex";
  values["status"] = "That did not work";
  values["results"] =
      "<div class=\"advice\"><p>" + escape_html(message) + "</p><p>" + link("/", "Start over") + "</p></div>";
  values["json"] = escape_html("/api/v1/search" + (query.empty() ? query : "?" + query));
  return fill_template(page_template(), values);
}

std::string render_page(const PageParts& parts) {
  Values values;
  fill_form(values, QueryString(), SearchRequest().sort);
  values["hide_syntax"] = " hidden";
  values["title"] = escape_html(parts.title) + " \u2013 Paperdex";
  values["status"] = parts.status;
  values["results"] = parts.main;
  return fill_template(page_template(), values);
}

HttpResponse html_response(std::string body, int status) {
  HttpResponse response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(body);
  response.headers = {{"Content-Security-Policy", kPolicy}, {"Referrer-Policy", "same-origin"}};
  return response;
}

HttpResponse page_error(const HttpError& error, const Asked& asked) {
  return html_response(render_error(asked.http.query, error.what()), error.status());
}

namespace {

HttpResponse related_page(const Services& services, const std::string& id) {
  struct Found {
    std::optional<Paper> paper;
    std::optional<Related> related;
  };
  const Found found = ask(services.pool, [&](Searcher& searcher) {
    return Found{searcher.find(id), searcher.related(id, kPageRelated)};
  });
  if (!found.paper || !found.related) throw unknown_paper(id);
  return html_response(render_related(*found.paper, *found.related));
}

HttpResponse search_page(const Services& services, const Asked& asked) {
  const auto start = std::chrono::steady_clock::now();
  if (const auto id = asked.params.text("related")) return related_page(services, *id);
  const SearchRequest request = read_search_request(asked.params);
  const SearchResponse response = ask(services.pool, [&](Searcher& searcher) { return searcher.search(request); });
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  return html_response(render_search(asked.params, request, response, took.count()));
}

}  // namespace

const Routes& page_routes() {
  static const Routes routes = {
      {"/", search_page, Route::Keep::kGeneration, Route::kGet, page_error},
  };
  return routes;
}

}  // namespace paperdex
