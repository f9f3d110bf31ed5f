// Which papers are new to somebody who follows a query.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "query/searcher.h"
#include "server/mail/subscription.h"

namespace paperdex {

inline constexpr std::size_t kMaxPapersOfMail = 100;  // that are told in full; of others only how many there are
inline constexpr std::size_t kTrendingPapers = 20;
inline constexpr std::size_t kTrendingLookedAt = 100;  // among these are the ones that were not sent yet

struct NewPapers {
  std::string query;       // empty: trending papers
  std::string understood;  // the query as it was understood
  std::vector<Hit> hits;   // newest first; trending ones by votes
  std::uint64_t more = 0;  // others that match and are new; some of those beyond kMaxResults may have been sent before
};

// Where an index stands. A subscription starts here.
IndexPosition position_of(const Snapshot& snapshot);

// Where somebody who was told all up to `told` stands after being told all that the index has. After a rollback of the
// index that is where it was before. Another index than before has no papers of which it can be said that they are new:
// is_other_index() then, and it is where that index stands.
IndexPosition position_after(const IndexPosition& told, const IndexPosition& index);
bool is_other_index(const IndexPosition& told, const IndexPosition& index);

// Of these ids, those that were not sent before, in the same order.
using UnsentOf = std::function<std::vector<std::string>(const std::vector<std::string>&)>;

// The papers with all of the query's words that came after `told`, but those sent before; of the empty query the
// trending ones. Looks through kMaxResults of them for kMaxPapersOfMail that were not sent, and through kMaxDeepResults
// for one. Throws QueryError when the query passes a limit. Cost: a search; one more for each kMaxPapersOfMail that
// were sent before.
NewPapers find_new_papers(Searcher& searcher, const std::string& query, const IndexPosition& told,
                          const UnsentOf& unsent);

std::vector<std::string> ids_of(const std::vector<Hit>& hits);

}  // namespace paperdex
