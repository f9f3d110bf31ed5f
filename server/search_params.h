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
#include "server/route.h"

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

// How much work a search, or the reading of so many hits, is.
inline Postings cost_of(const Services& services, const SearchRequest& request) {
  return services.pool.snapshot()->cost_of(request);
}
inline Postings cost_of(const Services& services, const DailyRequest& request) {
  SearchRequest topic;
  topic.text = request.topic;
  topic.limit = request.limit;
  return cost_of(services, topic);
}
inline Postings cost_of_hits(std::size_t limit) { return kCostOfHit * static_cast<double>(limit); }

// Calls `work(Searcher&)` with the next free Searcher, when it is the client's turn, and returns what it returns. The
// Searcher answers with what it finds in Services::answer_time, for all that `work` asks of it together. Throws
// HttpError 503 when none gets free in time, or the client has left before, and what `work` throws.
template <typename Work>
auto ask(const Services& services, const Asked& asked, Postings cost, Work work) {
  std::optional<decltype(work(std::declval<Searcher&>()))> result;
  const Asker asker{asked.http.client, cost >= kCostly, asked.http.is_gone};
  const bool had_turn = services.pool.with_searcher(asker, kPatience, [&](Searcher& searcher) {
    searcher.set_deadline(Deadline(services.answer_time));
    result.emplace(work(searcher));
  });
  if (!had_turn) throw HttpError(503, "busy", "The server is busy; try again in a moment.");
  return std::move(*result);
}

// `found`, for answers that cannot say that they are partial: 422 then.
template <typename Found>
Found whole(Found found) {
  if (!found.partial) return found;
  throw HttpError(422, "too_costly", "This question takes too long to be answered whole: use fewer or rarer words.");
}

}  // namespace paperdex
