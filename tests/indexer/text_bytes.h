// A text as a source of bytes, and a source read to its end, for the tests of what reads files.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "data/error.h"
#include "indexer/byte_source.h"
#include "indexer/paper_source.h"

namespace paperdex {

// Gives `step` bytes at a time, and after the last of them the fault, if there is one, once.
class TextBytes final : public ByteSource {
 public:
  explicit TextBytes(std::string text, std::size_t step = 7, std::string fault = "")
      : text_(std::move(text)), step_(step), fault_(std::move(fault)) {}

  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t bytes = text_.copy(buffer, std::min(size, step_), position_);
    if (bytes == 0 && !fault_.empty()) throw InputError(std::exchange(fault_, {}));
    position_ += bytes;
    return bytes;
  }
  std::uint64_t file_bytes_read() const override { return position_; }
  std::uint64_t file_bytes() const override { return text_.size(); }

 private:
  std::string text_;
  std::size_t step_;
  std::string fault_;
  std::size_t position_ = 0;
};

struct SourceContent {
  std::vector<Paper> papers;
  std::vector<Rejected> rejected;
  std::vector<Covered> covered;
};

inline SourceContent read_source(PaperSource& source) {
  SourceContent content;
  for (;;) {
    SourceItem item = source.next();
    if (std::holds_alternative<Done>(item)) return content;
    if (auto* paper = std::get_if<Paper>(&item)) content.papers.push_back(std::move(*paper));
    if (auto* rejected = std::get_if<Rejected>(&item)) content.rejected.push_back(std::move(*rejected));
    if (auto* covered = std::get_if<Covered>(&item)) content.covered.push_back(*covered);
  }
}

}  // namespace paperdex
