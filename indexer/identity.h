// When two records are one paper.
//
// Four rules, in this order; each joins what the ones before it left apart:
//   1. they share an arXiv id
//   2. they share a DOI
//   3. they share another id (ACL, PubMed, PMC, OpenAlex, a source's own)
//   4. they have the same title, by words, and the same family name of the first author, and their years are at most
//      one apart; titles of fewer than kMinTitleWords words say nothing
// Papers that a rule would join although they have different arXiv ids (rules 2 to 4) or different DOIs (rules 3 and 4)
// are linked instead. A key that more than kMaxRecordsPerKey records share says nothing either.
//
// All functions are pure: which records are one paper depends on the records alone, not on the order in which they
// came.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "data/paper.h"

namespace paperdex {

inline constexpr std::size_t kMinTitleWords = 5;
inline constexpr std::size_t kMaxRecordsPerKey = 64;

// id, doi and ids, canonical, each once.
std::vector<std::string> ids_of(const Paper& paper);

// The words of the title and the first author's family name, folded: "attention is all you need|vaswani". Empty when
// rule 4 says nothing of the paper, for want of a year too.
std::string title_key(const Paper& paper);

// All keys that rules 1 to 4 compare: ids_of() and title_key().
std::vector<std::string> identity_keys(const Paper& record);

struct Grouping {
  std::vector<std::vector<std::size_t>> papers;  // indices of records, ascending; in order of their first record
  std::vector<std::set<std::size_t>> linked;     // for each paper, indices of papers that it is linked with
};

// Groups records, among which must be all that share a key with any of them, but for the keys in `void_keys`, which are
// not looked at. Cost: linear in the records and their keys, but for the sorting.
Grouping group_records(const std::vector<Paper>& records, const std::set<std::string>& void_keys);

}  // namespace paperdex
