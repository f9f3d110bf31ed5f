// Where a staging database comes from.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "data/index_dir.h"

namespace paperdex {

// What a new staging database holds at first.
struct StagingStart {
  std::optional<Generation> generation;         // whose papers, at their docids, and metadata; of today's format
  std::map<std::string, std::string> metadata;  // set after that
};

// Makes a staging database at `staging`, sealed, where none is. `dir` is the index whose generations count: no commit
// number of theirs is used again. A kill leaves either none or a whole one. Throws IndexError, for example when the
// generation is damaged.
void create_staging(const IndexDir& dir, const std::filesystem::path& staging, const StagingStart& start);

// Makes DIR/staging when it is missing: a copy of the current generation, or an empty database when none is published.
// Requires the index's lock. Throws IndexError.
void create_staging_if_missing(const IndexDir& dir);

// Greater than any number of commits that a generation or a staging may have had which does not say so any more.
inline constexpr std::uint64_t kCommitsUnknown = 1'000'000;

// Commits are counted on from all that was published, so that no number ever stands for two contents, and who asks for
// what came after one misses nothing.
std::uint64_t first_commit(const IndexDir& dir);

}  // namespace paperdex
