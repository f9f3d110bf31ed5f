// The entries of a BibTeX file, not yet parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/byte_source.h"
#include "indexer/line_reader.h"

namespace paperdex {

inline constexpr std::size_t kMaxBibtexEntryBytes = 1024 * 1024;

struct RawBibtexEntry {
  std::string type;  // in lower case: "article", "string", "comment"; "" of a fault between entries
  std::string body;  // what stands between the entry's braces or parentheses
  std::uint64_t line = 0;
  std::string fault;  // not empty: why there is no body
};

// An entry begins with '@' at the start of a line, or behind the end of another; what else stands between entries is
// skipped. One that does not end before another begins, before the file does or within kMaxBibtexEntryBytes is a fault,
// and reading goes on at the next one. The rest of a line longer than twice that is skipped, with a fault. Memory is
// bounded. Not thread-safe.
class BibtexReader {
 public:
  // `bytes` must outlive it.
  explicit BibtexReader(ByteSource& bytes) : lines_(bytes, kMaxLineBytes) {}

  // Nothing at the end. Throws InputError from the source.
  std::optional<RawBibtexEntry> next();

  // The first line that is not blank, or 0: of a file without entries.
  std::uint64_t first_text_line() const { return first_text_line_; }

 private:
  static constexpr std::size_t kMaxLineBytes = 2 * kMaxBibtexEntryBytes;

  bool next_line();
  std::string_view rest() const { return std::string_view(line_).substr(position_); }
  bool is_stray_field();
  void read_body(RawBibtexEntry& entry, char open);

  LineReader lines_;
  std::string line_;
  std::size_t position_ = 0;  // in line_
  std::uint64_t line_number_ = 0;
  bool is_cut_ = false;
  std::uint64_t first_text_line_ = 0;
  bool is_behind_entry_ = false;  // nothing but white space, commas and braces since an entry's end
};

}  // namespace paperdex
