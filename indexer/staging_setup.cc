#include "indexer/staging_setup.h"

#include <xapian.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>

#include "data/error.h"
#include "data/schema.h"
#include "data/xapian_error.h"
#include "indexer/document_builder.h"
#include "indexer/durable.h"
#include "indexer/record_identity.h"

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
    const Xapian::Database newer((generation / "db").string());
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

// Builds the papers of the current generation anew, at their docids; a generation has no term lists to copy.
void restore_current_generation(const IndexDir& dir, Xapian::WritableDatabase& staging) {
  const std::optional<Generation> current = dir.current();
  if (!current) return;
  const fs::path generation = dir.generation(*current);
  verify_generation(generation, read_manifest(generation));
  const Xapian::Database published((generation / "db").string());
  copy_metadata(published, staging);
  Analyzer analyzer;
  Xapian::doccount waiting = 0;
  for (auto posting = published.postlist_begin(""); posting != published.postlist_end(""); ++posting) {
    const std::string data = published.get_document(*posting).get_data();
    staging.replace_document(*posting, build_document(decode_stored(data), data, analyzer).document);
    if (++waiting % kPapersPerTransaction == 0) staging.commit();
  }
  remember_newer(dir, *current, staging);
}

std::string new_origin() {
  std::random_device random;
  char text[32];
  std::snprintf(text, sizeof text, "%08x%08x", random(), random());
  return text;
}

// Greater than any number of commits that a generation may have had which does not say so any more.
constexpr std::uint64_t kCommitsUnknown = 1'000'000;

// Commits are counted on from all that was published, so that no number ever stands for two contents, and who asks for
// what came after one misses nothing.
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

}  // namespace

void create_staging_if_missing(const IndexDir& dir) {
  if (fs::exists(dir.staging())) return;
  const std::string doing = "cannot create " + dir.staging().string();
  const fs::path unfinished = dir.path() / "staging.tmp";
  translate_filesystem(doing, [&] {
    fs::remove_all(unfinished);
    translate_xapian(doing, [&] {
      Xapian::WritableDatabase database(unfinished.string(), Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS);
      restore_current_generation(dir, database);
      if (database.get_metadata(kMetaOrigin).empty()) database.set_metadata(kMetaOrigin, new_origin());
      database.set_metadata(kMetaFormat, std::to_string(kFormatVersion));
      database.set_metadata(kMetaCommits, std::to_string(first_commit(dir)));
      database.commit();
    });
    sync_tree(unfinished);
    fs::rename(unfinished, dir.staging());
    sync(dir.path());
  });
}

}  // namespace paperdex
