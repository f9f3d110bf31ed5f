// The page at /, rendered whole: it works without a script. app.js only answers sooner, with the same elements.
//
// Everything that comes from a paper or a request is escaped here; highlights come escaped from query/. Thread-safe.
#pragma once

#include <string>

#include "query/search_request.h"
#include "query/search_response.h"
#include "query/searcher.h"
#include "server/page/layout.h"
#include "server/query_string.h"

namespace paperdex {

inline constexpr std::size_t kPageRelated = 20;
inline constexpr std::size_t kShownAuthors = 8;

// `params` are those of the address, of which `request` was read.
std::string render_search(const QueryString& params, const SearchRequest& request, const SearchResponse& response,
                          double took_ms);

std::string render_related(const Paper& paper, const Related& related);

// `query` is the address's, as sent: what the asker typed is kept where it can be read.
std::string render_error(const std::string& query, const std::string& message);

}  // namespace paperdex
