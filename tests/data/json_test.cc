#include "data/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <new>
#include <random>

#include "data/json_writer.h"
#include "data/text/unicode.h"
#include "tests/sanitized.h"

namespace paperdex {
namespace {

std::string written(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(Json, EscapesWhatAPageOrAParserCouldMistake) {
  constexpr std::pair<std::string_view, const char*> kCases[] = {
      {"", R"("")"},
      {"plain", R"("plain")"},
      {"\"\\/", R"("\"\\/")"},
      {"</script>&", R"("\u003c/script>&")"},
      {"a\nb\tc\rd", R"("a\nb\u0009c\u000dd")"},
      {std::string_view("\0\x1f\x7f", 3), "\"\\u0000\\u001f\x7f\""},
      {"\u2028\u2029\u2027\u202a", "\"\\u2028\\u2029\u2027\u202a\""},
      {"\u00e9\u4e2d\U0001F600", "\"\u00e9\u4e2d\U0001F600\""},
  };
  for (const auto& [text, json] : kCases) EXPECT_EQ(written(text), json);
}

TEST(Json, ReadsBackEveryStringThatItWrites) {
  std::mt19937 random(3);
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (std::size_t i = random() % 20; i > 0; --i) {
      constexpr char32_t kPoints[] = {0,    1,      0x1F,   ' ',    '"',    '\\',   '<',     '/',     0x7F,
                                      0xE9, 0x2027, 0x2028, 0x2029, 0x20AC, 0xFFFD, 0x1F600, 0x10FFFF};
      append_utf8(text, kPoints[random() % std::size(kPoints)]);
    }
    const std::string json = written(text);
    const JsonDocument document = parse_json(json);
    ASSERT_TRUE(document.IsString()) << json;
    ASSERT_EQ(as_view(document), text) << json;
    std::string own = json;
    ASSERT_EQ(as_view(parse_own_json(own)), text) << json;
  }
}

TEST(Json, TellsAbsentNullAndOfAnotherTypeApart) {
  const JsonDocument object =
      parse_json(R"({"text":"a","null":null,"list":[1],"number":-7,"long":123456789012345678901234567890,"real":1.5})");
  EXPECT_EQ(json_member(object, "absent"), nullptr);
  EXPECT_EQ(json_member(object, "null"), nullptr);
  EXPECT_EQ(json_member(*json_member(object, "list"), "text"), nullptr) << "no object";
  EXPECT_EQ(json_string(object, "text"), "a");
  EXPECT_EQ(json_string(object, "null"), "");
  EXPECT_EQ(json_string(object, "absent"), "");
  EXPECT_THROW(json_string(object, "list"), Rejection);
  EXPECT_EQ(json_integer(object, "number"), -7);
  EXPECT_EQ(json_integer(object, "null"), std::nullopt);
  EXPECT_EQ(json_integer(object, "absent"), std::nullopt);
  for (const char* name : {"text", "list", "long", "real"}) EXPECT_THROW(json_integer(object, name), Rejection) << name;
}

TEST(JsonAllocator, ThrowsWhenThereIsNoMemory) {
  if (kIsSanitized) GTEST_SKIP() << "sanitizers end the program there";
  JsonAllocator allocator;
  constexpr std::size_t kTooMuch = std::numeric_limits<std::size_t>::max() / 4;
  EXPECT_THROW(allocator.Malloc(kTooMuch), std::bad_alloc);
  void* block = allocator.Malloc(8);
  EXPECT_THROW(allocator.Realloc(block, 8, kTooMuch), std::bad_alloc) << "and the block stays";
  block = allocator.Realloc(block, 8, 16);
  EXPECT_EQ(allocator.Realloc(block, 16, 0), nullptr);
  EXPECT_EQ(allocator.Malloc(0), nullptr);
  JsonPool pool;
  EXPECT_THROW(pool.Malloc(kTooMuch), std::bad_alloc);
}

TEST(JsonWriter, WritesObjectsListsAndValues) {
  JsonWriter json(0);
  json.begin_object();
  json.member("text", "a<b");
  json.member("string", std::string("\"\n"));
  json.member("yes", true);
  json.member("no", false);
  json.member("minus", -1);
  json.member("large", std::numeric_limits<std::uint64_t>::max());
  json.member("small", std::numeric_limits<std::int64_t>::min());
  json.member("half", .5);
  json.member_null("null");
  json.member_if("left out", "");
  json.member_if("kept", "x");
  json.key("list");
  json.begin_array();
  json.value(1);
  json.begin_object();
  json.end_object();
  json.begin_array();
  json.end_array();
  json.value("z");
  json.end_array();
  json.end_object();
  EXPECT_EQ(json.take(),
            R"({"text":"a\u003cb","string":"\"\n","yes":true,"no":false,"minus":-1,"large":18446744073709551615,)"
            R"("small":-9223372036854775808,"half":0.5,"null":null,"kept":"x","list":[1,{},[],"z"]})"
            "\n");
}

TEST(JsonWriter, WritesWhatIsNoNumberAsNull) {
  JsonWriter json(0);
  json.begin_array();
  for (const double number : {std::nan(""), HUGE_VAL, -HUGE_VAL, 0.0, 1e300, -2.5, 12.3456789012}) json.value(number);
  json.end_array();
  EXPECT_EQ(json.take(), "[null,null,null,0,1e+300,-2.5,12.34568]\n");
}

}  // namespace
}  // namespace paperdex
