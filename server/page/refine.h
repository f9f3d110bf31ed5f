// What narrows a search down: the filters that are on, as chips, and those that could be, with counts.
//
// Thread-safe.
#pragma once

#include <string>

#include "query/search_request.h"
#include "query/search_response.h"
#include "server/query_string.h"

namespace paperdex {

inline constexpr std::size_t kShownFacets = 8;   // values before the rest is folded
inline constexpr std::size_t kMaxYearBars = 60;  // the newest years; what is before them is one link

// Each filter of the address: sent along by the form, and a link that takes it off. "" when there is none.
std::string chips_html(const QueryString& params);

// The fields for dates, as they were typed.
std::string dates_html(const QueryString& params);

std::string sort_html(Sort chosen);

// `years` are those of the search without its dates.
std::string facets_html(const QueryString& params, const Facets& facets, const std::vector<FacetCount>& years);

// A bar a year, each a link to it: year_bars.js lets one drag over them.
std::string year_bars_html(const QueryString& params, const std::vector<FacetCount>& years);

}  // namespace paperdex
