// BibTeX and biblatex files.
#include "indexer/sources/bibtex.h"
#include "tests/fuzz/sources.h"

namespace paperdex {

void fuzz(std::string_view input) {
  read_in_pieces(input, [](ByteSource& bytes) { return BibtexSource("input", bytes); });
}

}  // namespace paperdex
