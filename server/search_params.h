// What the API's search and the page have in common: a search as parameters of an address, and its pages.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "query/search_request.h"
#include "query/search_response.h"
#include "query/searcher_pool.h"
#include "server/http_error.h"
#include "server/query_string.h"

namespace paperdex {

inline constexpr std::chrono::milliseconds kPatience{2000};  // for a free Searcher; then 503

// Reads q, limit, offset, sort, from, until, category (repeated: any of them), source (the same), venue (the same),
// author (repeated: each of them), facets, explain, typing and half_life (years). Throws HttpError 400, or QueryError
// for an unknown sort.
SearchRequest read_search_request(const QueryString& params);

// The parameters of the following or the preceding page, or nothing when there is none.
std::optional<std::string> next_page(const QueryString& params, const SearchRequest& request,
                                     const SearchResponse& response);
std::optional<std::string> previous_page(const QueryString& params, const SearchRequest& request);

// Calls `work(Searcher&)` with the next free Searcher and returns what it returns. Throws HttpError 503 when none gets
// free in time, and what `work` throws.
template <typename Work>
auto ask(SearcherPool& pool, Work work) {
  std::optional<decltype(work(std::declval<Searcher&>()))> result;
  if (!pool.with_searcher(kPatience, [&](Searcher& searcher) { result.emplace(work(searcher)); })) {
    throw HttpError(503, "busy", "The server is busy; try again in a moment.");
  }
  return std::move(*result);
}

}  // namespace paperdex
