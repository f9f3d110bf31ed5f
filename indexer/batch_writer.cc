#include "indexer/batch_writer.h"

#include <utility>

#include "data/xapian_error.h"

namespace paperdex {

BatchWriter::BatchWriter(std::filesystem::path path) : path_(std::move(path)) {
  translate_xapian("cannot open " + path_.string(), [&] { open(); });
}

void BatchWriter::open() {
  database_ = Xapian::WritableDatabase(path_.string(), Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS);
}

void BatchWriter::apply(const Batch& batch) {
  translate_xapian("cannot write to " + path_.string(), [&] {
    try {
      apply_once(batch);
    } catch (const Xapian::Error&) {
      database_ = Xapian::WritableDatabase();  // lets go of the lock
      open();
      apply_once(batch);
    }
  });
  const std::uint64_t documents =
      translate_xapian("cannot read " + path_.string(), [&] { return database_.get_doccount(); });
  if (documents != batch.documents) {
    throw IndexError(path_.string() + " holds " + std::to_string(documents) + " papers after a commit where " +
                     std::to_string(batch.documents) + " were expected; remove it, and the next `paperdex-index add` " +
                     "starts from the published generation");
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
