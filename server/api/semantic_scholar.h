// The papers of Semantic Scholar's Academic Graph and Recommendations APIs, for clients that are given this address in
// their place (SemanticScholar(api_url=...)).
//
//   /graph/v1/paper/search?query=&offset=&limit=&fields=&year=&publicationDateOrYear=&venue=
//   /graph/v1/paper/autocomplete?query=
//   /graph/v1/paper/{id}?fields=
//   /graph/v1/paper/batch?fields=                                   POST {"ids": []}
//   /recommendations/v1/papers/forpaper/{id}?limit=&fields=&from=
//   /recommendations/v1/papers/?limit=&fields=                      POST {"positivePaperIds": [], "negativePaperIds":
//   []}
//
// Recommendations are Paperdex's related papers out of the whole index, whatever `from` says. Errors are {"error"}.
// Thread-safe; throws as native.h's endpoints do. Members and parameters: semantic_scholar_fields.h and _params.h.
#pragma once

#include "server/route.h"

namespace paperdex {

inline constexpr std::size_t kAutocompleted = 10;

}  // namespace paperdex
