// What is said where a search finds nothing: which part of it is to blame, and the way on.
#pragma once

#include <string>

#include "query/search_response.h"
#include "server/query_string.h"

namespace paperdex {

inline constexpr std::size_t kShownBlame = 8;  // parts

// Thread-safe.
std::string nothing_found_html(const QueryString& params, const SearchResponse& response);

}  // namespace paperdex
