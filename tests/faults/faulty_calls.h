// What faulty_calls.cc, a library that is preloaded before a program, and the tests that run that program tell each
// other.
//
//   PAPERDEX_FAULTS_PLAN    a file that holds a FaultPlan, which both map
//   PAPERDEX_FAULTS_FOLDER  a folder's real path; calls on files elsewhere are left alone, but see kAnyOpen
//   PAPERDEX_FAULTS_TRACE   a file to which what changes the folder is written, in order; left out: it is not
//
// Only what main() calls counts, in all threads: what happens before and after it is the system's.
#pragma once

#include <cstdint>

namespace paperdex {

enum CallKind : std::uint32_t {
  kWrites,   // write, pwrite, writev, fallocate
  kSyncs,    // fsync, fdatasync
  kOpens,    // open, fopen, opendir
  kNames,    // rename, unlink, rmdir, mkdir, symlink, ftruncate, truncate
  kReads,    // read, pread
  kMaps,     // mmap of a file
  kAnyOpen,  // kOpens, also outside of the folder
  kMemory,   // malloc and its like, by which `new` gets its memory
  kCallKinds
};

inline constexpr const char* kCallKindNames[kCallKinds] = {"write", "sync",     "open",     "name",
                                                           "read",  "map file", "any open", "memory"};

// Writes take half of what they are given and say so, which is no error.
inline constexpr std::int32_t kShortWrite = -1;

struct FaultPlan {
  std::uint32_t kind = 0;     // a CallKind
  std::uint32_t first = 0;    // the number of the call that fails, from 1 on; 0: none does
  std::uint32_t lasting = 0;  // 1: all after it fail too
  std::int32_t error = 0;     // an errno, or kShortWrite
  // Set by the program's run.
  std::uint32_t failed = 0;
  std::uint32_t calls[kCallKinds] = {};
};

// An event of the trace: this, then `path_size` bytes of a path below the folder ("" is the folder itself) and
// `data_size` bytes of data.
struct TraceEvent {
  enum Kind : std::uint32_t {
    kCreate,      // an empty file
    kWrite,       // `data` at `offset`
    kResize,      // to `offset` bytes
    kSync,        // a file's content is on disk
    kSyncFolder,  // a folder's names are
    kRename,      // `data` is the new path
    kUnlink,      // a file, a link or an empty folder
    kMakeFolder,
    kLink,  // symbolic; `data` is where it leads
    kSaid,  // `data` went to standard output; no path
  };
  std::uint32_t kind = 0;
  std::uint32_t path_size = 0;
  std::uint64_t data_size = 0;
  std::uint64_t offset = 0;
};

}  // namespace paperdex
