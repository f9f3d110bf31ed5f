// Which days of a source are to be fetched.
#pragma once

#include <optional>
#include <vector>

#include "data/ledger.h"
#include "indexer/source_config.h"

namespace paperdex {

// Without a first day that the user wants: so many days back from the first night.
inline constexpr int kFirstNightDays = 7;
// Days before the newest change in arXiv's snapshot from which arXiv itself is asked.
inline constexpr int kSnapshotOverlapDays = 7;

// What the ledger holds of a source's set; an empty one when it holds nothing.
LedgerSet find_set(const std::vector<LedgerSet>& ledger, const std::string& source, const std::string& set);

// What of a source is harvested each on its own, as the ledger calls it: its sets, or else its query or its paths,
// which are cut, with a hash, when they are long; "" when there is none of them. Another query is another set, so that
// days that came for the one are not taken for the other's.
std::vector<std::string> sets_of(const SourceConfig& config);

// The first day that the night wants of a source that has days: the configuration's, else the one it had before, else
// kFirstNightDays back. Of arXiv, without the configuration's, no later than a week before what the snapshot reaches
// to.
Day first_day_wanted(const SourceConfig& config, const LedgerSet& set, const std::vector<LedgerSet>& ledger, Day today);

// The days from set.start to today that are not whole, and those that are but may have changed since: the last ones, as
// many as the kind asks for, once each day; of Daily Papers the 15th to 30th too, once a week. Ascending. Pure.
//
// A day that is whole is not lost when the clock goes back, and a day without an end is asked for again, whatever the
// clock does: the source's own clock decides what is whole (Covered::closed).
std::vector<Day> days_to_fetch(const LedgerSet& set, SourceKind kind, Day today);

}  // namespace paperdex
