// One source as the configuration or the command line names it, and what of it is to be fetched.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/date.h"

namespace paperdex {

// The kinds of sources that are harvested; each has a file in sources/.
enum class SourceKind { kArxiv, kArxivSnapshot, kHfDaily, kOai, kAcl, kOpenAlex, kEuropePmc };

struct SourceConfig {
  SourceKind kind = SourceKind::kArxiv;
  std::string name;               // Paper::source and the ledger's: the kind's own name; for kOai one that the user chose
  std::string base_url;           // empty: the kind's own; kOai has none
  std::vector<std::string> sets;  // kArxiv, kOai: OAI sets; empty: all records. Each is harvested on its own
  std::string query;              // kOpenAlex, kEuropePmc: which papers
  std::vector<std::string> paths;  // kAcl, kArxivSnapshot: files or folders
  std::optional<Day> from;        // the first day that is wanted
  std::string api_key;            // kOpenAlex: of the user's account there; never shown
};

// What one PaperSource is to fetch: one set on some days. Sources without days (kAcl, kArxivSnapshot) get one day: the
// present.
struct HarvestTask {
  SourceConfig config;
  std::string set;         // empty: all records
  std::vector<Day> days;  // ascending; each ends with a Covered
};

}  // namespace paperdex
