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

// Entries of files that have source, id and the words of the title in common are copies: hundreds of people's files may
// hold one paper. They count as one record for kMaxConnectedRecords and kMaxRecordsPerKey. Of more copies than these,
// those that say most are kept (merge.h), and those that say the same as another go first.
inline constexpr std::size_t kMaxCopies = 16;

// Source and id of a record, and of an entry the title's words: the same for copies alone.
std::string which_record(const Paper& record);

// Requires that `records` holds all that share a key with any of them, but for keys in `void_keys`. Does not depend on
// their order. Records that kMaxCopies leaves out are in none of the papers. Pure.
//
// A paper that only entries of files know and whose id says nothing, or is another paper's here too, is given one of
// its other ids, or one of its words (id_of_words()): papers with a DOI in common (identity.h) have each an id of their
// own. Those that others than files know have theirs before, then it goes by source, id and title.
std::vector<StoredPaper> group_papers(std::vector<Paper> records, std::set<std::string> void_keys);

}  // namespace paperdex
