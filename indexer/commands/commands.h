// What paperdex-index does: one function a command. Results go to stdout, events to stderr. Each returns the program's
// exit status and throws what data/error.h names.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/index_dir.h"
#include "data/ledger.h"
#include "data/rejected.h"
#include "indexer/config.h"
#include "indexer/sources/file_source.h"
#include "indexer/staging.h"

namespace paperdex {

int add(const IndexDir& dir, const std::vector<std::string>& files, FileFormat format);
int remove_papers(const IndexDir& dir, const std::vector<std::string>& ids);
int publish_staging(const IndexDir& dir);
int go_back(const IndexDir& dir, std::optional<Generation> number);

// `source` by its rules (check_source()), from its `from` or a week ago to `until` or today.
int harvest(const SourceConfig& source, std::optional<Day> until, const IndexDir& dir);
int nightly(const Config& config, const IndexDir& dir, bool dry_run);

// Of one source, or of all when `source` is empty; the last `days` days of each.
int show_ledger(const IndexDir& dir, const std::string& source, int days, bool as_json);
int show_stats(const IndexDir& dir, bool as_json);
int show_generations(const IndexDir& dir);
int check_index(const IndexDir& dir, bool deep);

// Makes the index one of today's format, in place or, unless `target` is empty, in a new folder.
int upgrade_index(const IndexDir& dir, const std::string& target);

// Staging for a command that changes it, after clean_up(); one that had to be made anew is told on stderr.
struct OpenStaging {
  std::unique_ptr<Staging> staging;
  bool has_lost = false;  // records that nobody has any more: done, but not wholly
};
OpenStaging open_for_change(const IndexLock& lock);

// Publishes what staging committed, unless a generation has it already.
void publish_if_new(const IndexLock& lock, Staging& staging);

// Staging's, or where there is none the current generation's.
std::vector<LedgerSet> read_ledger_of(const IndexDir& dir);

// One line on stderr; `origin` names what Rejected::source is: "file", "source".
void print_rejected(const char* origin, const Rejected& rejected);

// Says that the program was stopped, and what stays. Returns the exit status.
int say_stopped(const Staging& staging);

// Seconds since `start`, to the millisecond: "0.104".
std::string seconds_since(std::chrono::steady_clock::time_point start);

// A value of a key=value line: in quotes, with escapes, when it is empty or holds spaces, quotes or control characters.
std::string event_value(const std::string& value);

}  // namespace paperdex
