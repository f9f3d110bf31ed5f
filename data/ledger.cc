#include "data/ledger.h"

#include <algorithm>
#include <sstream>
#include <string_view>

#include "data/schema.h"

namespace paperdex {
namespace {

constexpr char kNothing[] = "-";

std::string key_of(const LedgerSet& set) { return kMetaLedgerPrefix + set.source + '\n' + set.set; }

std::optional<Day> parse_day(const std::string& text) {
  const std::optional<Date> date = Date::parse(text);
  return date ? std::optional(date->first_day()) : std::nullopt;
}

std::string day_text(Day day) { return Date::from_day(day).to_string(); }

void read_state(const std::string& value, LedgerSet& set) {
  std::istringstream in(value);
  std::string start, attempted;
  in >> set.nightly >> start >> attempted;
  set.start = parse_day(start);
  set.attempted = Date::parse(attempted);
  in.get();
  std::getline(in, set.fault);
}

LedgerDay read_day(const std::string& value) {
  LedgerDay day;
  std::string when;
  std::istringstream in(value);
  in >> day.announced >> day.received >> day.rejected >> day.indexed >> day.closed >> when >> day.confirmed;
  day.when = Date::parse(when).value_or(day.when);
  return day;
}

bool is_older_than(const Date& then, const Date& now, int hours) {
  return now.first_second() - then.first_second() > std::int64_t{3600} * hours;
}

}  // namespace

const char* name_of(SourceState state) {
  switch (state) {
    case SourceState::kCurrent:
      return "current";
    case SourceState::kQuiet:
      return "quiet";
    case SourceState::kGaps:
      return "gaps";
    case SourceState::kFailing:
      return "failing";
    case SourceState::kStale:
      return "stale";
    case SourceState::kByHand:
      break;
  }
  return "by-hand";
}

SourceStatus status_of(const LedgerSet& set, const Date& now) {
  SourceStatus status;
  Day last_whole = 0;
  for (const auto& [day, counts] : set.days) {
    if (counts.received > 0) status.last_with_data = day;
    if (counts.is_whole()) last_whole = day;
    if (!set.start && counts.is_whole()) status.through = day;
  }
  if (set.start) {
    // A day is expected to be whole once another one has been, or the source was asked after it.
    const Day last_expected = std::max(last_whole, set.attempted ? set.attempted->first_day() - 1 : last_whole);
    for (Day day = *set.start; day <= last_expected; ++day) {
      const auto found = set.days.find(day);
      if (found != set.days.end() && found->second.is_whole()) {
        if (status.gaps.empty()) status.through = day;
      } else if (!status.gaps.empty() && status.gaps.back().last == day - 1) {
        status.gaps.back().last = day;
      } else {
        status.gaps.push_back({day, day});
      }
    }
  }
  if (!set.start && !set.days.empty() && !set.days.rbegin()->second.is_whole())
    status.gaps.push_back({set.days.rbegin()->first, set.days.rbegin()->first});
  const bool is_stale = !set.attempted || is_older_than(*set.attempted, now, kStaleHours);
  const bool is_quiet = status.through && set.start && set.days.at(*status.through).received == 0;
  status.state = !set.nightly           ? SourceState::kByHand
                 : is_stale             ? SourceState::kStale
                 : !set.fault.empty()   ? SourceState::kFailing
                 : !status.gaps.empty() ? SourceState::kGaps
                 : is_quiet             ? SourceState::kQuiet
                                        : SourceState::kCurrent;
  return status;
}

std::optional<Day> data_through(const std::vector<LedgerSet>& ledger, const Date& now) {
  std::optional<Day> through;
  for (const LedgerSet& set : ledger) {
    if (!set.nightly || !set.start) continue;
    // Of a source that was never whole on any day, all that is known is that its first day is missing.
    const Day whole = status_of(set, now).through.value_or(*set.start - 1);
    through = through ? std::min(*through, whole) : whole;
  }
  return through;
}

std::vector<LedgerSet> parse_ledger(const std::map<std::string, std::string>& entries) {
  std::vector<LedgerSet> ledger;
  for (const auto& [key, value] : entries) {
    const std::string name = key.substr(std::string_view(kMetaLedgerPrefix).size());
    const std::size_t set_at = std::min(name.find('\n'), name.size() - 1) + 1;
    const std::size_t day_at = std::min(name.find('\n', set_at), name.size());
    const std::string source = name.substr(0, set_at - 1);
    const std::string set = name.substr(set_at, day_at - set_at);
    if (ledger.empty() || ledger.back().source != source || ledger.back().set != set) {
      ledger.push_back({source, set, std::nullopt, std::nullopt, {}, {}, false});
    }
    if (day_at == name.size()) {
      read_state(value, ledger.back());
    } else if (const auto day = parse_day(name.substr(day_at + 1))) {
      ledger.back().days[*day] = read_day(value);
    }
  }
  return ledger;
}

std::vector<LedgerSet> read_ledger(const Xapian::Database& database) {
  std::map<std::string, std::string> entries;
  const std::string prefix = kMetaLedgerPrefix;
  for (auto key = database.metadata_keys_begin(prefix); key != database.metadata_keys_end(prefix); ++key) {
    entries[*key] = database.get_metadata(*key);
  }
  return parse_ledger(entries);
}

LedgerEntry ledger_entry(const LedgerSet& set) {
  std::string value = set.nightly ? "1 " : "0 ";
  value += set.start ? day_text(*set.start) : kNothing;
  value += ' ' + (set.attempted ? set.attempted->to_string() : kNothing) + ' ' + set.fault;
  return {key_of(set), std::move(value)};
}

LedgerEntry ledger_entry(const LedgerSet& set, Day day) {
  const LedgerDay& counts = set.days.at(day);
  std::ostringstream value;
  value << counts.announced << ' ' << counts.received << ' ' << counts.rejected << ' ' << counts.indexed << ' '
        << counts.closed << ' ' << counts.when.to_string() << ' ' << counts.confirmed;
  return {key_of(set) + '\n' + day_text(day), value.str()};
}

}  // namespace paperdex
