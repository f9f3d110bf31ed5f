#include "server/mail/new_papers.h"

#include <algorithm>
#include <iterator>
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
  request.offset = 0;
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
  // Those that were sent before make room for others.
  for (bool is_full = true; is_full && found.hits.size() < kMaxPapersOfMail && request.offset < kMaxResults;) {
    SearchResponse response = searcher.search(request);
    if (!response.total_exact) response.total = count_all(searcher, request);
    is_full = response.hits.size() == request.limit;
    request.offset += response.hits.size();
    found.more = response.total - std::min<std::uint64_t>(response.total, request.offset);
    found.understood = std::move(response.parsed);
    keep_unsent(response.hits, unsent);
    std::move(response.hits.begin(), response.hits.end(), std::back_inserter(found.hits));
  }
  if (found.hits.size() > kMaxPapersOfMail) {
    found.more += found.hits.size() - kMaxPapersOfMail;
    found.hits.resize(kMaxPapersOfMail);
  }
  return found;
}

}  // namespace paperdex
