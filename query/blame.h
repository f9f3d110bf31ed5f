// Which part of a question is to blame when nothing was found.
#pragma once

#include <functional>
#include <vector>

#include "query/parser.h"
#include "query/search_request.h"
#include "query/search_response.h"

namespace paperdex {

// How many papers a question finds.
using CountPapers = std::function<std::uint64_t(const SearchRequest&, const ParsedQuery&)>;

// The parts of `request`, parsed as `query`, kMaxBlamed at most, with what `count` says of each: of the part alone and
// of all the others. Parts are words (no stop words), phrases, fields and filters of the text, what is excluded
// included, and the request's filters, of which several values that any may match are one. Cost: two calls of `count` a
// part.
std::vector<Blame> find_blame(const SearchRequest& request, const ParsedQuery& query, const CountPapers& count);

}  // namespace paperdex
