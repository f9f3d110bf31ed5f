// A list of a day, week or month as parameters of an address: what the API, the page, the feeds and the exports share.
#pragma once

#include <optional>

#include "data/period.h"
#include "query/searcher.h"
#include "server/query_string.h"

namespace paperdex {

// One of date=2025-03-04, week=2025-W09 and month=2025-03, or none. Throws HttpError 400.
std::optional<DayRange> read_period(const QueryString& params);

// topic; sort=upvotes|newest|relevance, by default upvotes, or relevance where there is a topic; category (repeated:
// any of them); limit and offset. Without a topic nothing is relevant: by upvotes then. The range is left open. Throws
// HttpError 400.
DailyRequest read_daily_order(const QueryString& params, std::size_t default_limit);

// Both.
DailyRequest read_daily_request(const QueryString& params, std::size_t default_limit);

// `params` for another period in place of theirs.
QueryString with_period(QueryString params, const DayRange& range);

}  // namespace paperdex
