#include "indexer/staging_setup.h"

#include <xapian.h>

#include <algorithm>
#include <string>

#include "data/schema.h"
#include "data/xapian_error.h"
#include "indexer/document_builder.h"
#include "indexer/durable.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr Xapian::doccount kPapersPerTransaction = 5000;

void copy_metadata(const Xapian::Database& from, Xapian::WritableDatabase& to) {
  for (auto key = from.metadata_keys_begin(); key != from.metadata_keys_end(); ++key) {
    to.set_metadata(*key, from.get_metadata(*key));
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
}

// Commits are counted on from all that was published, so that no number ever stands for two contents.
std::uint64_t first_commit(const IndexDir& dir) {
  std::uint64_t last = 0;
  for (const Generation number : dir.list()) {
    try {
      last = std::max(last, read_manifest(dir.generation(number)).commits);
    } catch (const IndexError&) {
      // Damaged: nothing will be taken from it either.
    }
  }
  return last + 1;
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
