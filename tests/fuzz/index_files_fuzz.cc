// What an index says of itself: manifests, stored papers, words and the ledger, which a disk may have changed.
#include <map>
#include <sstream>

#include "data/error.h"
#include "data/index_dir.h"
#include "data/ledger.h"
#include "data/lexicon.h"
#include "data/paper_json.h"
#include "data/rejected.h"
#include "data/schema.h"
#include "data/stored_record.h"
#include "indexer/stored_paper.h"
#include "tests/fuzz/memory_file.h"

namespace paperdex {
namespace {

void read_manifest_text(const std::string& text) {
  // Of the format before, which had no hash of itself: no mutation would get past that.
  Manifest manifest = manifest_from_json(text, "input", 3);
  manifest.format_version = kFormatVersion;
  const std::string once = manifest_to_json(manifest);
  require(manifest_to_json(manifest_from_json(once, "input")) == once, "a manifest reads back as it is", once);
}

// A line of JSON gets the checksum that it lacks; what is damaged is refused.
void read_stored(const std::string& text) {
  try {
    const std::string line = stored_line(paper_from_own_json(text));
    require(stored_line(read_stored_line(line)) == line, "a stored line reads back as it is", line);
  } catch (const Rejection&) {
  }
  decode_stored(text);
}

void read_words(const std::string& text) {
  const MemoryFile file(text);
  const Lexicon lexicon(file.path());
  std::size_t bytes = 0;
  for (const Lexicon::Entry& entry : lexicon.entries()) bytes += entry.word.size() + 1;
  require(bytes <= text.size(), "words are those of the file");
  lexicon.complete(std::string_view(text).substr(0, 1), 10);
  read_word_counts(file.path());
}

// Keys, without their prefix, and values by turns, each ended by '|'.
void read_ledger_text(const std::string& text) {
  std::istringstream parts(text);
  std::map<std::string, std::string> entries;
  for (std::string key, value; std::getline(parts, key, '|') && std::getline(parts, value, '|');) {
    entries[kMetaLedgerPrefix + key] = value;
  }
  for (const LedgerSet& set : parse_ledger(entries)) {
    status_of(set, Date::from_day(20'000));
    ledger_entry(set);
  }
}

}  // namespace

void fuzz(std::string_view input) {
  const std::string text(input);
  for (void (*read)(const std::string&) : {read_manifest_text, read_stored, read_words, read_ledger_text}) {
    try {
      read(text);
    } catch (const IndexError&) {
    }
  }
}

}  // namespace paperdex
