#include "query/spelling.h"

#include <gtest/gtest.h>

#include "tests/test_index.h"

namespace paperdex {
namespace {

class SpellingTest : public testing::Test {
 protected:
  explicit SpellingTest(const WordCounts& counts = kCounts) {
    write_lexicon(counts, folder_.path() / "words");
    lexicon_ = Lexicon(folder_.path() / "words");
  }
  std::string corrected(std::string_view word) const { return correct_word(word, lexicon_); }

  static const WordCounts kCounts;
  TemporaryFolder folder_;
  Lexicon lexicon_;
};

const WordCounts SpellingTest::kCounts = {{"attention", 50}, {"retention", 9}, {"transformer", 40}, {"transformers", 4},
                                          {"slot", 7},       {"slow", 5},      {"plot", 3},         {"graph", 20},
                                          {"graphs", 30},    {"bert", 8},      {"best", 60},        {"net", 90}};

TEST_F(SpellingTest, FindsWhatAWordWasMeantToBe) {
  constexpr std::pair<const char*, const char*> kCases[] = {
      {"atention", "attention"},    // a letter left out
      {"atttention", "attention"},  // one too many
      {"attentoon", "attention"},   // another letter
      {"attnetion", "attention"},   // two swapped
      {"tatention", "attention"},   // at the start
      {"attentino", "attention"},   // at the end
      {"transfromer", "transformer"},
      {"slto", "slot"},
      {"slox", "slot"},  // the most frequent of equals
      {"grahp", "graph"},
      {"graphx", "graphs"},  // more frequent than graph, as near
      {"transformerr", "transformer"},
      {"trnsfrmer", "transformer"},  // distance 2
      {"atxxntxon", ""},             // three changes
  };
  for (const auto& [word, better] : kCases) EXPECT_EQ(corrected(word), better) << word;
}

TEST_F(SpellingTest, LeavesKnownWordsAlone) {
  for (const auto& [word, count] : kCounts) EXPECT_EQ(corrected(word), "") << word;
}

TEST_F(SpellingTest, LeavesShortWordsAndOthersThanLettersAlone) {
  for (const char* word : {"", "n", "nt", "nte", "bst", "grap4", "gr-ph", "Graphx", "gr\u00e4ph", "graph1", "c++x"}) {
    EXPECT_EQ(corrected(word), "") << word;
  }
  EXPECT_EQ(corrected("bes"), "") << "3 letters";
  EXPECT_EQ(corrected("besx"), "best") << "4 letters";
  EXPECT_EQ(corrected(std::string(kMaxWordBytes + 10, 'a')), "");
}

TEST_F(SpellingTest, GoesToDistanceTwoForLongWordsOnly) {
  EXPECT_EQ(corrected("grxxhs"), "") << "6 letters";
  EXPECT_EQ(corrected("retentixx"), "retention");
  EXPECT_EQ(kMinTwoErrorLetters, 7U);
}

TEST_F(SpellingTest, HasNothingToSayWithoutWords) { EXPECT_EQ(correct_word("atention", Lexicon()), ""); }

TEST_F(SpellingTest, TakesTheLongestWords) {
  const std::string longest(kMaxWordBytes, 'a');
  write_lexicon({{longest, 1}, {longest.substr(0, 60), 1}}, folder_.path() / "words");
  const Lexicon lexicon(folder_.path() / "words");
  EXPECT_EQ(correct_word(longest.substr(0, 59) + 'b', lexicon), longest.substr(0, 60));
  EXPECT_NO_FATAL_FAILURE(correct_word(longest.substr(0, 62), lexicon));
}

}  // namespace
}  // namespace paperdex
