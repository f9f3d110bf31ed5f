// The configuration file of paperdex-index, in TOML; deploy/paperdex.toml.example has every key, README.md their
// meaning.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "indexer/source_config.h"

namespace paperdex {

inline constexpr std::size_t kMaxSources = 100;
inline constexpr std::size_t kMaxContactBytes = 200;

struct Config {
  std::filesystem::path index;        // absolute; empty: as for --index
  std::string contact;                // an address that servers are told (User-Agent); may be empty
  std::vector<SourceConfig> sources;  // at least one, each by the rules of check_source(), no name twice
};

// Relative paths in the file are relative to its folder. The tables [server] and [mail] are others' and are not looked
// into. Throws InputError "FILE:LINE:COLUMN: what is wrong; what to do" for the first fault: no TOML, an unknown key, a
// wrong type, a missing key or a limit. Thread-safe.
Config read_config(const std::filesystem::path& file);

}  // namespace paperdex
