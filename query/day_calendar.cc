#include "query/day_calendar.h"

#include <algorithm>

#include "data/schema.h"
#include "query/posting_sources.h"

namespace paperdex {
namespace {

using Xapian::Query;

// Says of docids that only grow whether they have a term.
class HasTerm {
 public:
  HasTerm(const Xapian::Database& db, const char* term) : at_(db.postlist_begin(term)), end_(db.postlist_end(term)) {}

  bool operator()(Xapian::docid docid) {
    if (at_ != end_ && *at_ < docid) at_.skip_to(docid);
    return at_ != end_ && *at_ == docid;
  }

 private:
  Xapian::PostingIterator at_;
  Xapian::PostingIterator end_;
};

void sort_unique(std::vector<Day>& days) {
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
}

void add(std::vector<Day>& days, Day day) {
  if (days.empty() || days.back() != day) days.push_back(day);
}

}  // namespace

DayCalendar::DayCalendar(const Xapian::Database& db) {
  HasTerm was_shown(db, kShownTerm);
  HasTerm names_a_month(db, kMonthTerm);
  HasTerm names_a_year(db, kYearTerm);
  for (auto value = db.valuestream_begin(kSlotDay); value != db.valuestream_end(kSlotDay); ++value) {
    const Xapian::docid docid = value.get_docid();
    if (was_shown(docid) || names_a_year(docid)) continue;
    add(names_a_month(docid) ? months_ : days_, decode_day(*value));
  }
  for (auto term = db.allterms_begin(kShownPrefix); term != db.allterms_end(kShownPrefix); ++term) {
    if (const std::optional<Day> day = day_of_shown_term(*term)) days_.push_back(*day);
  }
  sort_unique(days_);
  months_.insert(months_.end(), days_.begin(), days_.end());
  sort_unique(months_);
}

std::optional<DayRange> DayCalendar::newest(Day until) const {
  for (const PeriodKind kind : {PeriodKind::kDay, PeriodKind::kMonth}) {
    const auto after = std::upper_bound(days(kind).begin(), days(kind).end(), until);
    if (after != days(kind).begin()) return period_of(kind, *std::prev(after));
  }
  return std::nullopt;
}

std::optional<DayRange> DayCalendar::before(PeriodKind kind, const DayRange& range) const {
  const auto found = std::lower_bound(days(kind).begin(), days(kind).end(), range.first);
  return found == days(kind).begin() ? std::nullopt : std::optional(period_of(kind, *std::prev(found)));
}

std::optional<DayRange> DayCalendar::after(PeriodKind kind, const DayRange& range) const {
  const auto found = std::upper_bound(days(kind).begin(), days(kind).end(), range.last);
  return found == days(kind).end() ? std::nullopt : std::optional(period_of(kind, *found));
}

Query papers_of(const Xapian::Database& db, const DayRange& range, int spill_days) {
  std::vector<Query> shown;
  for (Day day = range.first; day <= range.last; ++day) shown.push_back(term_query(db, shown_term(day)));
  std::vector<Query> elsewhere = {term_query(db, kShownTerm), term_query(db, kYearTerm)};
  if (kind_of_period(range) != PeriodKind::kMonth) elsewhere.push_back(term_query(db, kMonthTerm));
  const Query published(Query::OP_FILTER, every_paper(), days_query(range.first, range.last, spill_days));
  shown.emplace_back(Query::OP_AND_NOT, published, Query(Query::OP_OR, elsewhere.begin(), elsewhere.end()));
  return {Query::OP_OR, shown.begin(), shown.end()};
}

}  // namespace paperdex
