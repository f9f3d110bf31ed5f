// Writes batches of changes to the staging database, each as one transaction.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "data/schema.h"

namespace paperdex {

struct Batch {
  struct Change {
    Docid docid = 0;
    std::optional<Xapian::Document> document;  // nothing: the document goes
  };
  std::vector<Change> changes;                  // in order of docids, each once
  std::map<std::string, std::string> metadata;  // keys to set
  std::uint64_t documents = 0;                  // that the database holds after it
};

// Not thread-safe; may be used by one thread after another.
class BatchWriter {
 public:
  // Opens the database at `path`, which must exist. Throws IndexError; LockedError when another process writes it.
  explicit BatchWriter(std::filesystem::path path);

  // Applies the whole batch, durably, or none of it. A commit that failed is tried once more on a fresh handle, because
  // Xapian's next commit on the old one would succeed without the batch; if that fails too, the room that it took on
  // the disk is given back, and the object is of no more use. Throws IndexError.
  void apply(const Batch& batch);

 private:
  void open();
  void apply_twice(const Batch& batch);
  void apply_once(const Batch& batch);

  std::filesystem::path path_;
  Xapian::WritableDatabase database_;
};

}  // namespace paperdex
