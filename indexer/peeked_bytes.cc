#include "indexer/peeked_bytes.h"

#include <utility>

#include "data/error.h"

namespace paperdex {

bool PeekedBytes::peek_more() {
  constexpr std::size_t kChunkBytes = 16 * 1024;
  const std::size_t held = head_.size();
  std::size_t bytes = 0;
  head_.resize(held + kChunkBytes);
  try {
    bytes = source_->read(head_.data() + held, kChunkBytes);
  } catch (const InputError&) {
    fault_ = std::current_exception();
  }
  head_.resize(held + bytes);
  return bytes > 0;
}

std::size_t PeekedBytes::read(char* buffer, std::size_t size) {
  if (position_ < head_.size()) {
    const std::size_t bytes = head_.copy(buffer, size, position_);
    position_ += bytes;
    if (position_ == head_.size()) {
      head_ = std::string();
      position_ = 0;
    }
    return bytes;
  }
  if (fault_) std::rethrow_exception(std::exchange(fault_, nullptr));
  return source_->read(buffer, size);
}

}  // namespace paperdex
