#include "indexer/batch_writer.h"

#include <utility>

#include "data/folder.h"
#include "data/xapian_error.h"
#include "indexer/durable.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

using TableSizes = std::map<fs::path, std::uintmax_t>;

TableSizes table_sizes(const fs::path& database) {
  TableSizes sizes;
  translate_filesystem("cannot read " + database.string(), [&] {
    for (const fs::path& path : all_under(database)) {
      if (path.extension() == ".glass") sizes[path] = fs::file_size(path);
    }
  });
  return sizes;
}

// A table only grows, and what a commit refers to was there when it ended: what lies behind is nobody's.
void cut_tables(const TableSizes& sizes) {
  std::error_code ignored;
  for (const auto& [table, before] : sizes) {
    if (fs::file_size(table, ignored) > before) fs::resize_file(table, before, ignored);
  }
}

}  // namespace

BatchWriter::BatchWriter(std::filesystem::path path) : path_(std::move(path)) {
  translate_xapian("cannot open " + path_.string(), [&] { open(); });
}

void BatchWriter::open() {
  database_ = Xapian::WritableDatabase(path_.string(), Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS);
}

void BatchWriter::apply(const Batch& batch) {
  const TableSizes before = table_sizes(path_);
  try {
    translate_xapian("cannot write to " + path_.string(), [&] { apply_twice(batch); });
  } catch (const std::exception&) {
    database_ = Xapian::WritableDatabase();
    cut_tables(before);
    throw;
  }
  sync(path_);  // Xapian does not: its last step is a rename, which a power cut might undo
  const std::uint64_t documents =
      translate_xapian("cannot read " + path_.string(), [&] { return database_.get_doccount(); });
  if (documents != batch.documents) {
    throw IndexError(path_.string() + " holds " + std::to_string(documents) + " papers after a commit where " +
                     std::to_string(batch.documents) + " were expected; run the command again, which reads all of it");
  }
}

void BatchWriter::apply_twice(const Batch& batch) {
  try {
    apply_once(batch);
  } catch (const Xapian::Error&) {
    database_ = Xapian::WritableDatabase();  // lets go of the lock
    open();
    apply_once(batch);
  }
}

void BatchWriter::apply_once(const Batch& batch) {
  database_.begin_transaction();
  try {
    for (const Batch::Change& change : batch.changes) {
      if (change.document) {
        database_.replace_document(change.docid, *change.document);
      } else {
        database_.delete_document(change.docid);
      }
    }
    for (const auto& [key, value] : batch.metadata) database_.set_metadata(key, value);
    database_.commit_transaction();
  } catch (const Xapian::Error&) {
    // What was not committed must not be committed by the handle's end.
    try {
      database_.cancel_transaction();
    } catch (const Xapian::Error&) {
    }
    throw;
  }
}

}  // namespace paperdex
