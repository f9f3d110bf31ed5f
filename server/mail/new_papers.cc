#include "server/mail/new_papers.h"

#include <algorithm>
#include <unordered_set>

namespace paperdex {
namespace {

void keep_unsent(std::vector<Hit>& hits, const UnsentOf& unsent) {
  const std::vector<std::string> kept = unsent(ids_of(hits));
  const std::unordered_set<std::string> known(kept.begin(), kept.end());
  std::erase_if(hits, [&](const Hit& hit) { return known.count(hit.paper.id) == 0; });
}

// Facets are counted over all that matches (up to kMaxFacetMatches).
std::uint64_t count_all(Searcher& searcher, SearchRequest request) {
  request.limit = 1;
  request.facets = true;
  request.explain = request.highlights = false;
  return searcher.search(request).total;
}

}  // namespace

IndexPosition position_of(const Snapshot& snapshot) { return {snapshot.origin(), snapshot.arrivals()}; }

bool is_other_index(const IndexPosition& told, const IndexPosition& index) { return told.origin != index.origin; }

IndexPosition position_after(const IndexPosition& told, const IndexPosition& index) {
  if (is_other_index(told, index)) return index;
  return {index.origin, std::max(told.count, index.count)};
}

std::vector<std::string> ids_of(const std::vector<Hit>& hits) {
  std::vector<std::string> ids;
  ids.reserve(hits.size());
  for (const Hit& hit : hits) ids.push_back(hit.paper.id);
  return ids;
}

NewPapers find_new_papers(Searcher& searcher, const std::string& query, const IndexPosition& told,
                          const UnsentOf& unsent) {
  NewPapers found;
  found.query = query;
  if (query.empty()) {
    found.hits = searcher.trending(kTrendingLookedAt).papers;
    keep_unsent(found.hits, unsent);
    if (found.hits.size() > kTrendingPapers) found.hits.resize(kTrendingPapers);
    return found;
  }
  SearchRequest request;
  request.text = query;
  request.sort = Sort::kNewest;
  request.limit = kMaxPapersOfMail;
  request.explain = true;
  const IndexPosition index = position_of(searcher.snapshot());
  request.added_after = is_other_index(told, index) ? index.count : told.count;
  SearchResponse response = searcher.search(request);
  found.understood = std::move(response.parsed);
  if (!response.total_exact) response.total = count_all(searcher, request);
  found.more = response.total - std::min<std::uint64_t>(response.total, response.hits.size());
  found.hits = std::move(response.hits);
  keep_unsent(found.hits, unsent);
  return found;
}

}  // namespace paperdex
