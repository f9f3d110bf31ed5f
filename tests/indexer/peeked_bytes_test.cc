#include "indexer/peeked_bytes.h"

#include <gtest/gtest.h>

#include "tests/indexer/text_bytes.h"

namespace paperdex {
namespace {

std::string read_all(ByteSource& bytes) {
  std::string text;
  char buffer[3];
  while (const std::size_t count = bytes.read(buffer, sizeof buffer)) text.append(buffer, count);
  return text;
}

TEST(PeekedBytes, GivesTheHeadAgain) {
  PeekedBytes bytes(std::make_unique<TextBytes>("0123456789", 4));
  EXPECT_EQ(bytes.head(), "");
  EXPECT_TRUE(bytes.peek_more());
  EXPECT_EQ(bytes.head(), "0123");
  EXPECT_TRUE(bytes.peek_more());
  EXPECT_EQ(bytes.head(), "01234567");
  EXPECT_EQ(read_all(bytes), "0123456789");
  EXPECT_EQ(bytes.file_bytes_read(), 10U);
  EXPECT_EQ(bytes.file_bytes(), 10U);
}

TEST(PeekedBytes, MayBePeekedToTheEnd) {
  PeekedBytes bytes(std::make_unique<TextBytes>("0123", 4));
  EXPECT_TRUE(bytes.peek_more());
  EXPECT_FALSE(bytes.peek_more());
  EXPECT_EQ(read_all(bytes), "0123");
}

TEST(PeekedBytes, ThrowsAFaultWhereItIs) {
  PeekedBytes bytes(std::make_unique<TextBytes>("0123", 4, "is cut off"));
  EXPECT_TRUE(bytes.peek_more());
  EXPECT_FALSE(bytes.peek_more());
  char buffer[10];
  EXPECT_EQ(bytes.read(buffer, sizeof buffer), 4U);
  EXPECT_THROW(bytes.read(buffer, sizeof buffer), InputError);
}

}  // namespace
}  // namespace paperdex
