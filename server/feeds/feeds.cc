#include "server/feeds/feeds.h"

#include "server/feeds/atom.h"

namespace paperdex {

std::string feed_title(const QueryString& params) {
  std::string title;
  for (const char* name : {"q", "topic", "author", "category", "venue", "source"}) {
    for (const std::string& value : params.texts(name)) title.append(title.empty() ? ": " : ", ").append(value);
  }
  return "Paperdex" + title;
}

const Routes& feed_routes() {
  static const Routes routes = {
      {"/feed.atom", search_feed, Route::Keep::kGeneration, Route::kGet, atom_error},
      {"/daily.atom", daily_feed, Route::Keep::kGeneration, Route::kGet, atom_error},
      {"/papers/{id}/related.atom", related_feed, Route::Keep::kGeneration, Route::kGet, atom_error},
      {"/rss/{id}", rss_feed, Route::Keep::kGeneration, Route::kGet, rss_error},
      {"/feeds.opml", feeds_opml},
      {"/opensearch.xml", open_search_description},
      {"/opensearch/suggest", open_search_suggest},
  };
  return routes;
}

}  // namespace paperdex
