// Pieces of the lists of a day, a week or a month.
#pragma once

#include <string>

#include "query/searcher.h"
#include "server/query_string.h"

namespace paperdex {

inline constexpr char kDailyFeed[] =
    "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Daily papers\" href=\"/daily.atom\">\n";

// "Tuesday, 4 March 2025", "3 to 9 March 2025" (a week), "March 2025".
std::string period_title(const DayRange& range);

// The period's name with the one before and the one after. `params` are those of the address.
std::string daily_bar_html(const Daily& daily, const DailyRequest& request, const QueryString& params);

// The papers, or a word that there are none.
std::string daily_papers_html(const Daily& daily, const DailyRequest& request, const QueryString& params);

}  // namespace paperdex
