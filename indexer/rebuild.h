// Staging made anew: when it is damaged, when it is older than what was published, and when the index is of an earlier
// format. Records are what an index is made of: what can be read of them, in staging or else in the newest generation,
// is put into a new staging database beside the old one, which is then replaced by two renames. A kill at any moment
// leaves the old one, or none where a whole new one lies ready, which finish_swap() puts in its place.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/index_dir.h"
#include "indexer/index_lock.h"
#include "indexer/staging.h"

namespace paperdex {

struct Rebuilt {
  std::string reason;                    // what was wrong with the old one
  std::optional<Generation> generation;  // that records were taken from
  std::uint64_t documents = 0;           // that the new one holds
  std::vector<std::string> taken;        // what was damaged and came from the generation, a message each
  std::vector<std::string> lost;         // what was damaged and nowhere else, likewise
};

// Ends what a kill interrupted between the two renames, and removes what a killed rebuild left.
void finish_swap(const IndexDir& dir);

// A Staging that is fit: as it is, or made anew, which `rebuilt` is told before. What was harvested since the newest
// generation is asked for again after a rebuild of damaged staging, because the ledger is the generation's. Throws
// IndexError, for example FormatError.
std::unique_ptr<Staging> open_staging(const IndexLock& lock, const std::function<void(const Rebuilt&)>& rebuilt);

// Makes an index of an earlier format one of today's: staging, and a generation made of it, which becomes the current
// one. Ledger, arrivals, `added` and what was taken out stay. In place when `target` is the lock of `source`'s own
// folder, else `source` is left as it is. Nothing when the index is of today's format already and `target` its own.
// Throws IndexError; then nothing has changed.
std::optional<Rebuilt> upgrade(const IndexDir& source, const IndexLock& target);

}  // namespace paperdex
