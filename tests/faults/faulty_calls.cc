// Preloaded before a program: fails some of its calls, counts them and records them (faulty_calls.h).
//
// Paths are those that /proc/self/fd names at the moment of the call, so that no table of descriptors is kept. A call
// with a path that is neither absolute nor relative to a descriptor is left alone.
#include "tests/faults/faulty_calls.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>

extern "C" {
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);
}

namespace {

using namespace paperdex;

constexpr size_t kPathSize = 4096;

FaultPlan* plan = nullptr;
char folder[kPathSize];
size_t folder_size = 0;
int trace = -1;
bool armed = false;
thread_local bool inside = false;  // this library's own calls do not count
pthread_mutex_t trace_mutex = PTHREAD_MUTEX_INITIALIZER;

// The library's own function of this name. No thread-safe statics: both would find the same.
#define REAL(name) static const auto real = reinterpret_cast<decltype(&name)>(find(#name))

void* find(const char* name) {
  const bool before = inside;
  inside = true;
  void* found = dlsym(RTLD_NEXT, name);
  inside = before;
  return found;
}

struct Path {
  bool watched = false;
  char text[kPathSize];  // below the folder
};

void take_below_folder(Path& path) {
  path.watched = folder_size > 0 && strncmp(path.text, folder, folder_size) == 0 &&
                 (path.text[folder_size] == '/' || path.text[folder_size] == '\0');
  if (!path.watched) return;
  const char* below = path.text + folder_size + (path.text[folder_size] == '/' ? 1 : 0);
  memmove(path.text, below, strlen(below) + 1);
}

bool read_descriptor(int file, char* text, size_t size) {
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const long length = syscall(SYS_readlinkat, AT_FDCWD, link, text, size - 1);
  text[length > 0 ? length : 0] = '\0';
  return length > 0;
}

Path path_of(int file) {
  Path path;
  const int error = errno;
  if (armed && !inside && read_descriptor(file, path.text, sizeof path.text)) take_below_folder(path);
  errno = error;
  return path;
}

Path path_of(int directory, const char* name) {
  Path path;
  if (!armed || inside || name == nullptr) return path;
  const int error = errno;
  path.text[0] = '\0';
  if (name[0] == '/') {
    snprintf(path.text, sizeof path.text, "%s", name);
    take_below_folder(path);
  } else if (directory >= 0 && read_descriptor(directory, path.text, sizeof path.text)) {
    const size_t size = strlen(path.text);
    snprintf(path.text + size, sizeof path.text - size, "/%s", name);
    take_below_folder(path);
  }
  errno = error;
  return path;
}

// The error to fail with, kShortWrite, or 0 to go on.
int fault(CallKind kind) {
  if (!armed || inside || plan == nullptr) return 0;
  const uint32_t number = __atomic_add_fetch(&plan->calls[kind], 1, __ATOMIC_RELAXED);
  if (plan->kind != kind || plan->first == 0) return 0;
  if (number != plan->first && !(plan->lasting != 0 && number > plan->first)) return 0;
  __atomic_add_fetch(&plan->failed, 1, __ATOMIC_RELAXED);
  return plan->error;
}

// True when the call is to fail; errno is set.
bool fails(CallKind kind) {
  const int error = fault(kind);
  if (error > 0) errno = error;
  return error > 0;
}

// An open of any file; `path` says whether it is under the folder.
bool open_fails(const Path& path) { return (path.watched && fails(kOpens)) || fails(kAnyOpen); }

// Held while a call is made and recorded, so that the trace has the order of the calls.
class Recording {
 public:
  Recording() : error_(errno) {
    if (trace >= 0) pthread_mutex_lock(&trace_mutex);
    inside = true;
    errno = error_;
  }
  ~Recording() {
    inside = false;
    if (trace >= 0) pthread_mutex_unlock(&trace_mutex);
  }
  void write(TraceEvent::Kind kind, const char* path, const void* data = nullptr, size_t size = 0,
             uint64_t offset = 0) {
    if (trace < 0) return;
    const int error = errno;
    const TraceEvent event{kind, static_cast<uint32_t>(strlen(path)), size, offset};
    put(&event, sizeof event);
    put(path, event.path_size);
    put(data, size);
    errno = error;
  }

 private:
  static void put(const void* data, size_t size) {
    const char* at = static_cast<const char*>(data);
    while (size > 0) {
      const long written = syscall(SYS_write, trace, at, size);
      if (written <= 0) abort();  // a trace with a hole would prove nothing
      at += written;
      size -= static_cast<size_t>(written);
    }
  }
  int error_;
};

bool exists(int directory, const char* name) { return syscall(SYS_faccessat, directory, name, F_OK) == 0; }

// After an open that came through. `existed`: before it.
void record_open(Recording& recording, const Path& path, int flags, bool existed) {
  if ((flags & O_CREAT) != 0 && !existed) {
    recording.write(TraceEvent::kCreate, path.text);
  } else if ((flags & O_TRUNC) != 0) {
    recording.write(TraceEvent::kResize, path.text);
  }
}

template <typename Real>
int open_file(const Real& real, int directory, const char* name, int flags) {
  const Path path = path_of(directory, name);
  if (open_fails(path)) return -1;
  if (!path.watched) return real();
  Recording recording;
  const bool existed = exists(directory, name);
  const int file = real();
  if (file >= 0) record_open(recording, path, flags, existed);
  return file;
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

template <typename Real>
FILE* open_stream(const Real& real, const char* name, const char* mode) {
  const Path path = path_of(AT_FDCWD, name);
  if (open_fails(path)) return nullptr;
  if (!path.watched) return real();
  Recording recording;
  const bool existed = exists(AT_FDCWD, name);
  FILE* file = real();
  const int flags = mode[0] == 'w' ? O_CREAT | O_TRUNC : mode[0] == 'a' ? O_CREAT : 0;
  if (file != nullptr) record_open(recording, path, flags, existed);
  return file;
}

// `real` writes so many bytes and says how many it wrote; `offset_after` is where the file then stands, or negative
// when it is to be asked for.
template <typename Real>
ssize_t write_file(int file, const void* data, size_t size, off_t offset, const Real& real) {
  const Path path = path_of(file);
  if (!path.watched) return real(size);
  const int error = fault(kWrites);
  if (error > 0) {
    errno = error;
    return -1;
  }
  Recording recording;
  const ssize_t written = real(error == kShortWrite ? (size + 1) / 2 : size);
  if (written > 0) {
    const off_t from = offset >= 0 ? offset : lseek(file, 0, SEEK_CUR) - written;
    recording.write(TraceEvent::kWrite, path.text, data, static_cast<size_t>(written), static_cast<uint64_t>(from));
  }
  return written;
}

template <typename Real>
int sync_file(int file, const Real& real) {
  const Path path = path_of(file);
  if (!path.watched) return real();
  if (fails(kSyncs)) return -1;
  Recording recording;
  struct stat status;
  const bool is_folder = fstat(file, &status) == 0 && S_ISDIR(status.st_mode);
  const int result = real();
  if (result == 0) recording.write(is_folder ? TraceEvent::kSyncFolder : TraceEvent::kSync, path.text);
  return result;
}

// A call that changes a name.
template <typename Real>
int change_name(const Path& path, TraceEvent::Kind kind, const char* data, uint64_t offset, const Real& real) {
  if (!path.watched) return real();
  if (fails(kNames)) return -1;
  Recording recording;
  const int result = real();
  if (result == 0) recording.write(kind, path.text, data, data != nullptr ? strlen(data) : 0, offset);
  return result;
}

template <typename Real>
int change_name(const Path& path, TraceEvent::Kind kind, const Real& real) {
  return change_name(path, kind, nullptr, 0, real);
}

template <typename Real>
int resize(const Path& path, off_t size, const Real& real) {
  return change_name(path, TraceEvent::kResize, nullptr, static_cast<uint64_t>(size), real);
}

template <typename Real>
int allocate(int file, off_t end, const Real& real) {
  const Path path = path_of(file);
  if (!path.watched) return real();
  if (fails(kWrites)) return -1;
  Recording recording;
  struct stat status;
  const bool grows = fstat(file, &status) == 0 && status.st_size < end;
  const int result = real();
  if (result == 0 && grows) recording.write(TraceEvent::kResize, path.text, nullptr, 0, static_cast<uint64_t>(end));
  return result;
}

int (*real_main)(int, char**, char**) = nullptr;

int armed_main(int argc, char** argv, char** environment) {
  armed = true;
  const int status = real_main(argc, argv, environment);
  armed = false;
  return status;
}

__attribute__((constructor)) void start() {
  const char* plan_file = getenv("PAPERDEX_FAULTS_PLAN");
  const char* watched = getenv("PAPERDEX_FAULTS_FOLDER");
  const char* trace_file = getenv("PAPERDEX_FAULTS_TRACE");
  if (plan_file == nullptr || watched == nullptr) return;
  folder_size = static_cast<size_t>(snprintf(folder, sizeof folder, "%s", watched));
  const int file = open(plan_file, O_RDWR | O_CLOEXEC);
  void* mapped = mmap(nullptr, sizeof(FaultPlan), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (file < 0 || mapped == MAP_FAILED) abort();
  plan = static_cast<FaultPlan*>(mapped);
  close(file);
  if (trace_file == nullptr) return;
  trace = open(trace_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (trace < 0) abort();
}

}  // namespace

extern "C" {

int __libc_start_main(int (*main)(int, char**, char**), int argc, char** argv, void (*init)(), void (*fini)(),
                      void (*rtld_fini)(), void* stack_end) {
  using Start = int (*)(int (*)(int, char**, char**), int, char**, void (*)(), void (*)(), void (*)(), void*);
  real_main = main;
  return reinterpret_cast<Start>(find("__libc_start_main"))(armed_main, argc, argv, init, fini, rtld_fini, stack_end);
}

// --- Memory ----------------------------------------------------------------------------------------------------------

void* malloc(size_t size) noexcept { return fails(kMemory) ? nullptr : __libc_malloc(size); }
void* calloc(size_t count, size_t size) noexcept { return fails(kMemory) ? nullptr : __libc_calloc(count, size); }
void* realloc(void* memory, size_t size) noexcept {
  return size > 0 && fails(kMemory) ? nullptr : __libc_realloc(memory, size);
}
void* aligned_alloc(size_t alignment, size_t size) noexcept {
  return fails(kMemory) ? nullptr : __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, size_t alignment, size_t size) noexcept {
  void* found = fails(kMemory) ? nullptr : __libc_memalign(alignment, size);
  if (found == nullptr) return ENOMEM;
  *memory = found;
  return 0;
}

// --- Files -----------------------------------------------------------------------------------------------------------

// A function and the name that programs with large files give it.
#define OPEN(name)                                                                    \
  int name(const char* path, int flags, ...) {                                        \
    REAL(name);                                                                       \
    va_list arguments;                                                                \
    va_start(arguments, flags);                                                       \
    const mode_t mode = mode_of(flags, arguments);                                    \
    va_end(arguments);                                                                \
    return open_file([&] { return real(path, flags, mode); }, AT_FDCWD, path, flags); \
  }
#define OPENAT(name)                                                                              \
  int name(int directory, const char* path, int flags, ...) {                                     \
    REAL(name);                                                                                   \
    va_list arguments;                                                                            \
    va_start(arguments, flags);                                                                   \
    const mode_t mode = mode_of(flags, arguments);                                                \
    va_end(arguments);                                                                            \
    return open_file([&] { return real(directory, path, flags, mode); }, directory, path, flags); \
  }
#define FOPEN(name)                                                   \
  FILE* name(const char* path, const char* mode) {                    \
    REAL(name);                                                       \
    return open_stream([&] { return real(path, mode); }, path, mode); \
  }
#define PWRITE(name)                                                                                          \
  ssize_t name(int file, const void* data, size_t size, off_t offset) {                                       \
    REAL(name);                                                                                               \
    return write_file(file, data, size, offset, [&](size_t most) { return real(file, data, most, offset); }); \
  }
#define PREAD(name)                                                                      \
  ssize_t name(int file, void* data, size_t size, off_t offset) {                        \
    REAL(name);                                                                          \
    return path_of(file).watched && fails(kReads) ? -1 : real(file, data, size, offset); \
  }
#define FTRUNCATE(name)                                                   \
  int name(int file, off_t size) noexcept {                               \
    REAL(name);                                                           \
    return resize(path_of(file), size, [&] { return real(file, size); }); \
  }
#define TRUNCATE(name)                                                              \
  int name(const char* path, off_t size) noexcept {                                 \
    REAL(name);                                                                     \
    return resize(path_of(AT_FDCWD, path), size, [&] { return real(path, size); }); \
  }
#define FALLOCATE(name)                                                                   \
  int name(int file, int mode, off_t offset, off_t size) {                                \
    REAL(name);                                                                           \
    return allocate(file, offset + size, [&] { return real(file, mode, offset, size); }); \
  }
#define POSIX_FALLOCATE(name)                                                                   \
  int name(int file, off_t offset, off_t size) {                                                \
    REAL(name);                                                                                 \
    const int result = allocate(file, offset + size, [&] { return real(file, offset, size); }); \
    return result < 0 ? errno : result;                                                         \
  }
#define MMAP(name)                                                                                     \
  void* name(void* address, size_t size, int protection, int flags, int file, off_t offset) noexcept { \
    REAL(name);                                                                                        \
    const bool is_to_fail = file >= 0 && path_of(file).watched && fails(kMaps);                        \
    return is_to_fail ? MAP_FAILED : real(address, size, protection, flags, file, offset);             \
  }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
FOPEN(fopen)
FOPEN(fopen64)
PWRITE(pwrite)
PWRITE(pwrite64)
PREAD(pread)
PREAD(pread64)
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)
TRUNCATE(truncate)
TRUNCATE(truncate64)
FALLOCATE(fallocate)
FALLOCATE(fallocate64)
POSIX_FALLOCATE(posix_fallocate)
POSIX_FALLOCATE(posix_fallocate64)
MMAP(mmap)
MMAP(mmap64)

DIR* opendir(const char* name) {
  REAL(opendir);
  return open_fails(path_of(AT_FDCWD, name)) ? nullptr : real(name);
}

ssize_t read(int file, void* data, size_t size) {
  REAL(read);
  return path_of(file).watched && fails(kReads) ? -1 : real(file, data, size);
}

ssize_t write(int file, const void* data, size_t size) {
  REAL(write);
  return write_file(file, data, size, -1, [&](size_t most) { return real(file, data, most); });
}

// By which std::cout writes, beyond the reach of write().
size_t fwrite(const void* data, size_t size, size_t count, FILE* file) {
  REAL(fwrite);
  if (armed && !inside && file == stdout) {
    Recording recording;
    recording.write(TraceEvent::kSaid, "", data, size * count);
  }
  return real(data, size, count, file);
}

// One part at a time, which is a short write in itself: who calls it has to go on with the rest.
ssize_t writev(int file, const struct iovec* parts, int count) {
  for (int i = 0; i < count; ++i) {
    if (parts[i].iov_len > 0) return write(file, parts[i].iov_base, parts[i].iov_len);
  }
  return 0;
}

int fsync(int file) {
  REAL(fsync);
  return sync_file(file, [&] { return real(file); });
}

int fdatasync(int file) {
  REAL(fdatasync);
  return sync_file(file, [&] { return real(file); });
}

int rename(const char* from, const char* to) noexcept {
  REAL(rename);
  return change_name(path_of(AT_FDCWD, from), TraceEvent::kRename, path_of(AT_FDCWD, to).text, 0,
                     [&] { return real(from, to); });
}

int unlink(const char* path) noexcept {
  REAL(unlink);
  return change_name(path_of(AT_FDCWD, path), TraceEvent::kUnlink, [&] { return real(path); });
}

int remove(const char* path) noexcept {
  REAL(remove);
  return change_name(path_of(AT_FDCWD, path), TraceEvent::kUnlink, [&] { return real(path); });
}

int rmdir(const char* path) noexcept {
  REAL(rmdir);
  return change_name(path_of(AT_FDCWD, path), TraceEvent::kUnlink, [&] { return real(path); });
}

int unlinkat(int directory, const char* path, int flags) noexcept {
  REAL(unlinkat);
  return change_name(path_of(directory, path), TraceEvent::kUnlink, [&] { return real(directory, path, flags); });
}

int mkdir(const char* path, mode_t mode) noexcept {
  REAL(mkdir);
  return change_name(path_of(AT_FDCWD, path), TraceEvent::kMakeFolder, [&] { return real(path, mode); });
}

int symlink(const char* target, const char* path) noexcept {
  REAL(symlink);
  return change_name(path_of(AT_FDCWD, path), TraceEvent::kLink, target, 0, [&] { return real(target, path); });
}

}  // extern "C"
