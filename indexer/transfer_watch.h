// When a transfer that goes on has gone on for too long.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "indexer/clock.h"

namespace paperdex {

inline constexpr std::size_t kMaxDocumentBytes = 256 * 1024 * 1024;

struct TransferLimits {
  std::chrono::milliseconds connect{10'000};      // names, TCP and TLS
  std::chrono::milliseconds first_byte{300'000};  // of the body: a page that arXiv has to make takes up to 183 s
  std::chrono::milliseconds total{900'000};
  std::uint64_t slow_bytes_per_second = 100;   // after the first byte; slower than this ...
  std::chrono::milliseconds slow_for{30'000};  // ... for so long is too slow
  std::size_t max_bytes = kMaxDocumentBytes;   // of the body, as it is sent and again when it is decompressed
};

// Knows the time only as it is told. Not thread-safe.
class TransferWatch {
 public:
  TransferWatch(const TransferLimits& limits, Clock::Time start) : limits_(limits), start_(start) {}

  // "" while the transfer may go on, else the limit that it broke; `body_bytes` have come by now. To be called at least
  // each second.
  std::string fault(Clock::Time now, std::uint64_t body_bytes);

 private:
  TransferLimits limits_;
  Clock::Time start_;
  bool has_begun_ = false;
  // The period that has not yet seen as many bytes as it must.
  Clock::Time period_start_;
  std::uint64_t period_bytes_ = 0;
};

}  // namespace paperdex
