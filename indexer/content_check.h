// Whether a database holds what its records say, and nothing else: for `check --deep`, and for staging after a kill.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <string>
#include <vector>

#include "data/database.h"

namespace paperdex {

// Reads everything. Each paper's document is built anew from its stored record (document_builder.h) and compared with
// what the database has of it: the record's own checksum, its terms with their frequencies and positions in posting
// lists and in term lists, its length, its values, and its place among the docids handed out. Returns what is wrong, a
// sentence each that names the paper, `most` at most; empty: nothing. Throws nothing but what lack of memory throws:
// what cannot be read is a fault, too.
//
// Not for a database that is written meanwhile. Cost: that of indexing the papers (4,000 a second), and 24 bytes of
// memory a paper.
std::vector<std::string> content_faults(const Xapian::Database& database, TermLists term_lists, std::size_t most);

}  // namespace paperdex
