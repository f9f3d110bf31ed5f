#include "indexer/durable.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "data/folder.h"

namespace paperdex {

void sync(const std::filesystem::path& file_or_folder) {
  const int file = open(file_or_folder.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && fsync(file) == 0;
  const int reason = errno;
  if (file >= 0) close(file);
  if (!synced) {
    throw IndexError("cannot sync " + file_or_folder.string() + ": " + std::system_category().message(reason));
  }
}

void sync_tree(const std::filesystem::path& folder) {
  translate_filesystem("cannot sync " + folder.string(), [&] {
    for (const std::filesystem::path& path : all_under(folder)) sync(path);
  });
  sync(folder);
}

void write_file(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) throw IndexError("cannot write " + file.string());
  sync(file);
}

}  // namespace paperdex
