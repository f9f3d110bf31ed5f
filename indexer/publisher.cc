#include "indexer/publisher.h"

#include <xapian.h>

#include <algorithm>
#include <future>
#include <string>
#include <vector>

#include "data/database.h"
#include "data/schema.h"
#include "data/stored_record.h"
#include "data/xapian_error.h"
#include "indexer/content_check.h"
#include "indexer/durable.h"
#include "indexer/room.h"
#include "indexer/staging_state.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr char kUnfinished[] = ".tmp";
constexpr std::size_t kMostFaults = 20;  // that a deep check names of one database

Generation next_number(const IndexDir& dir, Generation above) {
  const std::vector<Generation> numbers = dir.list();
  return std::max({numbers.empty() ? 0 : numbers.back(), dir.current().value_or(0), above}) + 1;
}

// Docids run from the newest day to the oldest, so the first paper that is not of the future is of the newest day.
// Which of that day's is the newest may depend on the hour. Papers that moved to an older day's block do not make a day
// newer.
std::optional<Date> newest_paper(const Xapian::Database& database, const Date& now) {
  std::optional<Date> newest;
  Xapian::PostingIterator posting = database.postlist_begin("");
  posting.skip_to(first_docid(now.first_day()));
  for (; posting != database.postlist_end("") && *posting < first_dateless_docid(); ++posting) {
    if (newest && day_of_docid(*posting) < newest->first_day()) break;
    const Paper paper = stored_paper(database.get_document(*posting).get_data());
    if (paper.published && *paper.published <= now) newest = std::max(newest, paper.published);
  }
  return newest;
}

// The records that are copied are those that were written. Names the first ones that are not.
void check_records(const Xapian::Database& database) {
  constexpr std::size_t kMostNamed = 5;
  std::string faults;
  std::size_t count = 0;
  for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting) {
    try {
      check_stored(database.get_document(*posting, Xapian::DOC_ASSUME_VALID).get_data());
    } catch (const DamageError& error) {
      if (++count <= kMostNamed) faults += std::string("; ") + error.what();
    }
  }
  if (count == 0) return;
  throw DamageError(std::to_string(count) + " stored records are damaged" + faults +
                    "; run the command again, which makes staging anew without them");
}

Manifest write_generation(const fs::path& folder, Generation number, Staging& staging) {
  fs::create_directories(folder);
  const std::string database = (folder / "db").string();
  // What else is to be read of staging, at the same time: compaction keeps one processor alone, and takes longer.
  std::future<void> reading = std::async(std::launch::async, [&] {
    translate_xapian("cannot read " + staging.dir().staging().string(), [&] {
      check_records(staging.database());
      write_lexicon(staging.word_counts(), folder / "words");
      staging.seal();
    });
  });
  Manifest manifest;
  translate_xapian("cannot compact " + staging.dir().staging().string(), [&] {
    Xapian::Database source = open_database(staging.dir().staging(), TermLists::kThere);
    // Without renumbering, because docids are dates.
    source.compact(database, Xapian::DBCOMPACT_NO_RENUMBER | Xapian::Compactor::FULL);
    // Term lists are for changing papers, which nobody does here; without them a generation is a seventh smaller.
    fs::remove(folder / "db" / "termlist.glass");
    const Xapian::Database compacted = open_database(database);
    manifest.documents = compacted.get_doccount();
    manifest.created = Date::now();
    manifest.newest = newest_paper(compacted, *manifest.created);
  });
  reading.get();
  if (manifest.documents != staging.documents()) {
    throw IndexError("compaction of " + staging.dir().staging().string() + " gave " +
                     std::to_string(manifest.documents) + " papers instead of " + std::to_string(staging.documents()));
  }
  manifest.format_version = kFormatVersion;
  manifest.generation = number;
  manifest.commits = staging.commit_name().commits;
  manifest.origin = staging.commit_name().origin;
  manifest.files = hash_files(folder, Hashing::kThreads);
  write_file(folder / "manifest.json", manifest_to_json(manifest));
  sync_tree(folder);
  return manifest;
}

fs::path next_link(const IndexDir& dir) { return dir.path() / "current.tmp"; }

// The switch of `current` begins before a generation gets its name, so that a kill in between can be told from a
// rollback: clean_up() goes through with a switch that was begun.
void begin_switch(const IndexDir& dir, Generation number) {
  fs::remove(next_link(dir));
  fs::create_symlink(fs::path("generations") / std::to_string(number), next_link(dir));
  sync(dir.path());
}

void finish_switch(const IndexDir& dir) {
  fs::rename(next_link(dir), dir.current_link());
  sync(dir.path());
}

// Readers may still have the former generation open, and a rollback goes to it. Everything else is of no more use; what
// cannot be removed now is by the next publication.
void remove_all_but(const IndexDir& dir, Generation current, std::optional<Generation> former) {
  for (const auto& entry : fs::directory_iterator(dir.generations())) {
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    if (name != std::to_string(current) && (!former || name != std::to_string(*former))) {
      fs::remove_all(entry.path(), ignored);
    }
  }
}

Generation generation_before(const IndexDir& dir, Generation current) {
  const std::vector<Generation> numbers = dir.list();
  const auto place = std::lower_bound(numbers.begin(), numbers.end(), current);
  if (place == numbers.begin()) {
    throw IndexError("no generation before " + std::to_string(current) + " in " + dir.path().string());
  }
  return *std::prev(place);
}

void check_content(const fs::path& path, TermLists term_lists, std::vector<std::string>& faults) {
  const Xapian::Database database =
      translate_xapian("cannot open " + path.string(), [&] { return open_database(path, term_lists); });
  for (const std::string& fault : content_faults(database, term_lists, kMostFaults)) {
    faults.push_back(path.string() + ": " + fault);
  }
}

void check_current(const IndexDir& dir, bool deep, std::vector<std::string>& faults) {
  const std::optional<Generation> current = dir.current();
  if (!current) throw IndexError("nothing is published in " + dir.path().string());
  const fs::path folder = dir.generation(*current);
  const Manifest manifest = read_manifest(folder);
  verify_generation(folder, manifest);
  const std::string database = (folder / "db").string();
  const std::uint64_t documents =
      translate_xapian("cannot open " + database, [&] { return open_database(database).get_doccount(); });
  if (documents != manifest.documents) {
    throw IndexError(database + " holds " + std::to_string(documents) + " papers, and its manifest says " +
                     std::to_string(manifest.documents));
  }
  if (deep) check_content(database, TermLists::kNone, faults);
}

void check_staging_of(const IndexDir& dir, bool deep, std::vector<std::string>& faults) {
  if (!fs::exists(dir.staging())) return;  // the next paperdex-index add makes one
  const bool was_sealed = is_sealed(dir.staging());
  try {
    check_staging(dir, Depth::kSealOnly);
  } catch (const UnfitStaging&) {
    // A session that began meanwhile has broken the seal and changes what was being compared.
    if (was_sealed == is_sealed(dir.staging())) throw;
  }
  if (deep) check_content(dir.staging(), TermLists::kThere, faults);
}

}  // namespace

Manifest publish(const IndexLock& lock, Staging& staging, Generation above) {
  const IndexDir& dir = lock.dir();
  return translate_filesystem("cannot publish " + dir.path().string(), [&] {
    const std::optional<Generation> former = dir.current();
    const Generation number = next_number(dir, above);
    const fs::path unfinished = dir.generation(number).concat(kUnfinished);
    fs::remove_all(unfinished);
    require_room(dir, room_for_publication(dir, staging.documents()), "publishing");
    Manifest manifest;
    try {
      manifest = write_generation(unfinished, number, staging);
      begin_switch(dir, number);
      fs::rename(unfinished, dir.generation(number));
    } catch (...) {
      // Most likely the disk is full: give the room back.
      std::error_code ignored;
      fs::remove_all(unfinished, ignored);
      fs::remove(next_link(dir), ignored);
      throw;
    }
    sync(dir.generations());
    finish_switch(dir);
    remove_all_but(dir, number, former);
    return manifest;
  });
}

Generation rollback(const IndexLock& lock, std::optional<Generation> number) {
  const IndexDir& dir = lock.dir();
  const std::optional<Generation> current = dir.current();
  if (!number && !current) throw IndexError("nothing is published in " + dir.path().string());
  const Generation target = number ? *number : generation_before(dir, *current);
  const fs::path folder = dir.generation(target);
  if (!fs::exists(folder)) throw IndexError("there is no " + folder.string() + "; see `paperdex-index generations`");
  verify_generation(folder, read_manifest(folder));
  translate_filesystem("cannot switch " + dir.current_link().string(), [&] {
    begin_switch(dir, target);
    finish_switch(dir);
  });
  return target;
}

void clean_up(const IndexLock& lock) {
  const IndexDir& dir = lock.dir();
  translate_filesystem("cannot clean up " + dir.path().string(), [&] {
    fs::remove_all(dir.path() / "staging.tmp");
    if (fs::is_symlink(next_link(dir)) && fs::exists(next_link(dir))) finish_switch(dir);
    fs::remove(next_link(dir));
    if (!fs::exists(dir.generations())) return;
    for (const auto& entry : fs::directory_iterator(dir.generations())) {
      if (entry.path().extension() == kUnfinished) fs::remove_all(entry.path());
    }
  });
}

std::vector<std::string> check(const IndexDir& dir, bool deep) {
  std::vector<std::string> faults;
  const auto look = [&](auto&& work) {
    try {
      work();
    } catch (const Error& error) {
      faults.emplace_back(error.what());
    }
  };
  look([&] { check_current(dir, deep, faults); });
  look([&] { check_staging_of(dir, deep, faults); });
  return faults;
}

}  // namespace paperdex
