// RIS files.
#include "indexer/sources/ris.h"
#include "tests/fuzz/sources.h"

namespace paperdex {

void fuzz(std::string_view input) {
  read_in_pieces(input, [](ByteSource& bytes) { return RisSource("input", bytes); });
}

}  // namespace paperdex
