// The bytes of an input file, decompressed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace paperdex {

// Not thread-safe.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Reads 1 to `size` bytes into `buffer`; 0 at the end. Requires size > 0. Throws InputError when the file cannot be
  // read, or is damaged or cut off; all bytes before the fault have been handed out by then.
  virtual std::size_t read(char* buffer, std::size_t size) = 0;

  // Bytes of the file itself that were taken so far, and that it has; 0 when that is not known.
  virtual std::uint64_t file_bytes_read() const = 0;
  virtual std::uint64_t file_bytes() const = 0;
};

// Opens a plain, gzip or zstd file, told apart by their first bytes; "-" is standard input. Compressed files may
// consist of several members or frames. Throws InputError.
std::unique_ptr<ByteSource> open_bytes(const std::string& path);

}  // namespace paperdex
