// The right to run a digest: one process at a time has it.
#pragma once

#include <filesystem>

namespace paperdex {

// Holds "<database>.lock" by flock(); the system lets go of it when the process dies.
class DigestLock {
 public:
  // Throws LockedError when another holds it, MailError when the file cannot be made.
  explicit DigestLock(const std::filesystem::path& database);
  ~DigestLock();
  DigestLock(const DigestLock&) = delete;
  DigestLock& operator=(const DigestLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace paperdex
