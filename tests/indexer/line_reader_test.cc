#include "indexer/line_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/indexer/text_bytes.h"

namespace paperdex {
namespace {

using testing::ElementsAre;

std::vector<std::string> lines_of(const std::string& text, std::size_t step) {
  TextBytes bytes(text, step);
  LineReader reader(bytes, 100);
  std::vector<std::string> lines;
  while (const auto line = reader.next()) {
    EXPECT_EQ(line->number, lines.size() + 1);
    EXPECT_FALSE(line->is_cut);
    lines.emplace_back(line->text);
  }
  return lines;
}

TEST(LineReader, TakesAnyEndOfLine) {
  const struct {
    const char* text;
    std::vector<std::string> lines;
  } kCases[] = {
      {"", {}},
      {"one", {"one"}},
      {"one\n", {"one"}},
      {"one\ntwo", {"one", "two"}},
      {"one\r\ntwo\r\n", {"one", "two"}},
      {"one\rtwo\r", {"one", "two"}},
      {"\n\r\n\r\r\n", {"", "", "", ""}},
      {"\xEF\xBB\xBFone\n\xEF\xBB\xBFtwo", {"one", "\xEF\xBB\xBFtwo"}},
  };
  for (const auto& c : kCases) {
    for (const std::size_t step : {1, 2, 3, 1000}) EXPECT_EQ(lines_of(c.text, step), c.lines) << c.text;
  }
}

TEST(LineReader, CutsALineThatIsTooLong) {
  TextBytes bytes("12345\n123456\n1");
  LineReader reader(bytes, 5);
  auto line = reader.next();
  EXPECT_EQ(line->text, "12345");
  EXPECT_FALSE(line->is_cut);
  line = reader.next();
  EXPECT_EQ(line->text, "12345");
  EXPECT_TRUE(line->is_cut);
  line = reader.next();
  EXPECT_EQ(line->text, "1");
  EXPECT_FALSE(line->is_cut);
  EXPECT_EQ(line->number, 3U);
  EXPECT_FALSE(reader.next());
}

TEST(LineReader, HandsOnAFault) {
  TextBytes bytes("one\ntwo", 4, "is cut off");
  LineReader reader(bytes, 100);
  EXPECT_EQ(reader.next()->text, "one");
  EXPECT_THROW(reader.next(), InputError);
}

}  // namespace
}  // namespace paperdex
