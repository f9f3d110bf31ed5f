// Records -> papers: identity.h says which belong together, merge.h what they say together.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "indexer/stored_paper.h"

namespace paperdex {

// More records than these that lead to one another by their keys are no paper and its copies, but a source's mistake:
// then each of them stands alone.
inline constexpr std::size_t kMaxConnectedRecords = 256;

// Requires that `records` holds all that share a key with any of them, but for keys in `void_keys`. Does not depend on
// their order. Pure.
std::vector<StoredPaper> group_papers(std::vector<Paper> records, std::set<std::string> void_keys);

}  // namespace paperdex
