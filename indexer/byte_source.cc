#include "indexer/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "data/error.h"

namespace paperdex {
namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::string_view kGzipMagic = "\x1f\x8b";
constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";

class PlainBytes : public ByteSource {
 public:
  explicit PlainBytes(const std::string& path) {
    file_ = path == "-" ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file_ < 0) fail("cannot be opened");
    struct stat status {};
    if (fstat(file_, &status) == 0 && S_ISREG(status.st_mode)) file_bytes_ = static_cast<std::uint64_t>(status.st_size);
    try {
      read_head();
    } catch (...) {
      close(file_);
      throw;
    }
  }
  ~PlainBytes() override { close(file_); }
  PlainBytes(const PlainBytes&) = delete;
  PlainBytes& operator=(const PlainBytes&) = delete;

  // The first bytes; read() gives them again.
  std::string_view head() const { return head_; }

  std::size_t read(char* buffer, std::size_t size) override {
    if (head_.empty()) return read_file(buffer, size);
    const std::size_t bytes = head_.copy(buffer, size);
    head_.erase(0, bytes);
    return bytes;
  }
  std::uint64_t file_bytes_read() const override { return file_bytes_read_; }
  std::uint64_t file_bytes() const override { return file_bytes_; }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw InputError(std::string(what) + ": " + std::system_category().message(errno));
  }

  void read_head() {
    char bytes[kZstdMagic.size()];
    while (head_.size() < sizeof bytes) {
      const std::size_t count = read_file(bytes, sizeof bytes - head_.size());
      if (count == 0) return;
      head_.append(bytes, count);
    }
  }

  std::size_t read_file(char* buffer, std::size_t size) {
    // A signal that a program handles ends the wait for standard input: the program decides what then.
    const ssize_t bytes = ::read(file_, buffer, size);
    if (bytes < 0) fail("cannot be read");
    file_bytes_read_ += static_cast<std::uint64_t>(bytes);
    return static_cast<std::size_t>(bytes);
  }

  int file_ = -1;
  std::string head_;
  std::uint64_t file_bytes_read_ = 0;
  std::uint64_t file_bytes_ = 0;
};

// What both decompressors share: compressed input in a buffer, and a fault that is held back until all bytes before it
// have been handed out.
class CompressedBytes : public ByteSource {
 public:
  explicit CompressedBytes(std::unique_ptr<PlainBytes> file) : file_(std::move(file)), input_(kBufferBytes) {}

  std::size_t read(char* buffer, std::size_t size) final {
    for (;;) {
      if (!fault_.empty()) throw InputError(fault_);
      const std::size_t bytes = decompress(buffer, size);
      if (bytes > 0) return bytes;
      if (!fault_.empty() || !input_left_.empty()) continue;
      if (!refill()) {
        if (!at_boundary()) throw InputError("ends in the middle of its compressed data: it is cut off");
        return 0;
      }
    }
  }
  std::uint64_t file_bytes_read() const final { return file_->file_bytes_read(); }
  std::uint64_t file_bytes() const final { return file_->file_bytes(); }

 protected:
  // Decompresses what fits from input_left_; sets fault_ on damaged data.
  virtual std::size_t decompress(char* buffer, std::size_t size) = 0;
  // Between two members or frames, where a file may end.
  virtual bool at_boundary() const = 0;

  void set_fault(const char* reason) { fault_ = std::string("holds damaged compressed data: ") + reason; }

  std::string_view input_left_;

 private:
  bool refill() {
    input_left_ = {input_.data(), file_->read(input_.data(), input_.size())};
    return !input_left_.empty();
  }

  std::unique_ptr<PlainBytes> file_;
  std::vector<char> input_;
  std::string fault_;
};

class GzipBytes final : public CompressedBytes {
 public:
  explicit GzipBytes(std::unique_ptr<PlainBytes> file) : CompressedBytes(std::move(file)) {
    constexpr int kGzipWindow = 15 + 16;
    if (inflateInit2(&stream_, kGzipWindow) != Z_OK) throw InputError("cannot be decompressed: zlib failed to start");
  }
  ~GzipBytes() override { inflateEnd(&stream_); }

 private:
  std::size_t decompress(char* buffer, std::size_t size) override {
    if (at_boundary_ && input_left_.empty()) return 0;
    if (std::exchange(at_boundary_, false)) inflateReset(&stream_);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input_left_.data()));
    stream_.avail_in = static_cast<uInt>(input_left_.size());
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, kBufferBytes));
    const int result = inflate(&stream_, Z_NO_FLUSH);
    input_left_ = input_left_.substr(input_left_.size() - stream_.avail_in);
    at_boundary_ = result == Z_STREAM_END;
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
      set_fault(stream_.msg != nullptr ? stream_.msg : "zlib gave no reason");
    }
    return static_cast<std::size_t>(reinterpret_cast<char*>(stream_.next_out) - buffer);
  }
  bool at_boundary() const override { return at_boundary_; }

  z_stream stream_{};
  bool at_boundary_ = true;
};

class ZstdBytes final : public CompressedBytes {
 public:
  explicit ZstdBytes(std::unique_ptr<PlainBytes> file)
      : CompressedBytes(std::move(file)), stream_(ZSTD_createDStream(), ZSTD_freeDStream) {
    if (!stream_) throw InputError("cannot be decompressed: zstd failed to start");
  }

 private:
  std::size_t decompress(char* buffer, std::size_t size) override {
    if (at_boundary_ && input_left_.empty()) return 0;
    ZSTD_inBuffer in{input_left_.data(), input_left_.size(), 0};
    ZSTD_outBuffer out{buffer, size, 0};
    const std::size_t result = ZSTD_decompressStream(stream_.get(), &out, &in);
    input_left_ = input_left_.substr(in.pos);
    at_boundary_ = result == 0;
    if (ZSTD_isError(result) != 0U) set_fault(ZSTD_getErrorName(result));
    return out.pos;
  }
  bool at_boundary() const override { return at_boundary_; }

  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream_;
  bool at_boundary_ = true;
};

}  // namespace

std::unique_ptr<ByteSource> open_bytes(const std::string& path) {
  auto file = std::make_unique<PlainBytes>(path);
  if (file->head().starts_with(kGzipMagic)) return std::make_unique<GzipBytes>(std::move(file));
  if (file->head() == kZstdMagic) return std::make_unique<ZstdBytes>(std::move(file));
  return file;
}

}  // namespace paperdex
