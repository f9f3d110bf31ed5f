// How the harvest of each source stands, as /api/v1/stats tells it.
#pragma once

#include <vector>

#include "data/json_writer.h"
#include "data/ledger.h"

namespace paperdex {

inline constexpr std::size_t kMaxGaps = 100;  // of one source that are written, the earliest
inline constexpr int kRecentDays = 7;

// The member "sources", in the ledger's order:
//
//   [{"source", "set"?, "state": "current"|"quiet"|"gaps"|"failing"|"stale", "start"?, "through"?, "last_with_data"?,
//     "attempted"?, "fault"?, "gaps": [{"from", "until"}], "gaps_total", "days",
//     "last_7_days": {"announced", "received", "rejected", "indexed"}}]
//
// The last days are those before and with the day of `now`, in UTC. Pure. Cost: the days from each start on.
void write_sources(JsonWriter& json, const std::vector<LedgerSet>& ledger, const Date& now);

}  // namespace paperdex
