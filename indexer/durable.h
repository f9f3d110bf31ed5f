// Files that survive a power cut: a rename or a new name is on disk only when its folder was synced too.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "data/error.h"

namespace paperdex {

// fsync() of one file or folder. Throws IndexError.
void sync(const std::filesystem::path& file_or_folder);

// fsync() of every file and folder at and under `folder`. Throws IndexError.
void sync_tree(const std::filesystem::path& folder);

// Writes and syncs a file; its folder is left to the caller. Throws IndexError.
void write_file(const std::filesystem::path& file, const std::string& text);

// Calls `work` and returns what it returns; a std::filesystem error becomes an IndexError that starts with `doing`.
template <typename Work>
auto translate_filesystem(const std::string& doing, Work&& work) -> decltype(std::forward<Work>(work)()) {
  try {
    return std::forward<Work>(work)();
  } catch (const std::filesystem::filesystem_error& error) {
    throw IndexError(doing + ": " + error.path1().string() + ": " + error.code().message());
  }
}

}  // namespace paperdex
