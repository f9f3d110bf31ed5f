#include "query/trending.h"

#include <algorithm>
#include <cmath>

#include "data/schema.h"
#include "query/day_calendar.h"

namespace paperdex {

std::vector<TrendingPaper> trending_papers(const Xapian::Database& db, int spill_days, Day today, std::size_t limit) {
  using Xapian::Query;
  std::vector<TrendingPaper> papers;
  const Query has_votes(Query::OP_VALUE_GE, kSlotUpvotes, Xapian::sortable_serialise(1));
  Xapian::Enquire enquire(db);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_sort_by_value(kSlotUpvotes, true);
  for (Day age = 0; age < kTrendingDays; ++age) {
    const Day day = today - age;
    enquire.set_query(Query(Query::OP_FILTER, papers_of(db, {day, day}, spill_days), has_votes));
    // The best of all days are among the best of each.
    const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(limit));
    for (auto it = found.begin(); it != found.end(); ++it) {
      const double votes = Xapian::sortable_unserialise(it.get_document().get_value(kSlotUpvotes));
      papers.push_back({*it, votes * std::exp2(-age / kVotesHalfLifeDays)});
    }
  }
  std::sort(papers.begin(), papers.end(), [](const TrendingPaper& a, const TrendingPaper& b) {
    return a.score != b.score ? a.score > b.score : a.docid < b.docid;
  });
  if (papers.size() > limit) papers.resize(limit);
  return papers;
}

}  // namespace paperdex
