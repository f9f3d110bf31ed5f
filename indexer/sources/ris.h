// RIS files, which reference managers and publishers export.
//
//   TI T1 CT (BT ST)        title; BT and ST when there is no other
//   AU A1                   authors, "Last, First, Suffix" turned round; A2 and further are editors and left out
//   AB N2                   abstract
//   PY Y1 DA                published, as precisely as it says
//   T2 JF JO BT JA J2       venue, the first in this order
//   DO UR L1 L2 AN ID       doi, the first web address as url, and ids where they are of a known scheme (paper_id.h)
//   N1                      comment, when it is no longer than a field may be
//   ID                      entry, as it is; the paper's id where there is none
//
// A record begins with "TY  - " and ends with "ER  - ", with the next TY or with the file; lines without a tag go on
// with the one before. White space around the hyphen may be missing, other tags and what stands between records is
// skipped. Papers without an id of a known scheme get one from title, first author and year (record_id.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/byte_source.h"
#include "indexer/line_reader.h"
#include "indexer/paper_source.h"

namespace paperdex {

inline constexpr std::size_t kMaxRisRecordBytes = 1024 * 1024;

class RisSource final : public PaperSource {
 public:
  // `path` names the file in what is rejected; `bytes` must outlive the source.
  RisSource(std::string path, ByteSource& bytes);

  // Records of Web of Science's own tagged format are rejected as such, and so is a file with text but no record.
  SourceItem next() override;

 private:
  enum class Kind { kNone, kRis, kWebOfScience };

  std::optional<SourceItem> take(const Line& line);
  void begin(Kind kind, std::uint64_t line);
  SourceItem finish();
  SourceItem at_end();

  std::string path_;
  LineReader lines_;
  Kind kind_ = Kind::kNone;  // of the record being read
  std::uint64_t record_line_ = 0;
  std::size_t record_bytes_ = 0;
  std::vector<std::pair<std::string, std::string>> fields_;  // tag, value
  std::uint64_t first_text_line_ = 0;
  bool has_records_ = false;
};

// Whether a line begins a RIS record, or one of Web of Science's format, which RisSource tells from it.
bool begins_ris_record(std::string_view line);
bool begins_web_of_science_record(std::string_view line);

}  // namespace paperdex
