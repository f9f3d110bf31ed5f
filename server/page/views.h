// The pages of this site: an endpoint for each (page.cc has their addresses).
//
// Each is rendered whole and works without a script; the scripts fetch the same addresses and put what they get in
// place. Thread-safe. Each throws HttpError or QueryError for what the asker did wrong, HttpError 503 when no Searcher
// gets free, and IndexError when the index cannot be read.
#pragma once

#include "server/route.h"

namespace paperdex {

inline constexpr std::size_t kPageHits = 20;      // of a search, unless the address says otherwise
inline constexpr std::size_t kPageDaily = 50;     // of a day, a week or a month
inline constexpr std::size_t kPageHome = 20;      // of the newest day, on the first page
inline constexpr std::size_t kPageRelated = 10;   // under a paper
inline constexpr std::size_t kPageTrending = 30;  // papers, and as many terms
inline constexpr std::size_t kMaxListed = 100;    // papers of a reading list in one answer

// /?q=&sort=&from=&until=&category=&author=&source=&offset=; the newest day's papers when nothing is asked.
HttpResponse search_page(const Services& services, const Asked& asked);
// /daily?date=|week=|month=&sort=&topic=&category=&offset=
HttpResponse daily_page(const Services& services, const Asked& asked);
// /trending
HttpResponse trending_page(const Services& services, const Asked& asked);
// /papers/{id}
HttpResponse paper_page(const Services& services, const Asked& asked);
// /list, and /list?id=&id=, which shows these papers in this order.
HttpResponse list_page(const Services& services, const Asked& asked);

}  // namespace paperdex
