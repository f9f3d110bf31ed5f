// What paperdex-index does: one function a command. Results go to stdout, events to stderr. Each returns the program's
// exit status and throws what data/error.h names.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "data/index_dir.h"
#include "indexer/sources/file_source.h"

namespace paperdex {

int add(const IndexDir& dir, const std::vector<std::string>& files, FileFormat format);
int remove_papers(const IndexDir& dir, const std::vector<std::string>& ids);
int publish_staging(const IndexDir& dir);
int go_back(const IndexDir& dir, std::optional<Generation> number);

int show_stats(const IndexDir& dir, bool as_json);
int show_generations(const IndexDir& dir);
int check_index(const IndexDir& dir);

// Seconds since `start`, to the millisecond: "0.104".
std::string seconds_since(std::chrono::steady_clock::time_point start);

// A value of a key=value line: in quotes, with escapes, when it is empty or holds spaces, quotes or control characters.
std::string event_value(const std::string& value);

}  // namespace paperdex
