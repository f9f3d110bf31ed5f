#include "query/day_list.h"

#include "data/schema.h"
#include "query/posting_sources.h"

namespace paperdex {
namespace {

// The day of the first paper at or after `docid`; nothing when only dateless ones follow.
std::optional<Day> dated_from(const Xapian::Database& db, Docid docid) {
  Xapian::PostingIterator posting = db.postlist_begin("");
  posting.skip_to(docid);
  if (posting == db.postlist_end("")) return std::nullopt;
  return day_of_docid(*posting);
}

std::optional<Day> next_day(const Xapian::Database& db, Day day) {
  // "Some paper is newer than `day`, and not newer than `later`" only ever turns true: bisect for where.
  const auto is_newer_until = [&](Day later) {
    const auto found = dated_from(db, first_docid(later));
    return found && *found > day;
  };
  Day low = day;
  Day high = last_day();
  if (low >= high || !is_newer_until(high)) return std::nullopt;
  while (high - low > 1) {
    const Day middle = low + (high - low) / 2;
    (is_newer_until(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace

DayList day_list(const Xapian::Database& db, int spill_days, std::optional<Day> day, Day reference_day, DailySort sort,
                 std::size_t limit, std::size_t offset) {
  DayList list;
  if (!day) day = dated_from(db, first_docid(reference_day));
  if (!day) return list;
  list.day = *day;
  if (*day > first_day()) list.previous = dated_from(db, first_docid(*day - 1));
  list.next = next_day(db, *day);
  Xapian::Enquire enquire(db);
  enquire.set_query(
      Xapian::Query(Xapian::Query::OP_FILTER, Xapian::Query::MatchAll, days_query(*day, *day, spill_days)));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  if (sort == DailySort::kUpvotes) enquire.set_sort_by_value(kSlotUpvotes, true);
  const Xapian::MSet found =
      enquire.get_mset(static_cast<Xapian::doccount>(offset), static_cast<Xapian::doccount>(limit), db.get_doccount());
  list.total = found.get_matches_estimated();
  for (auto it = found.begin(); it != found.end(); ++it) list.docids.push_back(*it);
  return list;
}

}  // namespace paperdex
