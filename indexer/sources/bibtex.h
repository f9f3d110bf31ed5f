// BibTeX files.
#pragma once

#include <string>

#include "indexer/byte_source.h"
#include "indexer/paper_source.h"

namespace paperdex {

class BibtexSource final : public PaperSource {
 public:
  // `path` names the file in what is rejected; `bytes` must outlive the source.
  BibtexSource(std::string path, ByteSource& bytes);

  SourceItem next() override;
};

}  // namespace paperdex
