#include "data/text/unicode.h"

#include <gtest/gtest.h>

#include <string>

namespace paperdex {
namespace {

TEST(Unicode, TellsValidUtf8Apart) {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {""sv, "abc"sv, "\0"sv, "\u00e9"sv, "\u4e2d"sv, "\U0001F600"sv, "\U0010FFFF"sv, "\uFFFD"sv, "\uE000"sv}) {
    EXPECT_TRUE(is_valid_utf8(text)) << text;
  }
  for (const std::string_view text :
       {"\x80"sv, "\xff"sv, "\xfe"sv, "\xc3"sv, "a\xc3"sv, "\xc3z"sv, "\xe2\x82"sv, "\xf0\x9f\x98"sv, "\xc0\x80"sv,
        "\xc1\xbf"sv, "\xe0\x80\x80"sv, "\xe0\x9f\xbf"sv, "\xf0\x80\x80\x80"sv, "\xed\xa0\x80"sv, "\xed\xbf\xbf"sv,
        "\xf4\x90\x80\x80"sv, "\xf8\x88\x80\x80\x80"sv, "\xe9t\xe9"sv, "\xc3\xa9\xa9"sv}) {
    EXPECT_FALSE(is_valid_utf8(text)) << testing::PrintToString(text);
  }
}

TEST(Unicode, FoldsWhiteSpaceAndControls) {
  using namespace std::string_literals;
  const std::pair<std::string, std::string> kCases[] = {
      {"", ""},
      {" ", ""},
      {"a", "a"},
      {"  a  b  ", "a b"},
      {"a\t\r\n\v\fb", "a b"},
      {"a\0b\x1f\x7f"s, "a b"},
      {"a\u0085b\u009fc", "a b c"},
      {"a\u00a0b\u2003c\u3000d", "a b c d"},
      {"a\u2028b\u2029c", "a b c"},
      {"\ufeffa\ufeffb", "a b"},
      {"\u00e9\u4e2d \U0001F600", "\u00e9\u4e2d \U0001F600"},
      {"soft\u00adhyphen", "soft\u00adhyphen"},
      {"a\u202eb\u2066c\u2069", "abc"},
      {" \u202a a \u202c ", "a"},
  };
  for (const auto& [text, folded] : kCases) {
    std::string out = text;
    fold_white_space(out);
    EXPECT_EQ(out, folded);
    fold_white_space(out);
    EXPECT_EQ(out, folded) << "folding twice changes nothing";
    EXPECT_EQ(has_space_or_control(text), text.find_first_of(" \t\n") != std::string::npos || text != folded);
  }
}

TEST(Unicode, TakesOutWhatTurnsTheDirectionAndNothingElse) {
  for (char32_t c = 1; c <= 0x3000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text = "\u2014";
    append_utf8(text, c);
    text += "a\xE2";  // as bytes that are no UTF-8 may end
    std::string clean = text;
    remove_bidi_controls(clean);
    const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    ASSERT_EQ(clean, turns ? "\u2014a\xE2" : text) << static_cast<std::uint32_t>(c);
  }
}

TEST(Unicode, WalksCodePointsAndStepsOverBadBytes) {
  const std::string text = "a\u00e9\xff\u4e2d\xe2\x82";
  std::vector<char32_t> seen;
  for (std::size_t at = 0; at < text.size();) seen.push_back(next_code_point(text, at));
  EXPECT_EQ(seen, (std::vector<char32_t>{'a', 0xE9, 0xFFFD, 0x4E2D, 0xFFFD, 0xFFFD}));
}

TEST(Unicode, WritesWhatItReads) {
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, c);
    ASSERT_TRUE(is_valid_utf8(text)) << static_cast<std::uint32_t>(c);
    std::size_t at = 0;
    ASSERT_EQ(next_code_point(text, at), c);
    ASSERT_EQ(at, text.size());
  }
}

TEST(Unicode, FoldsAccentsLigaturesAndForms) {
  const std::pair<char32_t, const char*> kCases[] = {
      {U'a', "a"},       {U'A', "A"},           {U'\u00e9', "e"},      {U'\u00c9', "E"},  {U'\u0151', "o"},
      {U'\u0142', "l"},  {U'\u00f8', "o"},      {U'\u00df', "ss"},     {U'\u00e6', "ae"}, {U'\u0153', "oe"},
      {U'\u0131', "i"},  {U'\ufb03', "ffi"},    {U'\uff21', "A"},      {U'\u2460', "1"},  {U'\u00b2', "2"},
      {U'\u0301', ""},   {U'\u03b1', "\u03b1"}, {U'\u4e2d', "\u4e2d"}, {U'\u2115', "N"},  {U'\U0001d4dd', "N"},
      {U'\u01fd', "ae"}, {U'\u1e9b', "s"},
  };
  for (const auto& [c, folded] : kCases) {
    std::string out;
    append_folded(out, c);
    EXPECT_EQ(out, folded) << static_cast<std::uint32_t>(c);
  }
}

TEST(Unicode, KnowsWordCharactersAndLowersCase) {
  for (const char32_t c : U"a\u00e9\u03b2\u4e2dZ9\u0663\u0301") {
    EXPECT_TRUE(c == 0 || is_word_character(c)) << static_cast<std::uint32_t>(c);
  }
  for (const char32_t c : U" .-_'$\u2264\u2014\U0001F600\u3001\u00a0") EXPECT_FALSE(is_word_character(c));
  const std::pair<char32_t, const char*> kLower[] = {
      {U'A', "a"}, {U'z', "z"}, {U'0', "0"}, {U'\u00c9', "\u00e9"}, {U'\u0394', "\u03b4"}, {U'\u4e2d', "\u4e2d"}};
  for (const auto& [c, lower] : kLower) {
    std::string out;
    append_lower(out, c);
    EXPECT_EQ(out, lower);
  }
}

}  // namespace
}  // namespace paperdex
