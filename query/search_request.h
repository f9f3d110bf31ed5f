// A question, before it is understood.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/date.h"

namespace paperdex {

enum class Sort {
  kRelevance,  // R1 (ranking.h)
  kBlend,      // R1 and recency; the default
  kNewest,     // papers with all of the words, newest first
  kOldest,
  kUpdated,  // the same by the day of the latest version, newest first; papers of a day by date of publication
  kUpdatedOldest,
};

// Orders by a date, for which all of the words must be there.
bool is_date_order(Sort sort);

// Throws QueryError("bad_sort") on another name than relevance, blend, newest, oldest, updated, updated-oldest.
Sort sort_from_name(const std::string& name);
const char* sort_name(Sort sort);

inline constexpr std::size_t kMaxQueryBytes = 512;
inline constexpr std::size_t kMaxQueryTerms = 32;
inline constexpr std::size_t kMaxQueryPhrases = 8;
inline constexpr std::size_t kMaxQueryDepth = 8;
inline constexpr std::size_t kMaxWildcards = 2;
inline constexpr std::size_t kMinWildcardLetters = 3;
inline constexpr std::size_t kMaxResults = 1000;        // offset + limit, unless max_results says otherwise
inline constexpr std::size_t kMaxDeepResults = 10'000;  // the most that max_results may say
inline constexpr std::size_t kMaxExplained = 100;       // limit, where hits are explained
inline constexpr std::size_t kMaxIdList = 500;
inline constexpr std::size_t kMaxFilterValues = 32;
inline constexpr std::size_t kMaxFilterBytes = 200;
inline constexpr double kDefaultHalfLifeYears = 2;
inline constexpr double kMinHalfLifeYears = 0.1;
inline constexpr double kMaxHalfLifeYears = 100;

// An evaluation topic may be a whole abstract.
inline constexpr std::size_t kMaxProseBytes = 64 * 1024;
inline constexpr std::size_t kMaxProseTerms = 4096;

struct SearchRequest {
  std::string text;  // as typed (parser.h); empty: every paper the filters let through, newest first
  std::size_t limit = 10;
  std::size_t offset = 0;
  Sort sort = Sort::kBlend;
  std::optional<Date> from;             // published in this period or later
  std::optional<Date> until;            // published in this period or earlier
  std::vector<std::string> categories;  // any of them
  std::vector<std::string> sources;     // any of them
  std::vector<std::string> authors;     // each of them
  std::vector<std::string> venues;      // any of them, each as words in a row of `venue` or `journal_ref`
  std::vector<std::string> ids;         // any of them, in any writing (paper_id.h); at most kMaxIdList
  // Only papers that came after this number of Snapshot::arrivals(). A paper has the number of the first of its records
  // to come, and keeps it when records are changed, merged or parted, or taken out and put in again.
  std::optional<std::uint64_t> added_after;
  std::size_t max_results = kMaxResults;  // bounds offset + limit; itself at most kMaxDeepResults
  bool typing = false;                    // the last word is unfinished
  bool prose = false;                     // an evaluation topic: nothing in it is an operator, and it may be long
  // For programs: all of the words must be there and none is taken for another, and the total is counted up to
  // kMaxDeepResults.
  bool exact = false;
  bool highlights = true;
  bool facets = false;   // count matches by year, category and source
  bool blame = false;    // where nothing is found, count what each part of the question has to do with it
  bool explain = false;  // say for each hit which words brought it, in which field, and what recency added
  double half_life_years = kDefaultHalfLifeYears;  // of recency in kBlend
};

// Throw QueryError when a limit above is passed: too_many_results, too_many_explained, too_many_values, bad_value,
// bad_half_life.
void check_page(std::size_t limit, std::size_t offset, std::size_t max_results = kMaxResults);
void check_request(const SearchRequest& request);

}  // namespace paperdex
