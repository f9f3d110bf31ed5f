// The index's words as people write them (folded, not stemmed), with the number of papers that hold each. Serves typing
// and spelling; written beside each published generation because as terms of the index they cost a third of its speed.
//
// File format: one line a word, "word<TAB>count\n", in order of bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace paperdex {

// Counts while indexing; an entry at 0 is gone.
using WordCounts = std::unordered_map<std::string, std::uint32_t>;

// Throws IndexError.
void write_lexicon(const WordCounts& counts, const std::filesystem::path& file);
WordCounts read_word_counts(const std::filesystem::path& file);

// Read-only, immutable after construction: thread-safe.
class Lexicon {
 public:
  struct Entry {
    std::string_view word;
    std::uint32_t count = 0;
  };

  Lexicon() = default;
  // Reads the whole file: 3 MB and 20 ms for 87,000 papers. Throws IndexError when it is missing or not in the format.
  explicit Lexicon(const std::filesystem::path& file);
  Lexicon(Lexicon&&) = default;
  Lexicon& operator=(Lexicon&&) = default;

  std::size_t size() const { return entries_.size(); }
  // In order of bytes.
  const std::vector<Entry>& entries() const { return entries_; }
  // 0 when the word is not there. Cost: a binary search.
  std::uint32_t count(std::string_view word) const;
  // The words that start with `prefix`, the most frequent first, at most `limit`. Cost: a look at every such word.
  std::vector<Entry> complete(std::string_view prefix, std::size_t limit) const;

 private:
  std::vector<char> text_;  // a vector, because moving it keeps the views of entries_ valid
  std::vector<Entry> entries_;
};

}  // namespace paperdex
