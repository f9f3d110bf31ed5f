#include "server/api/arxiv.h"

#include <algorithm>
#include <charconv>

#include "server/api/arxiv_feed.h"
#include "server/api/arxiv_ids.h"
#include "server/api/arxiv_query.h"
#include "server/feeds/feed_text.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

constexpr char kFormType[] = "application/x-www-form-urlencoded";

enum class Order { kRelevance, kSubmitted, kUpdated };

struct ArxivRequest {
  std::string search_query;
  std::string id_list;
  std::size_t start = 0;
  std::size_t max_results = kDefaultArxivResults;
  Order order = Order::kRelevance;
  bool ascending = false;
};

std::size_t read_count(const QueryString& params, const std::string& name, std::size_t by_default) {
  const std::optional<std::string> text = params.text(name);
  if (!text) return by_default;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (end != text->data() + text->size() || (error != std::errc() && error != std::errc::result_out_of_range)) {
    throw HttpError(400, name + "_must_be_an_integer", "The parameter " + name + " must be a whole number.", name);
  }
  if (text->starts_with('-') && number != 0) {
    throw HttpError(400, name + "_must_be_non-negative", "The parameter " + name + " must not be negative.", name);
  }
  // A number too great for any index stays too great.
  return error == std::errc() ? static_cast<std::size_t>(number) : static_cast<std::size_t>(INT32_MAX);
}

void read_order(const QueryString& params, ArxivRequest& request) {
  const std::string by = params.text("sortBy").value_or("relevance");
  const std::string order = params.text("sortOrder").value_or("descending");
  if (by == "submittedDate") request.order = Order::kSubmitted;
  if (by == "lastUpdatedDate") request.order = Order::kUpdated;
  if (by != "relevance" && request.order == Order::kRelevance) {
    throw HttpError(400, "bad_sortBy", "The parameter sortBy must be relevance, lastUpdatedDate or submittedDate.",
                    "sortBy");
  }
  if (order != "ascending" && order != "descending") {
    throw HttpError(400, "bad_sortOrder", "The parameter sortOrder must be ascending or descending.", "sortOrder");
  }
  request.ascending = order == "ascending";
}

// A form's fields come in the address or in the body.
QueryString read_params(const Asked& asked) {
  if (asked.http.method != "POST") return asked.params;
  if (!asked.http.body.empty() && !asked.http.content_type.starts_with(kFormType)) {
    throw HttpError(415, "unsupported_media_type", std::string("A body must be a form, of type ") + kFormType + ".");
  }
  QueryString params(asked.http.body);
  for (const auto& [name, value] : asked.params.items()) params.add(name, value);
  return params;
}

ArxivRequest read_request(const QueryString& params) {
  ArxivRequest request;
  request.search_query = params.text("search_query").value_or("");
  request.id_list = joined(params.texts("id_list"), ",");  // clients that have a list repeat the name
  request.start = read_count(params, "start", 0);
  request.max_results = read_count(params, "max_results", kDefaultArxivResults);
  if (request.max_results > kMaxArxivResults) {
    throw HttpError(400, "max_results_too_large",
                    "The parameter max_results must be " + std::to_string(kMaxArxivResults) +
                        " at most: ask for the rest with start.",
                    "max_results");
  }
  read_order(params, request);
  return request;
}

// No page is empty before the last: what lies behind the deepest page is refused, not left out.
void check_depth(const ArxivRequest& request, std::uint64_t total) {
  if (request.start < kMaxDeepResults || request.start >= total) return;
  throw HttpError(400, "start_too_large",
                  "The parameter start must be under " + std::to_string(kMaxDeepResults) +
                      ": narrow the search, for example by submittedDate.",
                  "start");
}

// --- Ids alone -------------------------------------------------------------------------------------------------------

// The paper of an id in a list. An id as an entry gave it out may be percent-encoded.
std::optional<Paper> find(Searcher& searcher, const std::string& id) {
  std::optional<Paper> paper = searcher.find(id);
  if (!paper && id.find('%') != std::string::npos) paper = searcher.find(percent_decode(id, "id_list", false));
  if (!paper && !has_id_form(id)) {
    throw HttpError(400, "incorrect_id_format", "There is no paper with the id " + id + ", and no id is written so.",
                    "id_list");
  }
  return paper;
}

// Unknown ids and versions are left out, as at arXiv.
std::vector<ArxivEntry> entries_of(Searcher& searcher, const std::vector<AskedId>& ids) {
  std::vector<ArxivEntry> entries;
  for (const AskedId& id : ids) {
    std::optional<Paper> paper = find(searcher, id.text);
    if (!paper || (id.version && (*id.version == 0 || *id.version > version_count(*paper)))) continue;
    const bool is_there = std::any_of(entries.begin(), entries.end(), [&](const ArxivEntry& entry) {
      return entry.paper.id == paper->id && entry.version == id.version;
    });
    if (!is_there) entries.push_back({std::move(*paper), id.version});
  }
  return entries;
}

void sort_entries(std::vector<ArxivEntry>& entries, const ArxivRequest& request) {
  if (request.order == Order::kRelevance) {  // the order of the list
    if (request.ascending) std::reverse(entries.begin(), entries.end());
    return;
  }
  const auto second = [&](const ArxivEntry& entry) {
    const PaperTimes times = times_of(entry.paper);
    return (request.order == Order::kSubmitted ? times.published : times.updated).first_second();
  };
  std::stable_sort(entries.begin(), entries.end(), [&](const ArxivEntry& a, const ArxivEntry& b) {
    return request.ascending ? second(a) < second(b) : second(a) > second(b);
  });
}

void list_ids(Searcher& searcher, const ArxivRequest& request, const std::vector<AskedId>& ids, ArxivPage& page) {
  std::vector<ArxivEntry> all = entries_of(searcher, ids);
  sort_entries(all, request);
  page.total = all.size();
  for (std::size_t i = request.start; i < all.size() && page.entries.size() < request.max_results; ++i) {
    page.entries.push_back(std::move(all[i]));
  }
}

// --- Searches --------------------------------------------------------------------------------------------------------

Sort sort_of(const ArxivRequest& request) {
  switch (request.order) {
    case Order::kSubmitted:
      return request.ascending ? Sort::kOldest : Sort::kNewest;
    case Order::kUpdated:
      return request.ascending ? Sort::kUpdatedOldest : Sort::kUpdated;
    case Order::kRelevance:
      break;
  }
  return Sort::kRelevance;
}

// The least relevant first: the same list from its other end.
std::vector<Hit> search_backwards(Searcher& searcher, SearchRequest request, std::size_t start, std::uint64_t total) {
  if (total > kMaxDeepResults) {
    throw HttpError(400, "not_supported",
                    "Ascending relevance is only for " + std::to_string(kMaxDeepResults) + " papers or fewer.",
                    "sortOrder");
  }
  const std::size_t behind = total - std::min<std::size_t>(start, total);
  request.limit = std::min(request.limit, behind);
  request.offset = behind - request.limit;
  if (request.limit == 0) return {};
  std::vector<Hit> hits = whole(searcher.search(request)).hits;
  std::reverse(hits.begin(), hits.end());
  return hits;
}

void search(Searcher& searcher, const ArxivRequest& asked, const ArxivQuery& query, const std::vector<AskedId>& ids,
            ArxivPage& page) {
  SearchRequest request;
  request.text = query.text;
  request.categories = query.categories;
  for (const ArxivEntry& entry : entries_of(searcher, ids)) request.ids.push_back(entry.paper.id);
  if (!ids.empty() && request.ids.empty()) return;
  request.sort = sort_of(asked);
  request.exact = true;
  request.highlights = false;
  request.max_results = kMaxDeepResults;
  const std::size_t start = std::min(asked.start, kMaxDeepResults);
  const bool backwards = asked.order == Order::kRelevance && asked.ascending;
  request.offset = backwards ? 0 : start;
  request.limit = backwards ? 0 : std::min(asked.max_results, kMaxDeepResults - start);
  SearchResponse found = whole(searcher.search(request));
  page.total = found.total;
  check_depth(asked, found.total);
  if (backwards) {
    request.limit = std::min(asked.max_results, kMaxDeepResults);
    found.hits = search_backwards(searcher, request, asked.start, found.total);
  }
  for (Hit& hit : found.hits) {
    std::optional<std::size_t> version;
    for (const AskedId& id : ids) {
      if (id.version && *id.version <= version_count(hit.paper) && id.text == arxiv_id_of(hit.paper))
        version = id.version;
    }
    page.entries.push_back({std::move(hit.paper), version});
  }
}

HttpResponse arxiv_query(const Services& services, const Asked& asked) {
  const QueryString params = read_params(asked);
  const ArxivRequest request = read_request(params);
  const ArxivQuery query = read_arxiv_query(request.search_query);
  const std::vector<AskedId> ids = read_id_list(request.id_list);
  const bool asks_words = !query.text.empty() || !query.categories.empty();

  ArxivPage page;
  page.start = request.start;
  page.per_page = request.max_results;
  page.query = "search_query=" + request.search_query + "&id_list=" + request.id_list +
               "&start=" + std::to_string(request.start) + "&max_results=" + std::to_string(request.max_results);
  page.updated = published_at(services.pool.snapshot()->info());
  if (asks_words) {
    SearchRequest as_search;
    as_search.text = query.text;
    as_search.sort = sort_of(request);
    as_search.limit = request.max_results;
    ask(services, asked, cost_of(services, as_search),
        [&](Searcher& searcher) { return search(searcher, request, query, ids, page), true; });
  } else if (!ids.empty()) {
    ask(services, asked, cost_of_hits(ids.size()),
        [&](Searcher& searcher) { return list_ids(searcher, request, ids, page), true; });
  }
  return arxiv_feed(page, asked.base + "/api/query?" + params.encoded());
}

}  // namespace

const Routes& arxiv_routes() {
  static const Routes routes = {
      {"/api/query", arxiv_query, Route::Keep::kGeneration, Route::kGet | Route::kPost, arxiv_error},
  };
  return routes;
}

}  // namespace paperdex
