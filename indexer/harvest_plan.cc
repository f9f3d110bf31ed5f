#include "indexer/harvest_plan.h"

#include <algorithm>

namespace paperdex {
namespace {

constexpr int kDailyPapersWeeklyFrom = 15;
constexpr int kDailyPapersWeeklyTo = 30;
constexpr int kWeek = 7;

int overlap_days(SourceKind kind) {
  switch (kind) {
    case SourceKind::kArxiv:
    case SourceKind::kOai:
      return 2;
    case SourceKind::kHfDaily:
      return kDailyPapersWeeklyFrom - 1;
    case SourceKind::kOpenAlex:
    case SourceKind::kEuropePmc:
      return 7;
    case SourceKind::kArxivSnapshot:
    case SourceKind::kAcl:
      break;
  }
  return 0;
}

bool may_have_changed(const LedgerDay& day, SourceKind kind, int age, Day today) {
  const int days_since = today - day.when.first_day();
  if (age <= overlap_days(kind)) return days_since > 0;
  const bool is_weekly = kind == SourceKind::kHfDaily && age >= kDailyPapersWeeklyFrom && age <= kDailyPapersWeeklyTo;
  return is_weekly && days_since >= kWeek;
}

}  // namespace

LedgerSet find_set(const std::vector<LedgerSet>& ledger, const std::string& source, const std::string& set) {
  const auto found = std::find_if(ledger.begin(), ledger.end(),
                                  [&](const LedgerSet& entry) { return entry.source == source && entry.set == set; });
  if (found != ledger.end()) return *found;
  LedgerSet empty;
  empty.source = source;
  empty.set = set;
  return empty;
}

std::vector<std::string> sets_of(const SourceConfig& config) {
  return config.sets.empty() ? std::vector<std::string>{""} : config.sets;
}

Day first_day_wanted(const SourceConfig& config, const LedgerSet& set, const std::vector<LedgerSet>& ledger,
                     Day today) {
  if (config.from) return *config.from;
  if (set.start) return *set.start;
  if (config.kind == SourceKind::kArxiv) {
    const LedgerSet snapshot = find_set(ledger, name_of(SourceKind::kArxivSnapshot), "");
    for (auto day = snapshot.days.rbegin(); day != snapshot.days.rend(); ++day) {
      if (day->second.is_whole()) return day->first - kSnapshotOverlapDays;
    }
  }
  return today - kFirstNightDays;
}

std::vector<Day> days_to_fetch(const LedgerSet& set, SourceKind kind, Day today) {
  std::vector<Day> days;
  if (!set.start) return days;
  for (Day day = *set.start; day <= today; ++day) {
    const auto found = set.days.find(day);
    const bool is_whole = found != set.days.end() && found->second.is_whole();
    if (!is_whole || may_have_changed(found->second, kind, today - day, today)) days.push_back(day);
  }
  return days;
}

}  // namespace paperdex
