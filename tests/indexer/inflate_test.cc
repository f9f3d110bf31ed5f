#include "indexer/inflate.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/source_server.h"

namespace paperdex {
namespace {

using Result = GzipInflater::Result;

constexpr std::size_t kPlenty = 10'000'000;

struct Inflated {
  Result result = Result::kGoesOn;
  bool is_whole = false;
  std::string text;
};

Inflated inflate_in_pieces(const std::string& bytes, std::size_t piece_bytes, std::size_t max_bytes = kPlenty) {
  Inflated inflated;
  GzipInflater inflater(inflated.text, max_bytes);
  for (std::size_t at = 0; at < bytes.size() && inflated.result == Result::kGoesOn; at += piece_bytes) {
    inflated.result = inflater.add(std::string_view(bytes).substr(at, piece_bytes));
  }
  inflated.is_whole = inflater.is_whole();
  return inflated;
}

std::string text_of(std::size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i) text += std::to_string(i * 7919 % 10'007) + ' ';
  return text.substr(0, bytes);
}

TEST(GzipInflater, ReadsMembersInPiecesOfAnySize) {
  const std::string text = text_of(200'000);
  const struct {
    const char* name;
    std::string bytes;
    std::string text;
  } kCases[] = {
      {"a text", gzip_compressed(text), text},
      {"nothing", gzip_compressed(""), ""},
      {"two members", gzip_compressed(text) + gzip_compressed("end"), text + "end"},
  };
  for (const auto& c : kCases) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{16'384}, kPlenty}) {
      SCOPED_TRACE(testing::Message() << c.name << " in pieces of " << piece);
      const Inflated inflated = inflate_in_pieces(c.bytes, piece);
      EXPECT_EQ(inflated.result, Result::kGoesOn);
      EXPECT_TRUE(inflated.is_whole);
      EXPECT_TRUE(inflated.text == c.text);
    }
  }
}

TEST(GzipInflater, IsNotWholeWhenCutAnywhere) {
  const std::string bytes = gzip_compressed(text_of(2'000));
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    const Inflated inflated = inflate_in_pieces(bytes.substr(0, cut), kPlenty);
    EXPECT_EQ(inflated.result, Result::kGoesOn) << cut;
    EXPECT_FALSE(inflated.is_whole) << cut;
  }
}

TEST(GzipInflater, SeesDamage) {
  const std::string good = gzip_compressed(text_of(2'000));
  std::string other_checksum = good;
  other_checksum[good.size() - 8] = static_cast<char>(other_checksum[good.size() - 8] ^ 1);
  for (const std::string& bytes : {std::string("<html></html>"), good + "<!-- end -->", other_checksum}) {
    EXPECT_EQ(inflate_in_pieces(bytes, 100).result, Result::kDamaged);
  }
}

TEST(GzipInflater, StopsAtItsBound) {
  constexpr std::size_t kBound = 100'000;
  for (const std::size_t bytes : {kBound - 1, kBound, kBound + 1, 100 * kBound}) {
    const Inflated inflated = inflate_in_pieces(gzip_compressed(std::string(bytes, 'x')), 100, kBound);
    EXPECT_EQ(inflated.result, bytes > kBound ? Result::kTooLong : Result::kGoesOn) << bytes;
    EXPECT_LE(inflated.text.size(), kBound);
  }
}

}  // namespace
}  // namespace paperdex
