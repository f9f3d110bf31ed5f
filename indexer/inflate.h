// gzip as it comes over the network: in pieces, perhaps cut off, perhaps a bomb.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace paperdex {

// Not thread-safe.
class GzipInflater {
 public:
  enum class Result { kGoesOn, kDamaged, kTooLong };

  // `out` gets at most `max_bytes`; it must outlive the inflater. Throws std::bad_alloc.
  GzipInflater(std::string& out, std::size_t max_bytes);
  ~GzipInflater();
  GzipInflater(const GzipInflater&) = delete;
  GzipInflater& operator=(const GzipInflater&) = delete;

  // Appends what the piece holds to `out`. Not to be called again after another result than kGoesOn. Several members in
  // a row are one text; what follows that is none is damage. Never holds more than `max_bytes` and a buffer.
  Result add(std::string_view piece);

  // All members so far are complete, and there was one.
  bool is_whole() const { return is_whole_; }

 private:
  std::string& out_;
  std::size_t max_bytes_;
  z_stream stream_{};
  bool is_whole_ = false;
};

}  // namespace paperdex
