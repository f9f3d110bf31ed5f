// BibTeX and biblatex files: what of an entry becomes what of a paper is said in bibtex_paper.h.
//
// Cross references are followed when the other entry is in the same file, before or behind: `crossref` takes venue and
// date from the volume that the paper is in (its title as booktitle; never its authors, DOI or address), `xdata` takes
// all fields that are missing, and both go on from entry to entry. Papers whose other entry has not come yet are kept
// until it does, and so are volumes and @xdata, each up to kMaxBibtexKeptBytes; past that a paper is handed out with
// what it says itself. All others are handed out as they are read, so that a file of any size takes bounded memory.
//
// @comment, @preamble, @string, @set, @xdata and the entries that control styles are no papers and skipped.
#pragma once

#include <deque>
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "indexer/byte_source.h"
#include "indexer/paper_source.h"
#include "indexer/sources/bibtex_entry.h"
#include "indexer/sources/bibtex_reader.h"

namespace paperdex {

inline constexpr std::size_t kMaxBibtexKeptBytes = 32 * 1024 * 1024;
inline constexpr std::size_t kMaxBibtexMacroBytes = 1024 * 1024;  // of all @string; further ones are rejected

inline constexpr std::size_t kMaxBibtexParents = 32;  // of one entry, in all generations

class BibtexSource final : public PaperSource {
 public:
  // `path` names the file in what is rejected; `bytes` must outlive the source.
  BibtexSource(std::string path, ByteSource& bytes);

  // A file with text but no entry is rejected as such. What waits for other entries comes before a fault of the file is
  // thrown.
  SourceItem next() override;

 private:
  std::optional<RawBibtexEntry> read();
  void take(RawBibtexEntry raw);
  void take_macros(const RawBibtexEntry& raw);
  void remember(const BibtexEntry& entry);
  void release(std::size_t most_bytes);
  bool has_all_parents(const BibtexEntry& entry) const;
  void inherit(BibtexEntry& entry) const;
  SourceItem paper_of(BibtexEntry entry) const;

  std::string path_;
  BibtexReader reader_;
  BibtexFields macros_ = bibtex_months();
  std::size_t macro_bytes_ = 0;
  std::map<std::string, BibtexEntry> parents_;  // by key in lower case, and by the other keys of `ids`
  std::size_t parent_bytes_ = 0;
  std::deque<BibtexEntry> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::deque<SourceItem> ready_;
  bool has_entries_ = false;
  bool at_end_ = false;
  std::exception_ptr fault_;
};

}  // namespace paperdex
