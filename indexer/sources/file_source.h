// Papers from a file, whatever its compression, its layout and its format.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "indexer/byte_source.h"
#include "indexer/paper_source.h"
#include "indexer/sources/entry_names.h"

namespace paperdex {

enum class FileFormat {
  kAuto,           // told from the first lines; among those of JSON, from the first record that is an object
  kJsonl,          // paper_json.h
  kArxivSnapshot,  // arxiv_snapshot.h
  kHfDaily,        // hf_daily.h
  kBibtex,         // bibtex.h
  kRis,            // ris.h
  kCslJson,        // csl_json.h
};

// auto, jsonl, arxiv-snapshot, hf-daily, bibtex, ris, csl-json
std::vector<std::string> file_format_names();

// Throws InputError on a name that is none of file_format_names().
FileFormat file_format_from_name(const std::string& name);

class FileSource final : public PaperSource {
 public:
  // "-" is standard input. Throws InputError when the file cannot be opened. kAuto reads up to 64 KiB to tell the
  // format.
  FileSource(const std::string& path, FileFormat format);

  // Entries of files have their names (entry_names.h).
  SourceItem next() override;

  const ByteSource& bytes() const { return *bytes_; }

 private:
  EntryNames names_;
  std::unique_ptr<ByteSource> bytes_;
  std::unique_ptr<PaperSource> papers_;  // reads bytes_
};

}  // namespace paperdex
