// Records as other services write them: each reader gets every record.
#include <array>

#include "indexer/sources/arxiv_snapshot.h"
#include "indexer/sources/europepmc.h"
#include "indexer/sources/hf_daily.h"
#include "indexer/sources/json_source.h"
#include "indexer/sources/openalex.h"
#include "tests/fuzz/sources.h"

namespace paperdex {

void fuzz(std::string_view input) {
  using Read = Paper (*)(std::string_view);
  constexpr std::array<Read, 4> kReaders{paper_from_arxiv_snapshot, paper_from_hf_daily, paper_from_openalex,
                                         paper_from_europepmc};
  for (const Read read : kReaders) read_record([&] { return read(input); });
  // The format is told from the first record.
  read_in_pieces(input, [](ByteSource& bytes) { return JsonSource("input", bytes, FileFormat::kAuto); });
}

}  // namespace paperdex
