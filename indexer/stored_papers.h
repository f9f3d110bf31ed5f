// Reads the stored papers of a database of today's format or of an earlier one, be it damaged in places.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "data/schema.h"
#include "indexer/stored_paper.h"

namespace paperdex {

// The earliest format that can still be read.
inline constexpr int kOldestFormat = 3;

struct StoredPapers {
  std::filesystem::path database;
  int format = kFormatVersion;
};

// A run of docids whose papers cannot be read, and why.
struct Unreadable {
  Docid first = 0;
  Docid last = 0;
  std::string reason;  // names the paper where that can be read
};

// Calls `take` for each paper, in order of docids, and `miss` for what cannot be read; goes on behind it. What they
// throw passes. Throws IndexError when the database cannot be opened at all.
void read_stored_papers(const StoredPapers& from, const std::function<void(const StoredPaper&)>& take,
                        const std::function<void(const Unreadable&)>& miss);

// The papers of these docids alone; what cannot be read among them is left out. Throws IndexError likewise. `take` says
// how many there were.
void read_stored_papers(const StoredPapers& from, Docid first, Docid last,
                        const std::function<void(const StoredPaper&)>& take);

// Metadata that stays with the records: the ledger, what was taken out, the name of the count of commits. Throws
// IndexError.
std::map<std::string, std::string> kept_metadata(const std::filesystem::path& database);

// The format that a database says it has; 0 when it does not say, or cannot be opened.
int format_of(const std::filesystem::path& database);

}  // namespace paperdex
