// arXiv's API, GET and POST /api/query, for the clients that speak it (arxiv.py and the like): README.md has the
// parameters, arxiv_query.h the query language, arxiv_ids.h the ids.
//
// Thread-safe. Errors are feeds (arxiv_error()).
#pragma once

#include <cstddef>

namespace paperdex {

inline constexpr std::size_t kDefaultArxivResults = 10;
inline constexpr std::size_t kMaxArxivResults = 2000;  // of one page; pages end at kMaxDeepResults

}  // namespace paperdex
