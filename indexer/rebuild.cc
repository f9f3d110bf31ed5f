#include "indexer/rebuild.h"

#include <algorithm>
#include <filesystem>

#include "data/database.h"
#include "data/schema.h"
#include "data/xapian_error.h"
#include "indexer/durable.h"
#include "indexer/publisher.h"
#include "indexer/room.h"
#include "indexer/staging_setup.h"
#include "indexer/stored_papers.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

// Where the new staging database is made: an index of its own until it takes the old one's place.
IndexDir workplace(const IndexDir& dir) { return IndexDir(dir.path() / "rebuilding"); }

fs::path ready_staging(const IndexDir& dir) { return dir.path() / "staging.next"; }
fs::path old_staging(const IndexDir& dir) { return dir.path() / "staging.old"; }

// There while records are read from a database that may be damaged so that reading it ends the program.
fs::path attempt_mark(const IndexDir& dir) { return dir.path() / "rebuilding.attempt"; }

struct Published {
  Generation number = 0;
  Manifest manifest;
  fs::path database;
};

// The whole generation with the most commits, of these formats.
std::optional<Published> newest_whole(const IndexDir& dir, int oldest_format) {
  std::optional<Published> newest;
  for (const Generation number : dir.list()) {
    const fs::path folder = dir.generation(number);
    for (int format = kFormatVersion; format >= oldest_format; --format) {
      try {
        Manifest manifest = read_manifest(folder, format);
        verify_generation(folder, manifest);
        if (!newest || manifest.commits >= newest->manifest.commits) newest = {number, manifest, folder / "db"};
      } catch (const IndexError&) {
        // Of another format, or damaged.
      }
    }
  }
  return newest;
}

// Collects what is read from a damaged or older database in a new staging.
class Salvage {
 public:
  Salvage(Staging& staging, const std::optional<Published>& generation, Rebuilt& report)
      : staging_(staging), generation_(generation), report_(report) {}

  void take_all(const StoredPapers& from) {
    read_stored_papers(
        from, [this](const StoredPaper& paper) { take(paper); }, [this](const Unreadable& gap) { replace(gap); });
  }

  void take_all_of_generation() {
    if (generation_) read_stored_papers(stored_papers_of(*generation_), 1, UINT32_MAX, take_);
  }

 private:
  static StoredPapers stored_papers_of(const Published& generation) {
    return {generation.database, generation.manifest.format_version};
  }

  void take(const StoredPaper& paper) {
    for (const Paper& record : paper.records) staging_.restore(record);
  }

  // Papers keep their docids from generation to generation, but for those that moved to another day.
  void replace(const Unreadable& gap) {
    std::string ids;
    if (generation_) {
      read_stored_papers(stored_papers_of(*generation_), gap.first, gap.last, [&](const StoredPaper& paper) {
        ids += (ids.empty() ? "" : " ") + paper.paper.id;
        take(paper);
      });
    }
    const bool is_made_up_for = !ids.empty() && gap.first == gap.last;
    (is_made_up_for ? report_.taken : report_.lost)
        .push_back(gap.reason +
                   (ids.empty() ? "" : "; from generation " + std::to_string(generation_->number) + ": " + ids));
  }

  Staging& staging_;
  const std::optional<Published>& generation_;
  Rebuilt& report_;
  const std::function<void(const StoredPaper&)> take_ = [this](const StoredPaper& paper) { take(paper); };
};

void swap_in(const IndexDir& dir, const fs::path& made) {
  fs::rename(made, ready_staging(dir));
  sync(dir.path());
  finish_swap(dir);
}

// Greater than every number of a commit that there was.
std::uint64_t next_commit(const IndexDir& dir, const fs::path& staging) {
  const std::uint64_t published = first_commit(dir);
  if (const auto sealed = sealed_commit(staging)) return std::max(published, sealed->commits + 1);
  std::uint64_t last = 0;
  try {
    last = commit_name_of(Xapian::Database(staging.string())).commits;
  } catch (const Xapian::Error&) {
    // Then the greatest step is taken.
  }
  const bool is_likely = last + 1 >= published && last < published + kCommitsUnknown;
  return is_likely ? last + 1 : published + kCommitsUnknown;
}

// The generation's, where there is one: days of the ledger that came since then may be among what is damaged.
std::map<std::string, std::string> metadata_of(const IndexDir& dir, const std::optional<Published>& generation,
                                               const std::string& commits) {
  std::map<std::string, std::string> metadata;
  try {
    metadata = kept_metadata(generation ? generation->database : dir.staging());
  } catch (const IndexError&) {
    // It starts without.
  }
  if (metadata[kMetaOrigin].empty()) metadata.erase(kMetaOrigin);
  metadata[kMetaCommits] = commits;
  return metadata;
}

// Which commit staging is of; nothing when it is damaged and so was its seal.
std::optional<CommitName> commit_of(const fs::path& staging, UnfitStaging::Why why) {
  if (why == UnfitStaging::Why::kDamaged) return sealed_commit(staging);
  return translate_xapian("cannot read " + staging.string(),
                          [&] { return commit_name_of(Xapian::Database(staging.string())); });
}

// The generation has all that staging had.
bool has_all(const Published& generation, const std::optional<CommitName>& staging) {
  return staging && staging->origin == generation.manifest.origin && staging->commits <= generation.manifest.commits;
}

void give_up(const std::string& reason, Salvage& salvage, Rebuilt& report) {
  report.lost.push_back(reason + "; all that came since " +
                        (report.generation ? "generation " + std::to_string(*report.generation) : "the beginning") +
                        " is lost");
  salvage.take_all_of_generation();
}

// Reads all that can be read of staging, and in its place the generation. Had that ended the program once, it is not
// tried again.
void salvage_staging(const IndexDir& dir, Salvage& salvage, Rebuilt& report) {
  if (fs::exists(attempt_mark(dir))) {
    give_up("reading " + dir.staging().string() + " ended the program", salvage, report);
    return;
  }
  restore_version_file(dir.staging());
  write_file(attempt_mark(dir), "");
  sync(dir.path());
  try {
    salvage.take_all({dir.staging(), kFormatVersion});
  } catch (const DamageError& error) {
    give_up(error.what(), salvage, report);
  }
}

// An empty folder to work in.
IndexDir new_workplace(const IndexDir& dir, std::uint64_t documents) {
  require_room(dir, 2 * room_for_publication(dir, documents), "making staging anew");
  IndexDir work = workplace(dir);
  fs::remove_all(work.path());
  fs::create_directories(work.path());
  return work;
}

Rebuilt rebuild(const IndexLock& lock, const UnfitStaging& unfit) {
  const IndexDir& dir = lock.dir();
  return translate_filesystem("cannot rebuild " + dir.staging().string(), [&] {
    const std::optional<Published> generation = newest_whole(dir, kFormatVersion);
    Rebuilt report{unfit.what(), std::nullopt, 0, {}, {}};
    if (generation) {
      report.generation = generation->number;
      report.documents = generation->manifest.documents;
    }
    const IndexDir work = new_workplace(dir, report.documents);
    const std::string commits = std::to_string(next_commit(dir, dir.staging()));
    if (generation && has_all(*generation, commit_of(dir.staging(), unfit.why()))) {
      create_staging(dir, work.staging(), {generation->number, {{kMetaCommits, commits}}});
    } else {
      create_staging(dir, work.staging(), {std::nullopt, metadata_of(dir, generation, commits)});
      const IndexLock work_lock(work);
      Staging staging(work_lock);
      Salvage salvage(staging, generation, report);
      salvage_staging(dir, salvage, report);
      staging.commit();
      report.documents = staging.documents();
    }
    swap_in(dir, work.staging());
    return report;
  });
}

// An index to be upgraded.
struct Old {
  std::optional<StoredPapers> staging;  // unless the generation is newer
  std::optional<Published> generation;
  CommitName commit;
  int format = 0;
  bool is_todays = false;
};

Old find_old(const IndexDir& source) {
  Old old;
  old.generation = newest_whole(source, kOldestFormat);
  if (old.generation) {
    old.commit = translate_xapian("cannot read " + old.generation->database.string(),
                                  [&] { return commit_name_of(open_database(old.generation->database)); });
    old.format = old.generation->manifest.format_version;
  }
  const int format = format_of(source.staging());
  if (format > kFormatVersion || (format > 0 && format < kOldestFormat)) {
    throw FormatError(source.staging().string() + " has format " + std::to_string(format) +
                      ", which this program cannot upgrade" +
                      (format < kOldestFormat ? "; add the papers to a new index folder" : ""));
  }
  if (format == 0 && !old.generation) throw IndexError("there is no index at " + source.path().string());
  old.is_todays = format == kFormatVersion || (format == 0 && old.format == kFormatVersion);
  if (format == 0) return old;
  const CommitName staging = translate_xapian("cannot read " + source.staging().string(), [&] {
    return commit_name_of(open_database(source.staging(), TermLists::kThere));
  });
  // Else an upgrade was killed when it had published, or staging came from an old copy.
  const bool is_newer = !old.generation || staging.origin != old.commit.origin || staging.commits >= old.commit.commits;
  if (!is_newer) return old;
  old.staging = StoredPapers{source.staging(), format};
  old.commit = staging;
  old.format = format;
  return old;
}

// Makes the new staging and publishes it.
void make_upgraded(const Old& old, const IndexLock& target, const IndexDir& work, Rebuilt& report) {
  std::map<std::string, std::string> metadata =
      kept_metadata(old.staging ? old.staging->database : old.generation->database);
  metadata[kMetaCommits] = std::to_string(old.commit.commits + 1);
  create_staging(target.dir(), work.staging(), {std::nullopt, metadata});
  const IndexLock work_lock(work);
  Staging staging(work_lock);
  Salvage salvage(staging, old.generation, report);
  if (old.staging) {
    salvage.take_all(*old.staging);
  } else {
    salvage.take_all_of_generation();
  }
  staging.commit();
  report.documents = staging.documents();
  publish(target, staging, old.generation ? old.generation->number : 0);
}

}  // namespace

void finish_swap(const IndexDir& dir) {
  translate_filesystem("cannot put " + ready_staging(dir).string() + " in its place", [&] {
    if (fs::exists(ready_staging(dir))) {
      fs::remove_all(old_staging(dir));
      if (fs::exists(dir.staging())) fs::rename(dir.staging(), old_staging(dir));
      fs::rename(ready_staging(dir), dir.staging());
      sync(dir.path());
      fs::remove(attempt_mark(dir));
    }
    fs::remove_all(old_staging(dir));
    fs::remove_all(workplace(dir).path());
  });
}

std::unique_ptr<Staging> open_staging(const IndexLock& lock, const std::function<void(const Rebuilt&)>& rebuilt) {
  finish_swap(lock.dir());
  try {
    auto staging = std::make_unique<Staging>(lock);
    std::error_code ignored;
    fs::remove(attempt_mark(lock.dir()), ignored);
    return staging;
  } catch (const UnfitStaging& unfit) {
    rebuilt(rebuild(lock, unfit));
  }
  return std::make_unique<Staging>(lock);
}

std::optional<Rebuilt> upgrade(const IndexDir& source, const IndexLock& target) {
  const IndexDir& dir = target.dir();
  return translate_filesystem("cannot upgrade " + source.path().string(), [&]() -> std::optional<Rebuilt> {
    finish_swap(dir);
    const bool in_place = fs::equivalent(source.path(), dir.path());
    if (!in_place && (fs::exists(dir.staging()) || dir.current())) {
      throw IndexError("there is an index at " + dir.path().string() + " already");
    }
    const Old old = find_old(source);
    if (old.is_todays && in_place) return std::nullopt;
    Rebuilt report{source.path().string() + " has format " + std::to_string(old.format), std::nullopt, 0, {}, {}};
    if (old.generation) report.generation = old.generation->number;
    const IndexDir work = new_workplace(dir, old.generation ? old.generation->manifest.documents : 0);
    make_upgraded(old, target, work, report);
    swap_in(dir, work.staging());
    return report;
  });
}

}  // namespace paperdex
