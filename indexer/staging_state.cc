#include "indexer/staging_state.h"

#include <xapian.h>

#include <charconv>
#include <filesystem>
#include <vector>

#include "data/database.h"
#include "data/schema.h"
#include "data/xapian_error.h"
#include "indexer/content_check.h"
#include "indexer/durable.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFaultsSaid = 5;
constexpr char kVersionFile[] = "iamglass";
constexpr char kVersionCopy[] = "iamglass.copy";

fs::path seal_of(const fs::path& staging) { return staging / "manifest.json"; }

UnfitStaging damaged(const IndexDir& dir, const std::string& what) {
  return {UnfitStaging::Why::kDamaged, dir.staging().string() + " is damaged: " + what};
}

// Throws UnfitStaging with what `work` says is wrong.
template <typename Work>
void find_unfit(const IndexDir& dir, Work&& work) {
  try {
    work();
  } catch (const DamageError& error) {
    throw damaged(dir, error.what());
  }
}

void check_format(const IndexDir& dir, const Xapian::Database& database) {
  const std::string found = database.get_metadata(kMetaFormat);
  if (found == std::to_string(kFormatVersion)) return;
  const auto format = static_cast<int>(number_of(found));
  if (format <= 0) throw damaged(dir, "it does not say of which format it is");
  throw FormatError(wrong_format(dir.staging().string(), format));
}

void check_content(const IndexDir& dir, const Xapian::Database& database) {
  const std::vector<std::string> faults = content_faults(database, TermLists::kThere, kFaultsSaid);
  if (faults.empty()) return;
  std::string all;
  for (const std::string& fault : faults) all += (all.empty() ? "" : "; ") + fault;
  throw damaged(dir, all);
}

void check_age(const IndexDir& dir, const CommitName& staging) {
  for (const Generation number : dir.list()) {
    CommitName published;
    try {
      published = commit_name_of(read_manifest(dir.generation(number)));
    } catch (const IndexError&) {
      continue;  // a damaged generation says nothing of staging
    }
    if (published.origin == staging.origin && published.commits > staging.commits) {
      throw UnfitStaging(UnfitStaging::Why::kOlder,
                         dir.staging().string() + " is older than generation " + std::to_string(number) +
                             ": it has commit " + std::to_string(staging.commits) +
                             ", and the generation was made of " + std::to_string(published.commits));
    }
  }
}

}  // namespace

CommitName commit_name_of(const Manifest& manifest) { return {manifest.origin, manifest.commits}; }

CommitName commit_name_of(const Xapian::Database& database) {
  return {database.get_metadata(kMetaOrigin), number_of(database.get_metadata(kMetaCommits))};
}

std::uint64_t number_of(const std::string& text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool is_sealed(const fs::path& staging) { return fs::exists(seal_of(staging)); }

void seal_staging(const fs::path& staging, const CommitName& commit) {
  translate_filesystem("cannot seal " + staging.string(), [&] {
    Manifest seal;
    seal.format_version = kFormatVersion;
    seal.origin = commit.origin;
    seal.commits = commit.commits;
    const fs::path unfinished = seal_of(staging).concat(".tmp");
    fs::remove(unfinished);
    fs::copy_file(staging / kVersionFile, staging / kVersionCopy, fs::copy_options::overwrite_existing);
    sync(staging / kVersionCopy);
    seal.files = hash_files(staging, Hashing::kThreads);
    write_file(unfinished, manifest_to_json(seal));
    fs::rename(unfinished, seal_of(staging));
    sync(staging);
  });
}

void restore_version_file(const fs::path& staging) {
  if (!sealed_commit(staging)) return;
  translate_filesystem("cannot restore " + (staging / kVersionFile).string(), [&] {
    for (const ManifestFile& file : read_manifest(staging).files) {
      const bool is_copy = file.name == kVersionCopy && fs::exists(staging / kVersionCopy);
      if (!is_copy || sha256_of_file(staging / kVersionCopy) != file.sha256) continue;
      fs::copy_file(staging / kVersionCopy, staging / kVersionFile, fs::copy_options::overwrite_existing);
    }
  });
}

std::optional<CommitName> sealed_commit(const fs::path& staging) {
  if (!is_sealed(staging)) return std::nullopt;
  try {
    return commit_name_of(read_manifest(staging));
  } catch (const IndexError&) {
    return std::nullopt;
  }
}

void break_seal(const fs::path& staging) {
  translate_filesystem("cannot change " + staging.string(), [&] {
    if (fs::remove(seal_of(staging))) sync(staging);
  });
}

void check_staging(const IndexDir& dir, Depth depth) {
  const bool sealed = is_sealed(dir.staging());
  const std::string path = dir.staging().string();
  find_unfit(dir, [&] {
    if (sealed) verify_files(dir.staging(), read_manifest(dir.staging()), Hashing::kThreads);
    const Xapian::Database database =
        translate_xapian("cannot open " + path, [&] { return open_database(path, TermLists::kThere); });
    translate_xapian("cannot read " + path, [&] {
      check_format(dir, database);
      if (depth == Depth::kAsNeeded && !sealed) check_content(dir, database);
      check_age(dir, commit_name_of(database));
    });
  });
}

}  // namespace paperdex
