// What the library to preload (malloc_fault.cc) shares with the test that tells it what to do: a file, mapped by both.
#pragma once

#include <atomic>
#include <cstdint>

namespace paperdex {

inline constexpr char kMallocFaultVariable[] = "PAPERDEX_MALLOC_FAULT";  // the environment's variable that names it

struct MallocFault {
  std::atomic<std::int64_t> is_armed;
  std::atomic<std::int64_t> first;   // the first allocation that fails, counting from 1
  std::atomic<std::int64_t> last;    // and the last
  std::atomic<std::int64_t> count;   // of allocations since it was armed
  std::atomic<std::int64_t> failed;  // of these
};

}  // namespace paperdex
