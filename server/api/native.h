// Paperdex's own API, /api/v1: one function an endpoint, from its parameters to its answer; README.md lists the
// parameters.
//
// Thread-safe. Each throws HttpError or QueryError for what the asker did wrong, HttpError 503 when no Searcher gets
// free, and IndexError when the index cannot be read. ETag, Cache-Control and the like are the caller's (site.h).
#pragma once

#include <cstddef>

#include "server/route.h"

namespace paperdex {

inline constexpr std::size_t kDefaultRelated = 10;
inline constexpr std::size_t kDefaultSuggestions = 10;
inline constexpr std::size_t kMaxSuggestions = 50;
inline constexpr std::size_t kDefaultDaily = 100;
inline constexpr std::size_t kDefaultTrending = 20;

// What every API says of an id that the index does not have: 404.
HttpError unknown_paper(const std::string& id);

}  // namespace paperdex
