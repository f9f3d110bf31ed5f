// Papers that are voted for now.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <vector>

#include "data/date.h"

namespace paperdex {

inline constexpr Day kTrendingDays = 30;
// Votes on a page of daily papers come in its first days. With three, a paper of yesterday needs a fifth fewer votes
// than one of today would to stand where it stood, one of last week five times as many, and after a month a thousand
// votes count as one.
inline constexpr double kVotesHalfLifeDays = 3;

struct TrendingPaper {
  Xapian::docid docid = 0;
  double score = 0;  // upvotes x 2^(-age / half-life)
};

// At most `limit` papers of the kTrendingDays up to `today` that have upvotes, best first; equal ones newest first. A
// paper's day is as day_calendar.h says. Throws Xapian::Error. Cost: a look at the papers of those days.
std::vector<TrendingPaper> trending_papers(const Xapian::Database& db, int spill_days, Day today, std::size_t limit);

}  // namespace paperdex
