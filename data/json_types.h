// A parsed JSON text: RapidJSON's types, but with an allocator that throws. RapidJSON's own returns null when there is
// no memory, and the parser writes through it.
#pragma once

#include <rapidjson/fwd.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace paperdex {

// As RapidJSON wants an allocator. Throws std::bad_alloc.
class JsonAllocator {
 public:
  static constexpr bool kNeedFree = true;

  void* Malloc(std::size_t size) { return size == 0 ? nullptr : there(std::malloc(size)); }
  void* Realloc(void* block, std::size_t /*old_size*/, std::size_t size) {
    if (size > 0) return there(std::realloc(block, size));
    Free(block);
    return nullptr;
  }
  static void Free(void* block) { std::free(block); }

 private:
  static void* there(void* block) {
    if (block == nullptr) throw std::bad_alloc();
    return block;
  }
};

using JsonPool = rapidjson::MemoryPoolAllocator<JsonAllocator>;
using JsonValue = rapidjson::GenericValue<rapidjson::UTF8<char>, JsonPool>;
using JsonDocument = rapidjson::GenericDocument<rapidjson::UTF8<char>, JsonPool, JsonAllocator>;

}  // namespace paperdex
