#include "server/mail/new_papers.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

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
  request.max_results = kMaxDeepResults;
  request.explain = true;
  const IndexPosition index = position_of(searcher.snapshot());
  request.added_after = is_other_index(told, index) ? index.count : told.count;
  std::uint64_t unsent_seen = 0;
  for (bool is_last = false; !is_last; request.offset += request.limit) {
    SearchResponse response = searcher.search(request);
    const std::uint64_t seen = request.offset + response.hits.size();
    const bool is_end = response.hits.size() < request.limit;
    keep_unsent(response.hits, unsent);
    unsent_seen += response.hits.size();
    std::move(response.hits.begin(), response.hits.end(), std::back_inserter(found.hits));
    const std::size_t bound = found.hits.empty() ? kMaxDeepResults : kMaxResults;
    is_last = is_end || found.hits.size() >= kMaxPapersOfMail || seen + request.limit > bound;
    if (!is_last) continue;
    found.understood = std::move(response.parsed);
    if (is_end) response.total = seen;
    if (!is_end && !response.total_exact) response.total = count_all(searcher, request);
    found.more = response.total - std::min(response.total, seen);
  }
  if (found.hits.size() > kMaxPapersOfMail) found.hits.resize(kMaxPapersOfMail);
  found.more += unsent_seen - found.hits.size();
  return found;
}

}  // namespace paperdex
