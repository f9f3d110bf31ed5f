#include "data/lexicon.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <random>

#include "data/error.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LexiconTest : public testing::Test {
 protected:
  Lexicon lexicon(const WordCounts& counts) {
    write_lexicon(counts, file());
    return Lexicon(file());
  }
  std::filesystem::path file() const { return folder_.path() / "words"; }
  static std::vector<std::string> words(const std::vector<Lexicon::Entry>& entries) {
    std::vector<std::string> words;
    for (const Lexicon::Entry& entry : entries) words.emplace_back(entry.word);
    return words;
  }

  TemporaryFolder folder_;
};

TEST_F(LexiconTest, ReadsBackWhatItWritesInOrderOfBytes) {
  const WordCounts counts{{"slot", 3},         {"slots", 1}, {"a", 7},
                          {"\u4e2d\u6587", 2}, {"c++", 1},   {"slo", std::numeric_limits<std::uint32_t>::max()}};
  const Lexicon lexicon = this->lexicon(counts);
  EXPECT_THAT(words(lexicon.entries()), ElementsAre("a", "c++", "slo", "slot", "slots", "\u4e2d\u6587"));
  EXPECT_EQ(lexicon.size(), counts.size());
  for (const auto& [word, count] : counts) EXPECT_EQ(lexicon.count(word), count) << word;
  EXPECT_EQ(read_word_counts(file()), counts);
}

TEST_F(LexiconTest, LeavesOutWordsThatNoPaperHolds) {
  EXPECT_THAT(words(lexicon({{"gone", 0}, {"kept", 1}}).entries()), ElementsAre("kept"));
}

TEST_F(LexiconTest, HasNoCountForOtherWords) {
  const Lexicon lexicon = this->lexicon({{"slot", 3}, {"slots", 1}});
  for (const char* word : {"", "a", "slo", "slott", "slotss", "z"}) EXPECT_EQ(lexicon.count(word), 0U) << word;
  EXPECT_EQ(Lexicon().count("slot"), 0U);
  EXPECT_THAT(Lexicon().complete("", 10), IsEmpty());
}

TEST_F(LexiconTest, CompletesWithTheMostFrequentFirstThenByBytes) {
  const Lexicon lexicon =
      this->lexicon({{"slot", 3}, {"slow", 5}, {"slope", 3}, {"slo", 1}, {"sly", 9}, {"slp", 9}, {"sl", 9}});
  EXPECT_THAT(words(lexicon.complete("slo", 10)), ElementsAre("slow", "slope", "slot", "slo"));
  EXPECT_THAT(words(lexicon.complete("slo", 2)), ElementsAre("slow", "slope"));
  EXPECT_THAT(lexicon.complete("slo", 0), IsEmpty());
  EXPECT_THAT(lexicon.complete("slotted", 10), IsEmpty());
  EXPECT_THAT(lexicon.complete("\xff", 10), IsEmpty());
  EXPECT_EQ(lexicon.complete("", 100).size(), lexicon.size());
}

TEST_F(LexiconTest, CompletesAsALookAtEveryWordWould) {
  std::mt19937 random(4);
  WordCounts counts;
  for (int i = 0; i < 2000; ++i) {
    std::string word;
    for (std::size_t letters = 1 + random() % 5; letters > 0; --letters) word += static_cast<char>('a' + random() % 4);
    counts[word] = 1 + random() % 9;
  }
  const Lexicon lexicon = this->lexicon(counts);
  for (const char* prefix : {"a", "ab", "dcb", "abcd", "aaaaa", "e"}) {
    std::vector<std::pair<int, std::string>> expected;
    for (const auto& [word, count] : counts) {
      if (word.starts_with(prefix)) expected.emplace_back(-static_cast<int>(count), word);
    }
    std::sort(expected.begin(), expected.end());
    expected.resize(std::min<std::size_t>(expected.size(), 20));
    std::vector<std::string> expected_words;
    for (const auto& each : expected) expected_words.push_back(each.second);
    EXPECT_EQ(words(lexicon.complete(prefix, 20)), expected_words) << prefix;
  }
}

TEST_F(LexiconTest, StaysWholeWhenItIsMoved) {
  Lexicon first = lexicon({{"slot", 3}});
  const Lexicon second = std::move(first);
  EXPECT_EQ(second.count("slot"), 3U);
}

TEST_F(LexiconTest, TakesAnEmptyFile) { EXPECT_EQ(lexicon({}).size(), 0U); }

TEST_F(LexiconTest, RefusesAFileThatIsMissingOrDamaged) {
  EXPECT_THROW(Lexicon{file()}, IndexError);
  EXPECT_THROW(read_word_counts(file()), IndexError);
  for (const char* text : {"slot\t\n", "slot\t4294967296\n", "slot", "slot\n", "slot\t3", "slot\tx\n", "slot\t3x\n",
                           "slot\t-3\n", "a\t1\nslot\n", "\n", "slot 3\nb\t1\n"}) {
    std::ofstream(file()) << text;
    try {
      const Lexicon lexicon(file());
      ADD_FAILURE() << "taken: " << text;
    } catch (const IndexError& error) {
      EXPECT_THAT(error.what(), HasSubstr(file().string() + " is damaged"));
      EXPECT_THAT(error.what(), HasSubstr("paperdex-index publish"));
    }
    EXPECT_THROW(read_word_counts(file()), IndexError) << text;
  }
}

TEST_F(LexiconTest, SaysWhenItCannotWrite) {
  EXPECT_THROW(write_lexicon({{"a", 1}}, folder_.path() / "absent" / "words"), IndexError);
}

}  // namespace
}  // namespace paperdex
