// The records of a JSON file, not yet parsed: lines, or the elements of an array.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/byte_source.h"

namespace paperdex {

struct Record {
  std::string_view text;   // valid until the next call
  std::uint64_t line = 0;  // 1-based, where it starts
  std::string fault;       // not empty: why there is no text
};

// A file whose first character is '[' is an array, or several one after another, however it is laid out; any other is
// JSON lines, where CR LF, a byte order mark, blank lines and a missing last newline are no concern. Memory is bounded
// by kMaxLineBytes: a longer record is skipped to its end and handed out as a fault. Not thread-safe.
class RecordReader {
 public:
  // `source` must outlive it.
  explicit RecordReader(ByteSource& source) : source_(source) {}

  // Nothing at the end. Throws InputError from the source.
  std::optional<Record> next();

 private:
  static constexpr int kEnd = -1;

  int peek();  // the character at position_, or kEnd
  bool fill();
  void skip_byte_order_mark();
  int skip_white_space();  // and returns peek()
  std::optional<Record> next_line();
  std::optional<Record> next_element();
  Record take_element();
  bool scan_element();

  // The record being read starts at start_; what is before it may go. While skipping_, all before position_ may go.
  std::string buffer_;
  std::size_t start_ = 0;
  std::size_t position_ = 0;
  bool skipping_ = false;

  ByteSource& source_;
  std::uint64_t line_ = 1;
  bool started_ = false;
  bool is_array_ = false;
  bool in_array_ = false;
  bool at_end_ = false;
};

}  // namespace paperdex
