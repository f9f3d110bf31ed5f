// The ledger: what was harvested of each source and set, day by day. It is also the checkpoint: a day that is not whole
// is fetched again.
//
// It lies in the metadata of the index's database, so that a day is written in one transaction with its papers and
// travels with the generation that holds them.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/date.h"
#include "data/period.h"

namespace paperdex {

// Counts of one day's records.
struct LedgerDay {
  std::uint64_t announced = 0;  // as the source counts them
  std::uint64_t received = 0;   // that came: papers, deletions, rejects
  std::uint64_t rejected = 0;
  std::uint64_t indexed = 0;      // papers that were put in or were there already, deletions that were done
  bool closed = false;            // the day was over when it was asked for
  Date when = Date::from_day(0);  // when these counts were last found, the first time on that day
  bool confirmed = false;         // they were found on another day before

  // Nothing of the day is missing, and nothing can come.
  bool is_whole() const { return closed && received >= announced && indexed + rejected >= received; }

  friend bool operator==(const LedgerDay&, const LedgerDay&) = default;
};

struct LedgerSet {
  std::string source;
  std::string set;           // "": all of the source
  std::optional<Day> start;  // the first day that the night wants; nothing: the source has no days, or was never its
  std::optional<Date> attempted;  // when it was last asked
  std::string fault;              // why that ended early; "": it did not
  std::map<Day, LedgerDay> days;
  bool nightly = false;  // the night asks for it; false: by hand only
};

enum class SourceState {
  kCurrent,  // whole up to yesterday, with records lately
  kQuiet,    // whole up to yesterday, whose last day had no records: a quiet day, not a fault
  kGaps,     // days between others are missing
  kFailing,  // the last harvest ended early
  kStale,    // the night has not asked for it for more than kStaleHours
  kByHand,   // the night does not ask for it
};
const char* name_of(SourceState state);

inline constexpr int kStaleHours = 36;

struct SourceStatus {
  SourceState state = SourceState::kCurrent;
  std::optional<Day> through;         // every day from the start up to this one is whole
  std::optional<Day> last_with_data;  // the last day with records
  std::vector<DayRange> gaps;         // days that are not whole, before others that are or before it was last asked
};

// Pure.
SourceStatus status_of(const LedgerSet& set, const Date& now);

// The day through which the night's sources with days are all whole; nothing when there is none.
std::optional<Day> data_through(const std::vector<LedgerSet>& ledger, const Date& now);

// By source and set. Throws Xapian::Error. Cost: the entries.
std::vector<LedgerSet> read_ledger(const Xapian::Database& database);

// --- The form in the metadata: key and value -------------------------------------------------------------------------
//
//   paperdex_ledger:SOURCE\nSET             nightly start attempted fault... ("-" where there is none)
//   paperdex_ledger:SOURCE\nSET\n2024-06-12 announced received rejected indexed closed when confirmed
using LedgerEntry = std::pair<std::string, std::string>;
std::vector<LedgerSet> parse_ledger(const std::map<std::string, std::string>& entries);  // by source and set
LedgerEntry ledger_entry(const LedgerSet& set);                                          // its days left out
LedgerEntry ledger_entry(const LedgerSet& set, Day day);  // Requires that the day is in it

}  // namespace paperdex
