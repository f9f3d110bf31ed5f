// What an index knows the entries of files by (Paper::entry).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>

#include "data/paper.h"

namespace paperdex {

// Keys of one file that are remembered, in some 50 bytes each. An entry whose key comes later is known by its content
// too: then it is kept whatever stands before it, but a corrected one is another entry.
inline constexpr std::size_t kMaxEntryKeys = 1'000'000;

// The file that a path names, as entries are known by: its folder, with symbolic links followed, and its name without
// .gz or .zst; "-" for standard input, a pipe and whatever else is no file. A link at the path's end is not followed:
// what it points to may change with the content.
std::string entry_file(const std::string& path);

// Names the entries of one file, in the file's order: the same file gives the same names again, however its entries
// were corrected. Keys are no names by themselves, since two people's files have one key for two papers, and one file
// may have a key twice. Not thread-safe.
class EntryNames {
 public:
  // `file` is what entry_file() gave.
  explicit EntryNames(std::string file) : file_(std::move(file)) {}

  // Turns `entry`, which its source set to the entry's own key or, for want of one, to the paper's id, into the name:
  // 16 hexadecimal digits of a hash of the file, the key, and how often the key came before. What standard input gives
  // may be any file: there the paper's id is part of the name.
  void name(Paper& paper);

 private:
  std::string file_;
  std::unordered_map<std::size_t, std::uint32_t> times_;  // by the key's hash
};

}  // namespace paperdex
