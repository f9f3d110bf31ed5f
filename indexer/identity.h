// When two records are one paper.
//
// Four rules, in this order; each joins what the ones before it left apart:
//   1. they share an arXiv id
//   2. they share a DOI, and not both their titles contradict each other and one of them is of a file: people copy an
//      entry and leave the DOI as it was, or give a volume's DOI to its papers; harvested ones are renamed on
//      publication
//   3. they share another id (ACL, PubMed, PMC, OpenAlex, a source's own)
//   4. they have the same title, by words, and the same family name of the first author, and their years are at most
//      one apart; titles of fewer than kMinTitleWords words say nothing
// Papers that a rule would join although they have different arXiv ids (rules 2 to 4), titles that contradict each
// other (rule 2) or different DOIs (rules 3 and 4) are linked instead. A key that more than kMaxRecordsPerKey records
// share says nothing either.
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

// Two titles contradict each other when fewer of the shorter one's words than one in this number are among the other's.
inline constexpr std::size_t kSharedTitleWords = 2;
// Of a word, as many bytes are compared, so that "network" is "networks", and a slip of the pen seldom matters.
inline constexpr std::size_t kComparedWordBytes = 4;

// Of bibtex, ris or csl-json, or of a file's record that names no source.
bool is_of_file(const Paper& record);

// The words of the title, folded: "attention is all you need".
std::string title_words(const Paper& paper);

// Whether the titles are clearly those of two papers: they share too few words (kSharedTitleWords; words that carry no
// topic do not count), or each has a number that the other has not ("Part 1", "Part 2"). So a title agrees with what
// begins with it, and with itself in other markup or case. What is written in two scripts cannot be compared and
// contradicts nothing.
bool titles_contradict(const Paper& a, const Paper& b);

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
// not looked at. Cost: linear in the records and their keys, but for the sorting and for titles, which are compared two
// by two where records of files share a DOI.
Grouping group_records(const std::vector<Paper>& records, const std::set<std::string>& void_keys);

}  // namespace paperdex
