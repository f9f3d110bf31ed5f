// Opening a database so that nothing of it is missing.
//
// Xapian reads a database without its tables of stored records, positions and term lists when their files cannot be
// opened, be it that the process is out of file descriptors for a moment, and says nothing: phrases then find other
// papers, and compaction copies the loss. So whoever opens one, or opens it anew, asks for the tables.
#pragma once

#include <xapian.h>

#include <filesystem>

namespace paperdex {

// Published generations have no term lists.
enum class TermLists { kThere, kNone };

// Throws Xapian::DatabaseOpeningError when a table is missing. Cost: a look at the first paper.
void require_tables(const Xapian::Database& database, TermLists term_lists);

// Tries twice. Throws Xapian::Error; the caller translates it (xapian_error.h).
Xapian::Database open_database(const std::filesystem::path& path, TermLists term_lists = TermLists::kNone);

}  // namespace paperdex
