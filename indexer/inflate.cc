#include "indexer/inflate.h"

#include <array>
#include <new>
#include <utility>

namespace paperdex {

GzipInflater::GzipInflater(std::string& out, std::size_t max_bytes) : out_(out), max_bytes_(max_bytes) {
  constexpr int kGzipWindow = 15 + 16;
  if (inflateInit2(&stream_, kGzipWindow) != Z_OK) throw std::bad_alloc();
}

GzipInflater::~GzipInflater() { inflateEnd(&stream_); }

GzipInflater::Result GzipInflater::add(std::string_view piece) {
  constexpr std::size_t kBufferBytes = 64 * 1024;
  std::array<char, kBufferBytes> buffer;
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
  stream_.avail_in = static_cast<uInt>(piece.size());
  do {
    if (is_whole_ && stream_.avail_in == 0) break;
    if (std::exchange(is_whole_, false)) inflateReset(&stream_);
    stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_.avail_out = static_cast<uInt>(buffer.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    // Z_BUF_ERROR: nothing is left to do with this piece.
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) return Result::kDamaged;
    is_whole_ = result == Z_STREAM_END;
    const std::size_t bytes = buffer.size() - stream_.avail_out;
    if (bytes > max_bytes_ - out_.size()) return Result::kTooLong;
    out_.append(buffer.data(), bytes);
  } while (stream_.avail_in > 0 || stream_.avail_out == 0);
  return Result::kGoesOn;
}

}  // namespace paperdex
