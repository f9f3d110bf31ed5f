#include "data/text/stop_words.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace paperdex {
namespace {

// The words as the source lists them, so that every one is looked up, wherever it stands.
std::vector<std::string> listed_words() {
  std::ifstream in(std::filesystem::path(PAPERDEX_SOURCE_DIR) / "data/text/stop_words.cc");
  const std::string source(std::istreambuf_iterator<char>(in), {});
  const std::string list = source.substr(source.find("to_array"));
  std::vector<std::string> words;
  for (std::size_t at = 0; (at = list.find('"', at)) != std::string::npos;) {
    const std::size_t end = list.find('"', at + 1);
    words.push_back(list.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return words;
}

TEST(StopWords, FindEveryWordOfTheirList) {
  const std::vector<std::string> words = listed_words();
  EXPECT_GT(words.size(), 150U);
  for (const std::string& word : words) EXPECT_TRUE(is_stop_word(word)) << word << " stands in the wrong place";
  for (std::size_t i = 0; i + 1 < words.size(); ++i) EXPECT_LT(words[i], words[i + 1]);
}

TEST(StopWords, AreNotWordsThatCarryATopic) {
  for (const char* word : {"", "The", "attention", "slot", "learning", "new", "model", "z", "zero", "two", "first"}) {
    EXPECT_FALSE(is_stop_word(word)) << word;
  }
}

}  // namespace
}  // namespace paperdex
