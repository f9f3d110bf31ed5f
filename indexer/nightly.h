// What a night does with each configured source; commands/nightly.cc goes through them.
#pragma once

#include <string>
#include <vector>

#include "data/ledger.h"
#include "indexer/config.h"
#include "indexer/source_config.h"

namespace paperdex {

struct NightTask {
  HarvestTask task;  // no days: nothing is to be fetched tonight
  LedgerSet set;     // as the ledger has it, with what the configuration wants of it
};

// Sources in the order in which they are harvested: snapshots before what goes on from them, else the configuration's.
std::vector<SourceConfig> in_order_of_night(std::vector<SourceConfig> sources);

// A source of files is read when one of them changed since it was last read whole. Throws InputError when a file or
// folder cannot be looked at.
NightTask plan_set(const SourceConfig& config, const std::string& set, const std::vector<LedgerSet>& ledger, Date now);

// The sets that the night asked for until now and that the configuration no longer has, marked so.
std::vector<LedgerSet> retired_sets(const Config& config, const std::vector<LedgerSet>& ledger);

// The first day before today that is not whole; nothing when all are, or the source has no days.
std::optional<Day> first_day_missing(const LedgerSet& set, Day today);

}  // namespace paperdex
