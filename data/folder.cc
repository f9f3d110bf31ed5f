#include "data/folder.h"

#include <dirent.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace paperdex {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& folder) {
  throw fs::filesystem_error("cannot look through the folder", folder, std::error_code(errno, std::generic_category()));
}

void add_all(const fs::path& folder, std::vector<fs::path>& all) {
  const auto close = [](DIR* stream) { ::closedir(stream); };
  const std::unique_ptr<DIR, decltype(close)> stream(::opendir(folder.c_str()), close);
  if (!stream) fail(folder);
  std::vector<fs::path> folders;
  while (errno = 0, true) {
    const dirent* entry = ::readdir(stream.get());
    if (entry == nullptr) break;
    if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0) continue;
    all.push_back(folder / entry->d_name);
    if (fs::is_directory(fs::symlink_status(all.back()))) folders.push_back(all.back());
  }
  if (errno != 0) fail(folder);
  for (const fs::path& each : folders) add_all(each, all);
}

}  // namespace

std::vector<fs::path> all_under(const fs::path& folder) {
  std::vector<fs::path> all;
  add_all(folder, all);
  return all;
}

}  // namespace paperdex
