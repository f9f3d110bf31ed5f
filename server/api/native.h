// Paperdex's own API, /api/v1: one function an endpoint, from its parameters to its answer.
//
// Thread-safe. Each throws HttpError or QueryError for what the asker did wrong, HttpError 503 when no Searcher gets
// free, and IndexError when the index cannot be read. ETag, Cache-Control and the like are the caller's (site.h).
#pragma once

#include <string>

#include "query/searcher_pool.h"
#include "server/http.h"
#include "server/query_string.h"

namespace paperdex {

inline constexpr std::size_t kDefaultRelated = 10;
inline constexpr std::size_t kDefaultSuggestions = 10;
inline constexpr std::size_t kMaxSuggestions = 50;
inline constexpr std::size_t kDefaultDaily = 100;

// q, limit, offset, sort, from, until, category, source, author, facets, explain, typing, half_life, and
// fields=title,authors,...: which members of a result are given besides its id.
HttpResponse native_search(SearcherPool& pool, const QueryString& params);

// All that is known of one paper.
HttpResponse native_paper(SearcherPool& pool, const std::string& id);

// limit, fields.
HttpResponse native_related(SearcherPool& pool, const std::string& id, const QueryString& params);

// q, limit.
HttpResponse native_suggest(SearcherPool& pool, const QueryString& params);

// date (a whole day; default: the newest that has papers), sort=upvotes|newest, limit, offset, fields.
HttpResponse native_daily(SearcherPool& pool, const QueryString& params);

// The index, and how the harvest of its sources stands at the time of asking: no answer holds for later.
HttpResponse native_stats(SearcherPool& pool);

}  // namespace paperdex
