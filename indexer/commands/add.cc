#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iostream>

#include "data/error.h"
#include "indexer/commands/commands.h"
#include "indexer/commands/progress.h"
#include "indexer/commands/stop_signal.h"
#include "indexer/harvester.h"

namespace paperdex {
namespace {

std::uint64_t total_bytes(const std::vector<std::string>& files) {
  std::uint64_t total = 0;
  for (const std::string& file : files) {
    std::error_code error;
    const std::uint64_t bytes = std::filesystem::file_size(file, error);
    if (error) return 0;  // standard input, or a file that will be reported later
    total += bytes;
  }
  return total;
}

struct Counts : HarvestCounts {
  std::uint64_t files_opened = 0;

  std::uint64_t papers() const { return added + updated + unchanged; }
};

class Adder {
 public:
  Adder(Staging& staging, FileFormat format, std::uint64_t total_bytes)
      : staging_(staging), format_(format), progress_(total_bytes) {}

  // Reads one file as far as it goes.
  void add_file(const std::string& file) {
    try {
      FileSource source(file, format_);
      ++counts_.files_opened;
      while (stop_signal() == 0 && take(source.next())) {
        progress_.update(counts_.papers(), bytes_before_ + source.bytes().file_bytes_read());
      }
      bytes_before_ += source.bytes().file_bytes_read();
    } catch (const InputError& error) {
      if (stop_signal() == 0) reject({file, 0, "", error.what()});
    }
  }

  const Counts& counts() const { return counts_; }
  Progress& progress() { return progress_; }

 private:
  // False at the end.
  bool take(const SourceItem& item) {
    if (std::holds_alternative<Done>(item)) return false;
    if (const auto* rejected = std::get_if<Rejected>(&item)) {
      reject(*rejected);
      return true;
    }
    counts_.count(staging_.upsert(std::get<Paper>(item)));
    return true;
  }

  void reject(const Rejected& rejected) {
    ++counts_.rejected;
    progress_.clear();
    print_rejected("file", rejected);
  }

  Staging& staging_;
  FileFormat format_;
  Progress progress_;
  Counts counts_;
  std::uint64_t bytes_before_ = 0;
};

}  // namespace

int add(const IndexDir& dir, const std::vector<std::string>& files, FileFormat format) {
  const auto start = std::chrono::steady_clock::now();
  remember_stop_signals();
  const IndexLock lock(dir);
  const OpenStaging open = open_for_change(lock);
  Staging& staging = *open.staging;
  Counts counts;
  {
    Adder adder(staging, format, total_bytes(files));
    for (const std::string& file : files) adder.add_file(file);
    staging.commit();
    counts = adder.counts();
    if (stop_signal() != 0) return say_stopped(staging);
    if (counts.files_opened == 0) throw InputError("none of the files could be read");
    adder.progress().announce("publishing");
    publish_if_new(lock, staging);
  }
  std::cout << "added=" << counts.added << " updated=" << counts.updated << " unchanged=" << counts.unchanged
            << " rejected=" << counts.rejected << " documents=" << staging.documents()
            << " generation=" << dir.current().value_or(0) << " seconds=" << seconds_since(start) << '\n';
  return counts.rejected == 0 && !open.has_lost ? kExitDone : kExitPartly;
}

}  // namespace paperdex
