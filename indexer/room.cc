#include "indexer/room.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "data/error.h"
#include "data/folder.h"
#include "indexer/durable.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

// A generation is made with term lists, which are a sixth of it, and loses them at its end.
constexpr double kRoomMargin = 1.3;
// Measured: 87,355 papers of 139 MB of records make 602 MB of staging. A small batch among many papers rewrites the
// ends of many posting lists besides.
constexpr std::uint64_t kGrowthPerStoredByte = 6;
constexpr std::uint64_t kLeastRoom = 1024 * 1024;

std::uint64_t bytes_under(const fs::path& folder) {
  std::uint64_t bytes = 0;
  for (const fs::path& path : all_under(folder)) {
    if (fs::is_regular_file(path)) bytes += fs::file_size(path);
  }
  return bytes;
}

std::optional<Manifest> newest_manifest(const IndexDir& dir) {
  const std::vector<Generation> numbers = dir.list();
  for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
    try {
      return read_manifest(dir.generation(*number));
    } catch (const IndexError&) {
      // A damaged one does not know.
    }
  }
  return std::nullopt;
}

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes / 1'000'000 + 1) + " MB"; }

}  // namespace

std::uint64_t room_for_publication(const IndexDir& dir, std::uint64_t documents) {
  return translate_filesystem("cannot look at " + dir.path().string(), [&] {
    const std::uint64_t staging = kLeastRoom + (fs::exists(dir.staging()) ? bytes_under(dir.staging()) : 0);
    const std::optional<Manifest> newest = newest_manifest(dir);
    if (!newest || newest->documents == 0) return staging;
    std::uint64_t bytes = 0;
    for (const ManifestFile& file : newest->files) bytes += file.bytes;
    const double by_papers = kRoomMargin * static_cast<double>(bytes) * static_cast<double>(documents) /
                             static_cast<double>(newest->documents);
    return std::min(staging, kLeastRoom + static_cast<std::uint64_t>(by_papers));
  });
}

std::uint64_t room_for_batch(std::uint64_t stored_bytes) { return kLeastRoom + kGrowthPerStoredByte * stored_bytes; }

void require_room(const IndexDir& dir, std::uint64_t bytes, const std::string& doing) {
  std::error_code error;
  const std::uint64_t available = fs::space(dir.path(), error).available;
  if (error || available >= bytes) return;  // a disk that does not say is tried
  throw IndexError("the disk of " + dir.path().string() + " has no room for " + doing + ": " + megabytes(bytes) +
                   " are needed, the publication among them, and " + megabytes(available) +
                   " are free. Nothing is lost; " + "free " + megabytes(bytes - available) +
                   " and run the command again");
}

}  // namespace paperdex
