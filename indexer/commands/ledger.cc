// The command that shows the ledger.
#include "data/ledger.h"

#include <xapian.h>

#include <filesystem>
#include <iostream>

#include "data/error.h"
#include "data/json_writer.h"
#include "data/xapian_error.h"
#include "indexer/commands/commands.h"

namespace paperdex {
namespace {

std::string day_text(Day day) { return Date::from_day(day).to_string(); }

void print_text(const LedgerSet& set, const SourceStatus& status, Day first) {
  const std::string name =
      "source=" + event_value(set.source) + (set.set.empty() ? "" : " set=" + event_value(set.set));
  std::cout << name << " state=" << event_value(name_of(status.state));
  if (set.start) std::cout << " start=" << day_text(*set.start);
  if (status.through) std::cout << " through=" << day_text(*status.through);
  if (status.last_with_data) std::cout << " last_with_data=" << day_text(*status.last_with_data);
  if (set.attempted) std::cout << " attempted=" << set.attempted->to_string();
  if (!set.fault.empty()) std::cout << " fault=" << event_value(set.fault);
  std::cout << " gaps=" << status.gaps.size() << '\n';
  for (const DayRange& gap : status.gaps) {
    std::cout << name << " gap_from=" << day_text(gap.first) << " gap_until=" << day_text(gap.last) << '\n';
  }
  for (auto day = set.days.lower_bound(first); day != set.days.end(); ++day) {
    const LedgerDay& counts = day->second;
    std::cout << name << " day=" << day_text(day->first) << " announced=" << counts.announced
              << " received=" << counts.received << " rejected=" << counts.rejected << " indexed=" << counts.indexed
              << " whole=" << (counts.is_whole() ? "yes" : "no") << " when=" << counts.when.to_string() << '\n';
  }
}

void write_json(JsonWriter& json, const LedgerSet& set, const SourceStatus& status, Day first) {
  json.begin_object();
  json.member("source", set.source);
  json.member_if("set", set.set);
  json.member("state", name_of(status.state));
  if (set.start) json.member("start", day_text(*set.start));
  if (status.through) json.member("through", day_text(*status.through));
  if (status.last_with_data) json.member("last_with_data", day_text(*status.last_with_data));
  if (set.attempted) json.member("attempted", set.attempted->to_string());
  json.member_if("fault", set.fault);
  json.key("gaps");
  json.begin_array();
  for (const DayRange& gap : status.gaps) {
    json.begin_object();
    json.member("from", day_text(gap.first));
    json.member("until", day_text(gap.last));
    json.end_object();
  }
  json.end_array();
  json.key("days");
  json.begin_array();
  for (auto day = set.days.lower_bound(first); day != set.days.end(); ++day) {
    const LedgerDay& counts = day->second;
    json.begin_object();
    json.member("day", day_text(day->first));
    json.member("announced", counts.announced);
    json.member("received", counts.received);
    json.member("rejected", counts.rejected);
    json.member("indexed", counts.indexed);
    json.member("whole", counts.is_whole());
    json.member("when", counts.when.to_string());
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

std::vector<LedgerSet> read_ledger_of(const IndexDir& dir) {
  const std::optional<Generation> current = dir.current();
  const bool has_staging = std::filesystem::exists(dir.staging());
  if (!has_staging && !current) {
    throw IndexError("there is no index at " + dir.path().string() + "; run `paperdex-index nightly` or `harvest`");
  }
  const std::filesystem::path path = has_staging ? dir.staging() : dir.generation(*current) / "db";
  return translate_xapian("cannot read " + path.string(), [&] { return read_ledger(Xapian::Database(path.string())); });
}

int show_ledger(const IndexDir& dir, const std::string& source, int days, bool as_json) {
  const Date now = Date::now();
  const Day first = now.first_day() - days + 1;
  JsonWriter json(4096);
  json.begin_array();
  bool found = false;
  for (const LedgerSet& set : read_ledger_of(dir)) {
    if (!source.empty() && set.source != source) continue;
    found = true;
    const SourceStatus status = status_of(set, now);
    if (as_json) {
      write_json(json, set, status, first);
    } else {
      print_text(set, status, first);
    }
  }
  json.end_array();
  if (as_json) std::cout << json.take();
  if (found || as_json) return kExitDone;
  std::cerr << "nothing was harvested" << (source.empty() ? "" : " from " + event_value(source)) << " yet\n";
  return kExitPartly;
}

}  // namespace paperdex
