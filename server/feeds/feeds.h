// The addresses of feeds: lists of papers for programs that look again and again, and what leads browsers to them.
//
//   /feed.atom?q=...                   any search, newest first
//   /daily.atom?category=&topic=       the papers of the newest days
//   /papers/{id}/related.atom          papers like one
//   /rss/cs.LG+stat.ML                 the newest day of these categories, as arXiv's RSS
//   /feeds.opml?q=...&q=...            a list of feeds to subscribe to
//   /opensearch.xml, /opensearch/suggest?q=     the browser's search box
//
// Thread-safe. Errors of feeds are feeds (atom_error(), rss_error()); the others' are the API's.
#pragma once

#include <cstddef>
#include <string>

#include "server/route.h"

namespace paperdex {

inline constexpr std::size_t kDefaultFeedEntries = 50;
inline constexpr std::size_t kMaxFeedEntries = 200;
inline constexpr std::size_t kDefaultRelatedEntries = 20;
inline constexpr std::size_t kDailyFeedDays = 7;  // that have papers: a reader that looks once a week misses none
inline constexpr std::size_t kMaxRssItems = 2000;
inline constexpr std::size_t kMaxOutlines = 100;
inline constexpr std::size_t kOpenSearchSuggestions = 10;

HttpResponse search_feed(const Services& services, const Asked& asked);
HttpResponse daily_feed(const Services& services, const Asked& asked);
HttpResponse related_feed(const Services& services, const Asked& asked);
HttpResponse rss_feed(const Services& services, const Asked& asked);
HttpResponse feeds_opml(const Services& services, const Asked& asked);
HttpResponse open_search_description(const Services& services, const Asked& asked);
HttpResponse open_search_suggest(const Services& services, const Asked& asked);

// An error as RSS with one item, titled "Error". An ErrorWriter.
HttpResponse rss_error(const HttpError& error, const Asked& asked);

// What a feed of these parameters is called: "Paperdex: slot attention, cs.LG".
std::string feed_title(const QueryString& params);

}  // namespace paperdex
