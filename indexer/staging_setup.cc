#include "indexer/staging_setup.h"

#include <xapian.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>

#include "data/database.h"
#include "data/error.h"
#include "data/schema.h"
#include "data/xapian_error.h"
#include "indexer/document_builder.h"
#include "indexer/durable.h"
#include "indexer/record_identity.h"
#include "indexer/staging_state.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr Xapian::doccount kPapersPerTransaction = 5000;

void copy_metadata(const Xapian::Database& from, Xapian::WritableDatabase& to) {
  for (auto key = from.metadata_keys_begin(); key != from.metadata_keys_end(); ++key) {
    to.set_metadata(*key, from.get_metadata(*key));
  }
}

// After a rollback, records of the generations that were left come again; they were new once. What is damaged cannot
// say so.
void remember_newer(const IndexDir& dir, Generation current, Xapian::WritableDatabase& staging) {
  for (const Generation number : dir.list()) {
    if (number <= current) continue;
    const fs::path generation = dir.generation(number);
    try {
      verify_generation(generation, read_manifest(generation));
    } catch (const IndexError&) {
      continue;
    }
    const Xapian::Database newer = open_database(generation / "db");
    const std::string prefix = kMetaGonePrefix;
    for (auto key = newer.metadata_keys_begin(prefix); key != newer.metadata_keys_end(prefix); ++key) {
      staging.set_metadata(*key, newer.get_metadata(*key));
    }
    for (auto posting = newer.postlist_begin(""); posting != newer.postlist_end(""); ++posting) {
      for (const Paper& record : decode_stored(newer.get_document(*posting).get_data()).records) {
        const std::string term = record_term(record);
        if (record.added && !staging.term_exists(term)) {
          staging.set_metadata(kMetaGonePrefix + term, std::to_string(*record.added));
        }
      }
    }
  }
}

// Builds the papers of a generation anew, at their docids; a generation has no term lists to copy.
void restore_generation(const IndexDir& dir, Generation number, Xapian::WritableDatabase& staging) {
  const fs::path generation = dir.generation(number);
  verify_generation(generation, read_manifest(generation));
  const Xapian::Database published = open_database(generation / "db");
  copy_metadata(published, staging);
  Analyzer analyzer;
  Xapian::doccount waiting = 0;
  for (auto posting = published.postlist_begin(""); posting != published.postlist_end(""); ++posting) {
    const std::string data = published.get_document(*posting).get_data();
    staging.replace_document(*posting, build_document(decode_stored(data), data, analyzer).document);
    if (++waiting % kPapersPerTransaction == 0) staging.commit();
  }
  remember_newer(dir, number, staging);
}

std::string new_origin() {
  std::random_device random;
  char text[32];
  std::snprintf(text, sizeof text, "%08x%08x", random(), random());
  return text;
}

}  // namespace

std::uint64_t first_commit(const IndexDir& dir) {
  std::uint64_t last = 0;
  std::uint64_t unknown = 0;
  for (const Generation number : dir.list()) {
    try {
      last = std::max(last, read_manifest(dir.generation(number)).commits);
    } catch (const IndexError&) {
      unknown = kCommitsUnknown;
    }
  }
  return last + unknown + 1;
}

void create_staging(const IndexDir& dir, const fs::path& staging, const StagingStart& start) {
  const std::string doing = "cannot create " + staging.string();
  fs::path unfinished = staging;
  unfinished += ".tmp";
  translate_filesystem(doing, [&] {
    fs::remove_all(unfinished);
    CommitName commit;
    translate_xapian(doing, [&] {
      Xapian::WritableDatabase database(unfinished.string(), Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS);
      if (start.generation) restore_generation(dir, *start.generation, database);
      if (database.get_metadata(kMetaOrigin).empty()) database.set_metadata(kMetaOrigin, new_origin());
      database.set_metadata(kMetaFormat, std::to_string(kFormatVersion));
      database.set_metadata(kMetaCommits, std::to_string(first_commit(dir)));
      for (const auto& [key, value] : start.metadata) database.set_metadata(key, value);
      database.commit();
      commit = commit_name_of(database);
    });
    sync_tree(unfinished);
    seal_staging(unfinished, commit);
    fs::rename(unfinished, staging);
    sync(staging.parent_path());
  });
}

void create_staging_if_missing(const IndexDir& dir) {
  if (!fs::exists(dir.staging())) create_staging(dir, dir.staging(), {dir.current(), {}});
}

}  // namespace paperdex
