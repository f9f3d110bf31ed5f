// Bytes whose beginning can be looked at before they are read.
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/byte_source.h"

namespace paperdex {

// Not thread-safe.
class PeekedBytes final : public ByteSource {
 public:
  explicit PeekedBytes(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  // What was looked at and is not read yet.
  std::string_view head() const { return std::string_view(head_).substr(position_); }
  // Makes the head longer; false at the end of the source. A fault of the source also ends it, and read() throws it
  // when the head has been read.
  bool peek_more();

  std::size_t read(char* buffer, std::size_t size) override;
  std::uint64_t file_bytes_read() const override { return source_->file_bytes_read(); }
  std::uint64_t file_bytes() const override { return source_->file_bytes(); }

 private:
  std::unique_ptr<ByteSource> source_;
  std::string head_;
  std::size_t position_ = 0;
  std::exception_ptr fault_;
};

}  // namespace paperdex
