#include "indexer/index_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "data/error.h"

namespace paperdex {
namespace {

std::string read_holder(int file) {
  char text[128];
  const ssize_t bytes = pread(file, text, sizeof text, 0);
  return bytes > 0 ? std::string(text, static_cast<std::size_t>(bytes)) : "another process";
}

// Only tells people who holds the lock, so a failure to write it is no failure.
void write_holder(int file) {
  const std::string text = "process " + std::to_string(getpid()) + " since " + Date::now().to_string();
  if (ftruncate(file, 0) != 0 || pwrite(file, text.data(), text.size(), 0) < 0) errno = 0;
}

}  // namespace

IndexLock::IndexLock(IndexDir dir) : dir_(std::move(dir)) {
  std::error_code error;
  std::filesystem::create_directories(dir_.path(), error);
  if (error) throw IndexError("cannot create the folder " + dir_.path().string() + ": " + error.message());
  file_ = open(dir_.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0) {
    throw IndexError("cannot open " + dir_.lock().string() + ": " + std::system_category().message(errno));
  }
  if (flock(file_, LOCK_EX | LOCK_NB) == 0) {
    write_holder(file_);
    return;
  }
  const int reason = errno;
  const std::string holder = read_holder(file_);
  close(file_);
  if (reason != EWOULDBLOCK) {
    throw IndexError("cannot lock " + dir_.lock().string() + ": " + std::system_category().message(reason));
  }
  throw LockedError("the index at " + dir_.path().string() + " is locked by " + holder +
                    "; try again when it has finished");
}

IndexLock::~IndexLock() { close(file_); }

}  // namespace paperdex
