// To be preloaded into a program (LD_PRELOAD): lets chosen allocations of all its threads and libraries fail.
#include "tests/faults/malloc_fault.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>

extern "C" {
// glibc's own, under the names that stay when malloc() is another's.
void* __libc_malloc(std::size_t);                 // NOLINT
void* __libc_calloc(std::size_t, std::size_t);    // NOLINT
void* __libc_realloc(void*, std::size_t);         // NOLINT
void* __libc_memalign(std::size_t, std::size_t);  // NOLINT
}

namespace {

paperdex::MallocFault* fault = nullptr;

[[gnu::constructor]] void map_file() {
  const char* name = std::getenv(paperdex::kMallocFaultVariable);
  if (name == nullptr) return;
  const int file = ::open(name, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void* mapped = ::mmap(nullptr, sizeof *fault, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  if (mapped != MAP_FAILED) fault = static_cast<paperdex::MallocFault*>(mapped);
}

bool fails() {
  if (fault == nullptr || fault->is_armed == 0) return false;
  const std::int64_t number = ++fault->count;
  if (number < fault->first || number > fault->last) return false;
  ++fault->failed;
  errno = ENOMEM;
  return true;
}

}  // namespace

extern "C" {

void* malloc(std::size_t size) { return fails() ? nullptr : __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) { return fails() ? nullptr : __libc_calloc(count, size); }
void* realloc(void* block, std::size_t size) { return fails() ? nullptr : __libc_realloc(block, size); }
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return fails() ? nullptr : __libc_memalign(alignment, size);
}
int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
  void* found = fails() ? nullptr : __libc_memalign(alignment, size);
  if (found == nullptr) return ENOMEM;
  *block = found;
  return 0;
}

}  // extern "C"
