// CSL-JSON.
#include "indexer/sources/csl_json.h"
#include "indexer/sources/json_source.h"
#include "tests/fuzz/sources.h"

namespace paperdex {

void fuzz(std::string_view input) {
  read_in_pieces(input, [](ByteSource& bytes) { return JsonSource("input", bytes, FileFormat::kCslJson); });
}

}  // namespace paperdex
