#include "indexer/byte_source.h"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdint>
#include <fstream>

#include "data/error.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

// Does not compress away: a buffer's border falls within it.
std::string long_text() {
  std::string text;
  std::uint32_t state = 1;
  while (text.size() < 1'000'000) {
    state = state * 1664525U + 1013904223U;
    text += static_cast<char>('!' + (state >> 24) % 90);
  }
  return text;
}

class ByteSourceTest : public testing::Test {
 protected:
  std::string write(const std::string& bytes) {
    const std::string path = (folder_.path() / "input").string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  struct Read {
    std::string text;
    std::string error;
  };

  // Reads in odd pieces until the end or an error.
  static Read read_all(const std::string& path) {
    Read read;
    try {
      const auto source = open_bytes(path);
      char buffer[1021];
      while (const std::size_t bytes = source->read(buffer, sizeof buffer)) read.text.append(buffer, bytes);
      EXPECT_EQ(source->read(buffer, sizeof buffer), 0U) << "the end is not the end";
      EXPECT_EQ(source->file_bytes_read(), source->file_bytes());
    } catch (const InputError& error) {
      read.error = error.what();
    }
    return read;
  }

  TemporaryFolder folder_;
};

TEST_F(ByteSourceTest, ReadsWhatWasWrittenWhateverTheCompression) {
  const std::string text = long_text();
  const struct {
    const char* name;
    std::string bytes;
    std::string text;
  } kCases[] = {
      {"nothing", "", ""},
      {"shorter than the magic bytes", "ab", "ab"},
      {"plain", text, text},
      {"gzip", gzip(text), text},
      {"gzip of nothing", gzip(""), ""},
      {"gzip of two members", gzip(text) + gzip("end"), text + "end"},
      {"zstd", zstd(text), text},
      {"zstd of nothing", zstd(""), ""},
      {"zstd of two frames", zstd(text) + zstd("end"), text + "end"},
      {"only looks like gzip's first byte", "\x1f{}", "\x1f{}"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    const Read read = read_all(write(c.bytes));
    EXPECT_EQ(read.error, "");
    EXPECT_TRUE(read.text == c.text);
  }
}

TEST_F(ByteSourceTest, KeepsWhatCameBeforeTheFaultAndNamesIt) {
  const std::string text = long_text();
  const auto without_end = [](std::string bytes) { return bytes.substr(0, bytes.size() - 5); };
  const auto damaged = [](std::string bytes) {
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0xFF);
    bytes[bytes.size() / 2 + 1] = static_cast<char>(bytes[bytes.size() / 2 + 1] ^ 0xFF);
    return bytes;
  };
  const struct {
    const char* name;
    std::string bytes;
    std::size_t at_least;  // bytes that must have come
    const char* error;
  } kCases[] = {
      {"cut gzip", without_end(gzip(text)), text.size(), "cut off"},
      {"gzip cut at its half", gzip(text).substr(0, 300'000), 300'000, "cut off"},
      {"gzip and garbage", gzip(text) + "garbage", text.size(), "damaged"},
      {"second member cut", gzip(text) + without_end(gzip("end")), text.size(), "cut off"},
      {"gzip with another checksum", damaged(gzip(text)), 0, "damaged"},
      {"cut zstd", without_end(zstd(text)), text.size() / 2, "cut off"},
      {"zstd cut in its head", zstd(text).substr(0, 5), 0, "cut off"},
      {"zstd and garbage", zstd(text) + "garbage", text.size(), "damaged"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    const Read read = read_all(write(c.bytes));
    EXPECT_NE(read.error.find(c.error), std::string::npos) << read.error;
    EXPECT_GE(read.text.size(), c.at_least);
    EXPECT_TRUE(text.starts_with(std::string_view(read.text).substr(0, c.at_least)));
  }
}

TEST_F(ByteSourceTest, SaysWhyAFileCannotBeRead) {
  EXPECT_NE(read_all("/nowhere/at/all").error.find("No such file"), std::string::npos);
  EXPECT_NE(read_all(folder_.path().string()).error.find("Is a directory"), std::string::npos);
}

}  // namespace
}  // namespace paperdex
