#include "indexer/record_reader.h"

#include "data/paper_json.h"

namespace paperdex {
namespace {

constexpr std::size_t kChunkBytes = 256 * 1024;

bool is_white_space(int c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string too_long() { return "is longer than " + std::to_string(kMaxLineBytes) + " bytes"; }

}  // namespace

std::optional<Record> RecordReader::next() {
  if (!started_) {
    started_ = true;
    skip_byte_order_mark();
    is_array_ = skip_white_space() == '[';
  }
  if (at_end_) return std::nullopt;
  return is_array_ ? next_element() : next_line();
}

bool RecordReader::fill() {
  if (skipping_) start_ = position_;
  buffer_.erase(0, start_);
  position_ -= start_;
  start_ = 0;
  const std::size_t held = buffer_.size();
  buffer_.resize(held + kChunkBytes);
  std::size_t bytes = 0;
  try {
    bytes = source_.read(buffer_.data() + held, kChunkBytes);
  } catch (...) {
    buffer_.resize(held);
    throw;
  }
  buffer_.resize(held + bytes);
  return bytes > 0;
}

int RecordReader::peek() {
  if (position_ == buffer_.size() && !fill()) return kEnd;
  return static_cast<unsigned char>(buffer_[position_]);
}

void RecordReader::skip_byte_order_mark() {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  while (buffer_.size() < kMark.size() && fill()) {
  }
  if (buffer_.starts_with(kMark)) position_ = kMark.size();
}

int RecordReader::skip_white_space() {
  skipping_ = true;
  int c = peek();
  for (; is_white_space(c); c = peek()) {
    if (c == '\n') ++line_;
    ++position_;
  }
  skipping_ = false;
  start_ = position_;
  return c;
}

std::optional<Record> RecordReader::next_line() {
  if (skip_white_space() == kEnd) return std::nullopt;
  const std::uint64_t line = line_;
  for (;;) {
    const std::size_t newline = buffer_.find('\n', position_);
    position_ = newline == std::string::npos ? buffer_.size() : newline;
    // The CR that may end a line does not count.
    const bool is_too_long = skipping_ || position_ - start_ > kMaxLineBytes + 1;
    if (newline == std::string::npos) {
      skipping_ = is_too_long;
      if (fill()) continue;
    }
    skipping_ = false;
    std::string_view text(buffer_.data() + start_, position_ - start_);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (is_too_long || text.size() > kMaxLineBytes) return Record{{}, line, too_long()};
    return Record{text, line, {}};
  }
}

std::optional<Record> RecordReader::next_element() {
  for (;;) {
    const int c = skip_white_space();
    if (c == kEnd || (!in_array_ && c != '[')) {
      at_end_ = true;
      if (in_array_) return Record{{}, line_, "is missing: the file ends before its array does"};
      if (c != kEnd) return Record{{}, line_, "follows the end of the array"};
      return std::nullopt;
    }
    const bool opens = !in_array_;
    if (!opens && c != ',' && c != ']') return take_element();
    if (opens) in_array_ = true;
    if (c == ']') in_array_ = false;
    ++position_;
  }
}

Record RecordReader::take_element() {
  const std::uint64_t line = line_;
  const bool is_whole = scan_element();
  if (is_whole && position_ == start_) ++position_;  // a stray '}' is a record too: no JSON
  const bool is_too_long = skipping_ || position_ - start_ > kMaxLineBytes;
  skipping_ = false;
  if (is_too_long) return Record{{}, line, too_long()};
  if (!is_whole) {
    at_end_ = true;
    return Record{{}, line, "is not whole: the file ends inside it"};
  }
  return Record{{buffer_.data() + start_, position_ - start_}, line, {}};
}

// Leaves position_ behind the element; false when the file ends inside it.
bool RecordReader::scan_element() {
  int depth = 0;
  bool in_string = false;
  for (;; ++position_) {
    const int c = peek();
    if (c == kEnd) return false;
    if (c == '\n') ++line_;
    if (position_ - start_ > kMaxLineBytes) skipping_ = true;
    if (in_string) {
      if (c == '\\') {
        ++position_;
        if (peek() == kEnd) return false;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']' || c == ',') && depth == 0) {
      return true;  // behind a number, a string or a word
    } else if (c == '}' || c == ']') {
      if (--depth == 0) {
        ++position_;
        return true;
      }
    }
  }
}

}  // namespace paperdex
