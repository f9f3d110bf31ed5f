// A file in memory, for what reads by a file's name.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "tests/fuzz/fuzz.h"

namespace paperdex {

class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : file_(::memfd_create("input", MFD_CLOEXEC)) {
    require(file_ >= 0, "a file in memory can be made");
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t count = ::write(file_, text.data() + done, text.size() - done);
      require(count > 0, "a file in memory can be written");
      done += static_cast<std::size_t>(count);
    }
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

}  // namespace paperdex
