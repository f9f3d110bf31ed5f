// What the clients of Semantic Scholar's API ask, as our own questions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/search_request.h"
#include "query/searcher.h"
#include "server/query_string.h"

namespace paperdex {

inline constexpr std::size_t kMaxScholarPage = 100;   // limit of a search
inline constexpr std::size_t kMaxScholarBatch = 500;  // ids of one request
inline constexpr std::size_t kMaxRecommended = 500;   // limit of recommendations
inline constexpr std::size_t kDefaultRecommended = 100;

// All throw HttpError 400 that says what is wrong.

// query, year, publicationDateOrYear, venue, offset and limit. offset + limit <= kMaxResults.
SearchRequest read_scholar_search(const QueryString& params);

// Refuses every parameter that is not among `known`: those that Semantic Scholar has and this index cannot honour, and
// misspelt ones, would filter nothing. `raw` is the address's query, for a parameter may have no value.
void check_scholar_params(std::string_view raw, const std::vector<std::string_view>& known);

// The paper of an id as Semantic Scholar writes it: "ARXIV:2006.15055", "DOI:10.1/x", "URL:https://arxiv.org/abs/...",
// "ACL:W12-3903", "PMID:19872477", "PMCID:2323736", or an id of this index, percent-encoded or not. Nothing for one
// that the index does not have; "CorpusId:" and "MAG:" numbers are never known.
std::optional<Paper> find_scholar_paper(Searcher& searcher, const std::string& id);

// {"ids": [...]}: 1 to kMaxScholarBatch texts.
std::vector<std::string> read_scholar_batch(const std::string& body);

struct ScholarSeeds {
  std::vector<std::string> positive;  // one at least
  std::vector<std::string> negative;
};
// {"positivePaperIds": [...], "negativePaperIds": [...]?}, kMaxRelatedSeeds together.
ScholarSeeds read_scholar_seeds(const std::string& body);

}  // namespace paperdex
