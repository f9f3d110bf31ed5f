#include "indexer/record_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "data/paper_json.h"

namespace paperdex {
namespace {

using testing::ElementsAreArray;

// Hands out `text` in pieces.
class TextBytes final : public ByteSource {
 public:
  TextBytes(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}

  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t bytes = text_.copy(buffer, std::min(size, piece_), done_);
    done_ += bytes;
    return bytes;
  }
  std::uint64_t file_bytes_read() const override { return done_; }
  std::uint64_t file_bytes() const override { return text_.size(); }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t done_ = 0;
};

// "line:text", or "line!fault"
std::vector<std::string> records_of(const std::string& text, std::size_t piece) {
  TextBytes bytes(text, piece);
  RecordReader reader(bytes);
  std::vector<std::string> records;
  while (const auto record = reader.next()) {
    records.push_back(std::to_string(record->line) +
                      (record->fault.empty() ? ':' + std::string(record->text) : '!' + record->fault));
    if (records.size() > 20) break;
  }
  EXPECT_FALSE(reader.next()) << "the end is not the end";
  return records;
}

TEST(RecordReader, FindsTheRecordsOfLinesAndArrays) {
  const struct {
    const char* name;
    const char* text;
    std::vector<std::string> records;
  } kCases[] = {
      {"nothing", "", {}},
      {"blank lines only", "\n \t\r\n\n", {}},
      {"lines", "{\"a\":1}\n{\"b\":2}\n", {"1:{\"a\":1}", "2:{\"b\":2}"}},
      {"no last newline", "{}\n{\"b\":2}", {"1:{}", "2:{\"b\":2}"}},
      {"CR LF and blank lines", "{}\r\n\r\n\n{}\r\n", {"1:{}", "4:{}"}},
      {"byte order mark", "\xEF\xBB\xBF{}\n", {"1:{}"}},
      {"byte order mark alone", "\xEF\xBB\xBF", {}},
      {"a line that is no JSON", "{}\nnonsense\n{}\n", {"1:{}", "2:nonsense", "3:{}"}},
      {"an array in a later line is a record", "{}\n[1]\n", {"1:{}", "2:[1]"}},
      {"empty array", "[]", {}},
      {"array", "[{\"a\":1},{\"b\":[2,{}]}]", {"1:{\"a\":1}", "1:{\"b\":[2,{}]}"}},
      {"pretty array", "\n[\n  {\n    \"a\": 1\n  },\n  {}\n]\n", {"3:{\n    \"a\": 1\n  }", "6:{}"}},
      {"brackets and quotes in strings", R"([{"a":"}]\"["},{"b":"\\"}])", {R"(1:{"a":"}]\"["})", R"(1:{"b":"\\"})"}},
      {"array of other things", "[1, \"x,y\", [2], null ]", {"1:1", "1:\"x,y\"", "1:[2]", "1:null "}},
      {"a stray bracket", "[}]", {"1:}"}},
      {"arrays one after another", "[{}]\n[{}]\n", {"1:{}", "2:{}"}},
      {"array with byte order mark", "\xEF\xBB\xBF[{}]", {"1:{}"}},
      {"array cut in a record", "[{},\n{\"a\":", {"1:{}", "2!is not whole: the file ends inside it"}},
      {"array cut between records", "[{},\n", {"1:{}", "2!is missing: the file ends before its array does"}},
      {"something behind an array", "[{}] x", {"1:{}", "1!follows the end of the array"}},
  };
  for (const auto& c : kCases) {
    for (const std::size_t piece : {1, 2, 7, 100'000}) {
      SCOPED_TRACE(std::string(c.name) + " in pieces of " + std::to_string(piece));
      EXPECT_THAT(records_of(c.text, piece), ElementsAreArray(c.records));
    }
  }
}

TEST(RecordReader, SkipsARecordThatIsTooLongAndGoesOn) {
  const std::string fits = '"' + std::string(kMaxLineBytes - 2, 'x') + '"';
  const std::string too_long = '"' + std::string(kMaxLineBytes - 1, 'x') + '"';
  const std::string fault = "!is longer than 1048576 bytes";
  const struct {
    const char* name;
    std::string text;
    std::vector<std::string> records;
  } kCases[] = {
      {"line at the limit", fits + "\n{}\n", {"1:" + fits, "2:{}"}},
      {"line at the limit with CR", fits + "\r\n{}\n", {"1:" + fits, "2:{}"}},
      {"line past the limit", too_long + "\n{}\n", {"1" + fault, "2:{}"}},
      {"line far past the limit", std::string(5 * kMaxLineBytes, 'x') + "\n{}", {"1" + fault, "2:{}"}},
      {"last line far past the limit", "{}\n" + std::string(5 * kMaxLineBytes, 'x'), {"1:{}", "2" + fault}},
      {"element at the limit", '[' + fits + ",{}]", {"1:" + fits, "1:{}"}},
      {"element past the limit", '[' + too_long + ",{}]", {"1" + fault, "1:{}"}},
      {"element far past the limit", "[\"" + std::string(5 * kMaxLineBytes, 'x') + "\",{}]", {"1" + fault, "1:{}"}},
  };
  for (const auto& c : kCases) {
    for (const std::size_t piece : {1'000, 1'000'000}) {
      SCOPED_TRACE(std::string(c.name) + " in pieces of " + std::to_string(piece));
      const std::vector<std::string> records = records_of(c.text, piece);
      EXPECT_TRUE(records == c.records) << records.size() << " records";
    }
  }
}

}  // namespace
}  // namespace paperdex
