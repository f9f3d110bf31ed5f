// The right to change an index: one process at a time has it.
#pragma once

#include "data/index_dir.h"

namespace paperdex {

// Holds DIR/lock by flock() from construction to destruction; the system lets go of it when the process dies. The file
// says who holds it and since when. What changes an index asks for an IndexLock, so that nothing changes it without.
class IndexLock {
 public:
  // Creates the index's folder when it is missing. Throws LockedError naming the process that holds the lock, and
  // IndexError when the folder cannot be used.
  explicit IndexLock(IndexDir dir);
  ~IndexLock();
  IndexLock(const IndexLock&) = delete;
  IndexLock& operator=(const IndexLock&) = delete;

  const IndexDir& dir() const { return dir_; }

 private:
  IndexDir dir_;
  int file_ = -1;
};

}  // namespace paperdex
