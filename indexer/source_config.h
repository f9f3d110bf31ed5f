// One source as the configuration or the command line names it, and what of it is to be fetched.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/date.h"
#include "data/error.h"

namespace paperdex {

// The kinds of sources that are harvested; each has a file in sources/.
enum class SourceKind { kArxiv, kArxivSnapshot, kHfDaily, kOai, kAcl, kOpenAlex, kEuropePmc };

struct SourceConfig {
  SourceKind kind = SourceKind::kArxiv;
  std::string name;      // Paper::source and the ledger's: the kind's own name; for kOai one that the user chose
  std::string base_url;  // empty: the kind's own; kOai has none
  std::vector<std::string> sets;   // kArxiv, kOai: OAI sets; empty: all records. Each is harvested on its own
  std::string query;               // kOpenAlex, kEuropePmc: which papers
  std::vector<std::string> paths;  // kAcl, kArxivSnapshot: files or folders
  std::optional<Day> from;         // the first day that is wanted
  std::string api_key;             // kOpenAlex: of the user's account there; never shown
};

inline constexpr std::size_t kMaxNameBytes = 32;
inline constexpr std::size_t kMaxSets = 100;
inline constexpr std::size_t kMaxSetBytes = 150;     // it is part of a key in the ledger
inline constexpr std::size_t kMaxQueryBytes = 2000;  // it travels in an address
inline constexpr std::size_t kMaxUrlBytes = 500;
inline constexpr std::size_t kMaxKeyBytes = 200;

// What is wrong with a SourceConfig. key() is the configuration's name of the member at fault ("base_url").
class SourceFault : public InputError {
 public:
  SourceFault(std::string key, const std::string& message) : InputError(message), key_(std::move(key)) {}

  const std::string& key() const { return key_; }

 private:
  std::string key_;
};

// arxiv, arxiv-snapshot, hf-daily, oai, acl, openalex, europepmc
const char* name_of(SourceKind kind);

// False for the kinds that read files.
bool has_days(SourceKind kind);

// Throws SourceFault, which lists the known names.
SourceKind source_kind_from_name(const std::string& name);

// The rules that the configuration and the command line share: the name, that all that the kind needs is there and
// nothing that it has no use for, and the form of each. Throws SourceFault. Does not look at the disk or the network.
void check_source(const SourceConfig& source);

// What one PaperSource is to fetch: one set on some days. Sources without days (kAcl, kArxivSnapshot) get one day: the
// present.
struct HarvestTask {
  SourceConfig config;
  std::string set;        // empty: all records
  std::vector<Day> days;  // ascending; each ends with a Covered
};

}  // namespace paperdex
