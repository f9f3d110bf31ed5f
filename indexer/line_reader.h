// The lines of a text file, whatever ends them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/byte_source.h"

namespace paperdex {

struct Line {
  std::string_view text;     // without its end; valid until the next call
  std::uint64_t number = 0;  // 1-based
  bool is_cut = false;       // it was longer than the reader's bound, and the rest was dropped
};

// LF, CR LF and CR end a line, a byte order mark at the beginning is dropped. Memory is bounded. Not thread-safe.
class LineReader {
 public:
  // `source` must outlive it. Requires max_bytes > 0.
  LineReader(ByteSource& source, std::size_t max_bytes) : source_(source), max_bytes_(max_bytes) {}

  // Nothing at the end. Throws InputError from the source.
  std::optional<Line> next();

 private:
  bool fill();
  void take(std::string_view text, Line& line);

  ByteSource& source_;
  std::size_t max_bytes_;
  std::string chunk_;
  std::size_t position_ = 0;  // in chunk_
  std::string line_;
  std::uint64_t lines_ = 0;
  bool after_cr_ = false;
};

}  // namespace paperdex
