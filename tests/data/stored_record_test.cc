#include "data/stored_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/error.h"
#include "data/paper_json.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::HasSubstr;

std::string damage_of(const std::string& line) {
  try {
    read_stored_line(line);
  } catch (const DamageError& error) {
    return error.what();
  }
  return "";
}

TEST(StoredRecord, ReadsBackWhatItWrites) {
  Paper paper = make_paper("2006.15055", "Slots \xC3\xA9", "attention", "2020-06-26");
  paper.added = 7;
  const std::string line = stored_line(paper);
  EXPECT_EQ(line, paper_to_json(paper) + line.substr(line.size() - kChecksumChars));
  EXPECT_EQ(read_stored_line(line), paper);
  EXPECT_EQ(stored_paper(line + "\nanother"), paper);
}

// The checksum is an on-disk format.
TEST(StoredRecord, HasTheChecksumOfZlib) { EXPECT_EQ(stored_line(make_paper("1", "T")).substr(22), "7bde03e7"); }

TEST(StoredRecord, SeesEveryFlippedBitAndEveryCut) {
  const std::string good = stored_line(make_paper("2006.15055", "Slots", "attention"));
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = good;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      ASSERT_NE(damage_of(flipped), "") << flipped;
      ASSERT_THROW(check_stored(good + '\n' + flipped), DamageError) << flipped;
    }
    ASSERT_NE(damage_of(good.substr(0, at)), "") << at;
  }
  EXPECT_NO_THROW(check_stored(good));
  EXPECT_NO_THROW(check_stored(good + '\n' + good));
}

TEST(StoredRecord, NamesThePaperAsFarAsItCanBeRead) {
  const std::string good = stored_line(make_paper("2006.15055", "Slots"));
  const std::pair<std::string, const char*> kCases[] = {
      {good.substr(0, good.size() - 1), "the stored record of 2006.15055 is damaged: its checksum differs"},
      {R"({"id":"2006.1)", "the stored record of 2006.1 is damaged"},
      {"{\"id\":\"20\x01\xff"
       "6\"}12345678",
       "the stored record of 20??6 is damaged"},
      {"", "the stored record of a paper is damaged: it is too short"},
      {"[]00000000", "the stored record of a paper is damaged"},
  };
  for (const auto& [line, message] : kCases) EXPECT_THAT(damage_of(line), HasSubstr(message)) << line;
}

}  // namespace
}  // namespace paperdex
