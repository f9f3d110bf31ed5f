#include "server/api/source_status.h"

#include <algorithm>
#include <optional>
#include <string>

namespace paperdex {
namespace {

std::string day_text(Day day) { return Date::from_day(day).to_string(); }

void write_day(JsonWriter& json, const char* name, const std::optional<Day>& day) {
  if (day) json.member(name, day_text(*day));
}

void write_gaps(JsonWriter& json, const std::vector<DayRange>& gaps) {
  json.key("gaps");
  json.begin_array();
  for (std::size_t i = 0; i < std::min(gaps.size(), kMaxGaps); ++i) {
    json.begin_object();
    json.member("from", day_text(gaps[i].first));
    json.member("until", day_text(gaps[i].last));
    json.end_object();
  }
  json.end_array();
  json.member("gaps_total", gaps.size());
}

void write_recent(JsonWriter& json, const LedgerSet& set, Day today) {
  LedgerDay sum;
  for (auto day = set.days.upper_bound(today - kRecentDays); day != set.days.end() && day->first <= today; ++day) {
    sum.announced += day->second.announced;
    sum.received += day->second.received;
    sum.rejected += day->second.rejected;
    sum.indexed += day->second.indexed;
  }
  json.key("last_" + std::to_string(kRecentDays) + "_days");
  json.begin_object();
  json.member("announced", sum.announced);
  json.member("received", sum.received);
  json.member("rejected", sum.rejected);
  json.member("indexed", sum.indexed);
  json.end_object();
}

void write_source(JsonWriter& json, const LedgerSet& set, const Date& now) {
  const SourceStatus status = status_of(set, now);
  json.begin_object();
  json.member("source", set.source);
  json.member_if("set", set.set);
  json.member("state", name_of(status.state));
  write_day(json, "start", set.start);
  write_day(json, "through", status.through);
  write_day(json, "last_with_data", status.last_with_data);
  if (set.attempted) json.member("attempted", set.attempted->to_string());
  json.member_if("fault", set.fault);
  write_gaps(json, status.gaps);
  json.member("days", set.days.size());
  write_recent(json, set, now.first_day());
  json.end_object();
}

}  // namespace

void write_sources(JsonWriter& json, const std::vector<LedgerSet>& ledger, const Date& now) {
  json.key("sources");
  json.begin_array();
  for (const LedgerSet& set : ledger) write_source(json, set, now);
  json.end_array();
}

}  // namespace paperdex
