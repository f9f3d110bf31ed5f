// Papers from a file, whatever its compression, its layout and its format.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "indexer/paper_source.h"
#include "indexer/record_reader.h"

namespace paperdex {

enum class FileFormat {
  kAuto,           // told from the first record that is a JSON object
  kJsonl,          // paper_json.h
  kArxivSnapshot,  // arxiv_snapshot.h
  kHfDaily,        // hf_daily.h
};

// Throws InputError on another name than auto, jsonl, arxiv-snapshot, hf-daily.
FileFormat file_format_from_name(const std::string& name);

class FileSource final : public PaperSource {
 public:
  // "-" is standard input. Throws InputError when the file cannot be opened.
  FileSource(const std::string& path, FileFormat format);

  SourceItem next() override;

  const ByteSource& bytes() const { return *bytes_; }

 private:
  Paper read(std::string_view record);

  std::string path_;
  FileFormat format_;
  std::unique_ptr<ByteSource> bytes_;
  RecordReader records_;
};

}  // namespace paperdex
