#include "indexer/line_reader.h"

#include <algorithm>
#include <utility>

namespace paperdex {
namespace {

constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

bool LineReader::fill() {
  position_ = 0;
  chunk_.resize(kChunkBytes);
  std::size_t bytes = 0;
  try {
    bytes = source_.read(chunk_.data(), chunk_.size());
  } catch (...) {
    chunk_.clear();
    throw;
  }
  chunk_.resize(bytes);
  return bytes > 0;
}

void LineReader::take(std::string_view text, Line& line) {
  const std::size_t room = max_bytes_ - line_.size();
  line.is_cut = line.is_cut || text.size() > room;
  line_.append(text, 0, room);
}

std::optional<Line> LineReader::next() {
  line_.clear();
  Line line;
  bool has_begun = false;
  for (;;) {
    if (position_ == chunk_.size() && !fill()) {
      if (!has_begun) return std::nullopt;
      break;
    }
    if (std::exchange(after_cr_, false) && chunk_[position_] == '\n') {
      ++position_;
      continue;
    }
    has_begun = true;
    const std::size_t end = std::min(chunk_.find_first_of("\r\n", position_), chunk_.size());
    take(std::string_view(chunk_).substr(position_, end - position_), line);
    position_ = end;
    if (end == chunk_.size()) continue;
    after_cr_ = chunk_[position_++] == '\r';
    break;
  }
  line.number = ++lines_;
  line.text = line_;
  if (lines_ == 1 && line.text.starts_with(kByteOrderMark)) line.text.remove_prefix(kByteOrderMark.size());
  return line;
}

}  // namespace paperdex
