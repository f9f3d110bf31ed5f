// A paper with the records that it was merged from, as the index stores them (data/schema.h, "Stored data").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/paper.h"

namespace paperdex {

struct StoredPaper {
  Paper paper;
  std::vector<Paper> records;  // one at least

  // Keys by which other records may be the same paper: those of every record (identity.h), each once.
  std::vector<std::string> keys() const;
  // The terms under which its document is found: of keys(), of the records (record_identity.h) and of the paper's id.
  // Those that are too long for the index are left out.
  std::vector<std::string> terms() const;
};

// The order of `records` does not matter.
std::string encode_stored(const StoredPaper& stored);

// Throws DamageError when the text is not what encode_stored() gave: the database is damaged.
StoredPaper decode_stored(std::string_view data);

// The term under which a document is found by one of StoredPaper::keys().
std::string key_term(const std::string& key);

}  // namespace paperdex
