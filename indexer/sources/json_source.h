// Papers from JSON lines or arrays, in any of the formats that are JSON.
#pragma once

#include <string>
#include <string_view>

#include "indexer/byte_source.h"
#include "indexer/paper_source.h"
#include "indexer/record_reader.h"
#include "indexer/sources/file_source.h"

namespace paperdex {

class JsonSource final : public PaperSource {
 public:
  // `path` names the file in what is rejected; `bytes` must outlive the source. kAuto takes the format of the first
  // record that is a JSON object; of the others those that are JSON may be given.
  JsonSource(std::string path, ByteSource& bytes, FileFormat format);

  SourceItem next() override;

 private:
  Paper read(std::string_view record);

  std::string path_;
  RecordReader records_;
  FileFormat format_;
};

}  // namespace paperdex
