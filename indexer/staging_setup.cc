#include "indexer/staging_setup.h"

#include <xapian.h>

#include <algorithm>
#include <string>

#include "data/schema.h"
#include "data/xapian_error.h"
#include "indexer/durable.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

void copy_current_generation(const IndexDir& dir, const fs::path& target) {
  const std::optional<Generation> current = dir.current();
  if (!current) return;
  const fs::path generation = dir.generation(*current);
  verify_generation(generation, read_manifest(generation));
  fs::copy(generation / "db", target);
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
    copy_current_generation(dir, unfinished);
    translate_xapian(doing, [&] {
      Xapian::WritableDatabase database(unfinished.string(), Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS);
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
