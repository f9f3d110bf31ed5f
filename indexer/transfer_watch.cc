#include "indexer/transfer_watch.h"

#include <sstream>

namespace paperdex {
namespace {

std::string seconds_of(std::chrono::milliseconds duration) {
  std::ostringstream text;
  text << static_cast<double>(duration.count()) / 1000.0 << " s";
  return text.str();
}

}  // namespace

std::string TransferWatch::fault(Clock::Time now, std::uint64_t body_bytes) {
  if (now - start_ >= limits_.total) return "not done within " + seconds_of(limits_.total);
  if (body_bytes == 0) {
    return now - start_ >= limits_.first_byte ? "no byte of the body within " + seconds_of(limits_.first_byte) : "";
  }
  const std::uint64_t enough =
      limits_.slow_bytes_per_second * static_cast<std::uint64_t>(limits_.slow_for.count()) / 1000;
  if (!has_begun_ || body_bytes - period_bytes_ >= enough) {
    has_begun_ = true;
    period_start_ = now;
    period_bytes_ = body_bytes;
    return "";
  }
  if (now - period_start_ < limits_.slow_for) return "";
  return "under " + std::to_string(limits_.slow_bytes_per_second) + " bytes a second for " +
         seconds_of(limits_.slow_for);
}

}  // namespace paperdex
