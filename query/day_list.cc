#include "query/day_list.h"

#include "data/schema.h"

namespace paperdex {

DayList day_list(const Xapian::Database& db, const Xapian::Query& papers, bool by_upvotes, std::size_t limit,
                 std::size_t offset) {
  Xapian::Enquire enquire(db);
  enquire.set_query(papers);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_docid_order(Xapian::Enquire::ASCENDING);
  if (by_upvotes) enquire.set_sort_by_value(kSlotUpvotes, true);
  const Xapian::MSet found =
      enquire.get_mset(static_cast<Xapian::doccount>(offset), static_cast<Xapian::doccount>(limit), db.get_doccount());
  DayList list;
  list.total = found.get_matches_estimated();
  list.docids.reserve(found.size());
  for (auto it = found.begin(); it != found.end(); ++it) list.docids.push_back(*it);
  return list;
}

}  // namespace paperdex
