// Files of any format and compression, as `paperdex-index add` opens them.
#include "data/error.h"
#include "indexer/sources/file_source.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/papers.h"

namespace paperdex {

void fuzz(std::string_view input) {
  const MemoryFile file(input);
  try {
    FileSource source(file.path(), FileFormat::kAuto);
    read_papers(source);
    require(source.bytes().file_bytes_read() <= input.size(), "no more is read than there is");
  } catch (const InputError& error) {
    require_reason(error.what());
  }
}

}  // namespace paperdex
