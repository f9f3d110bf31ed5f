#include "indexer/harvest_plan.h"

#include <algorithm>

#include "data/schema.h"

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

// A list of several pages can lose a record at the border of two when another one leaves the list meanwhile, and nobody
// sees it: such a day is whole for good when its counts were found twice, on different days.
constexpr std::uint64_t kOnePage = 50;

bool is_paged_list(SourceKind kind) { return kind == SourceKind::kArxiv || kind == SourceKind::kOai; }

bool may_have_changed(const LedgerDay& day, SourceKind kind, int age, Day today) {
  // A clock that was ahead once must not keep days from being asked for.
  const int days_since = today - day.when.first_day();
  if (age <= overlap_days(kind)) return days_since != 0;
  if (is_paged_list(kind) && day.received > kOnePage && !day.confirmed) return days_since != 0;
  const bool is_weekly = kind == SourceKind::kHfDaily && age >= kDailyPapersWeeklyFrom && age <= kDailyPapersWeeklyTo;
  return is_weekly && (days_since >= kWeek || days_since < 0);
}

std::optional<Day> day_of_snapshot(const std::vector<LedgerSet>& ledger) {
  std::optional<Day> newest;
  for (const LedgerSet& set : ledger) {
    if (set.source != name_of(SourceKind::kArxivSnapshot)) continue;
    for (const auto& [day, counts] : set.days) {
      if (counts.is_whole()) newest = std::max(newest.value_or(day), day);
    }
  }
  return newest;
}

// A name of what is asked for that fits into the ledger.
std::string set_name(std::string text) {
  if (text.size() <= kMaxSetBytes) return text;
  const std::string hash = record_term("", text);
  std::size_t end = kMaxSetBytes - hash.size() - 1;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not within a character
  return text.substr(0, end) + '#' + hash;
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
  if (!config.sets.empty()) return config.sets;
  std::string all = config.query;
  for (const std::string& path : config.paths) all += (all.empty() ? "" : " ") + path;
  return {set_name(std::move(all))};
}

Day first_day_wanted(const SourceConfig& config, const LedgerSet& set, const std::vector<LedgerSet>& ledger,
                     Day today) {
  if (config.from) return *config.from;
  const Day start = set.start.value_or(today - kFirstNightDays);
  const std::optional<Day> snapshot = config.kind == SourceKind::kArxiv ? day_of_snapshot(ledger) : std::nullopt;
  if (!snapshot) return start;
  const Day follows = std::min(*snapshot, today) - kSnapshotOverlapDays;
  return set.start ? std::min(start, follows) : follows;
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
