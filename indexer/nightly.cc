#include "indexer/nightly.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <system_error>

#include "data/error.h"
#include "indexer/harvest_plan.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

// When a file last came or changed, in seconds since 1970. The time of modification would not do: a copy keeps it.
std::int64_t change_of(const fs::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    throw InputError(path.string() + " cannot be read: " + std::system_category().message(errno));
  }
  return status.st_ctim.tv_sec;
}

std::int64_t newest_change(const std::vector<std::string>& paths) {
  std::int64_t newest = 0;
  for (const std::string& path : paths) {
    newest = std::max(newest, change_of(path));
    try {
      if (!fs::is_directory(path)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied)) {
        if (entry.path().extension() == ".xml") newest = std::max(newest, change_of(entry.path()));
      }
    } catch (const fs::filesystem_error& error) {
      throw InputError(path + " cannot be looked through: " + error.code().message());
    }
  }
  return newest;
}

bool has_changed_files(const SourceConfig& config, const LedgerSet& set, const Date& now) {
  std::int64_t read = 0;
  for (const auto& [day, counts] : set.days) {
    // What was read by a clock that was ahead does not count.
    if (counts.is_whole() && counts.when <= now) read = std::max(read, counts.when.first_second());
  }
  return newest_change(config.paths) >= read;
}

}  // namespace

std::vector<SourceConfig> in_order_of_night(std::vector<SourceConfig> sources) {
  std::stable_partition(sources.begin(), sources.end(),
                        [](const SourceConfig& source) { return source.kind == SourceKind::kArxivSnapshot; });
  return sources;
}

NightTask plan_set(const SourceConfig& config, const std::string& set, const std::vector<LedgerSet>& ledger, Date now) {
  const Day today = now.first_day();
  NightTask night{{config, set, {}}, find_set(ledger, config.name, set)};
  night.set.nightly = true;
  night.set.start.reset();
  if (has_days(config.kind)) {
    night.set.start = first_day_wanted(config, find_set(ledger, config.name, set), ledger, today);
    night.task.days = days_to_fetch(night.set, config.kind, today);
  } else if (has_changed_files(config, night.set, now)) {
    night.task.days = {today};
  }
  return night;
}

std::vector<LedgerSet> retired_sets(const Config& config, const std::vector<LedgerSet>& ledger) {
  const auto is_wanted = [&](const LedgerSet& set) {
    return std::any_of(config.sources.begin(), config.sources.end(), [&](const SourceConfig& source) {
      const std::vector<std::string> sets = sets_of(source);
      return source.name == set.source && std::find(sets.begin(), sets.end(), set.set) != sets.end();
    });
  };
  std::vector<LedgerSet> retired;
  for (const LedgerSet& set : ledger) {
    if (!set.nightly || is_wanted(set)) continue;
    retired.push_back(set);
    retired.back().nightly = false;
  }
  return retired;
}

std::optional<Day> first_day_missing(const LedgerSet& set, Day today) {
  if (!set.start) return std::nullopt;
  for (Day day = *set.start; day < today; ++day) {
    const auto found = set.days.find(day);
    if (found == set.days.end() || !found->second.is_whole()) return day;
  }
  return std::nullopt;
}

}  // namespace paperdex
