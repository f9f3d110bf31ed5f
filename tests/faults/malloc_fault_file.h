// The test's side of malloc_fault.h.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>

#include "tests/faults/malloc_fault.h"

namespace paperdex {

inline constexpr std::int64_t kAllThatFollow = std::numeric_limits<std::int64_t>::max();
inline const std::string kMallocFaultLibrary = PAPERDEX_BINARY_DIR "/libmalloc_fault.so";

// Not thread-safe. Programs that are started with this file and the library preloaded fail as it says.
class MallocFaultFile {
 public:
  explicit MallocFaultFile(const std::filesystem::path& path) : path_(path) {
    std::ofstream(path) << std::string(sizeof(MallocFault), '\0');
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    void* mapped = ::mmap(nullptr, sizeof(MallocFault), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ::close(file);
    if (mapped == MAP_FAILED) throw std::runtime_error("cannot map " + path.string());
    fault_ = static_cast<MallocFault*>(mapped);
  }
  ~MallocFaultFile() { ::munmap(fault_, sizeof(MallocFault)); }
  MallocFaultFile(const MallocFaultFile&) = delete;
  MallocFaultFile& operator=(const MallocFaultFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // From now on allocations `first` to `last` fail, counting from 1.
  void arm(std::int64_t first, std::int64_t last) {
    fault_->first = first;
    fault_->last = last;
    fault_->count = 0;
    fault_->failed = 0;
    fault_->is_armed = 1;
  }
  // How many there were since.
  std::int64_t count() const { return fault_->count; }
  // How many of them have failed.
  std::int64_t disarm() {
    fault_->is_armed = 0;
    return fault_->failed;
  }

 private:
  std::filesystem::path path_;
  MallocFault* fault_ = nullptr;
};

}  // namespace paperdex
