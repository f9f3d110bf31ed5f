#include "query/spelling.h"

#include <algorithm>
#include <array>

#include "data/text/analyzer.h"

namespace paperdex {
namespace {

// Walks the sorted words as the trie that they are, with a row of the distance table a letter (optimal string
// alignment), and leaves a branch when no word in it can be near enough.
class NearestWord {
 public:
  NearestWord(std::string_view wanted, const std::vector<Lexicon::Entry>& entries, int max_distance)
      : wanted_(wanted), entries_(entries), max_distance_(max_distance) {
    for (std::size_t i = 0; i <= wanted_.size(); ++i) rows_[0][i] = static_cast<int>(i);
  }

  Lexicon::Entry find() {
    walk(0, entries_.size(), 0);
    return best_;
  }

 private:
  using Row = std::array<int, kMaxWordBytes + 1>;
  static constexpr std::size_t kMaxDepth = kMaxWordBytes;

  // entries_[first, last) share their first `depth` bytes; rows_[depth] is their row.
  void walk(std::size_t first, std::size_t last, std::size_t depth) {
    if (first < last && entries_[first].word.size() == depth) {
      if (rows_[depth][wanted_.size()] <= max_distance_ && entries_[first].count > best_.count) best_ = entries_[first];
      ++first;
    }
    if (depth >= std::min(wanted_.size() + static_cast<std::size_t>(max_distance_), kMaxDepth - 1)) return;
    while (first < last) {
      const char letter = entries_[first].word[depth];
      const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(first);
      const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(last);
      const auto next =
          std::partition_point(begin, end, [&](const Lexicon::Entry& entry) { return entry.word[depth] == letter; });
      const auto branch_end = static_cast<std::size_t>(next - entries_.begin());
      path_[depth] = letter;
      if (fill_row(depth + 1) <= max_distance_) walk(first, branch_end, depth + 1);
      first = branch_end;
    }
  }

  // The row of path_[0, depth); returns the least distance in it.
  int fill_row(std::size_t depth) {
    const Row& above = rows_[depth - 1];
    Row& row = rows_[depth];
    row[0] = static_cast<int>(depth);
    int least = row[0];
    const char letter = path_[depth - 1];
    for (std::size_t i = 1; i <= wanted_.size(); ++i) {
      const int change = above[i - 1] + (wanted_[i - 1] == letter ? 0 : 1);
      row[i] = std::min({change, above[i] + 1, row[i - 1] + 1});
      if (depth > 1 && i > 1 && wanted_[i - 1] == path_[depth - 2] && wanted_[i - 2] == letter) {
        row[i] = std::min(row[i], rows_[depth - 2][i - 2] + 1);
      }
      least = std::min(least, row[i]);
    }
    return least;
  }

  std::string_view wanted_;
  const std::vector<Lexicon::Entry>& entries_;
  int max_distance_;
  std::array<Row, kMaxDepth + 1> rows_{};
  std::array<char, kMaxDepth> path_{};
  Lexicon::Entry best_;
};

}  // namespace

std::string correct_word(std::string_view word, const Lexicon& lexicon) {
  if (word.size() < kMinSpellingLetters || word.size() > kMaxWordBytes - 2) return {};
  if (!std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return {};
  if (lexicon.count(word) > 0) return {};
  const int farthest = word.size() >= kMinTwoErrorLetters ? 2 : 1;
  for (int distance = 1; distance <= farthest; ++distance) {
    const Lexicon::Entry found = NearestWord(word, lexicon.entries(), distance).find();
    if (!found.word.empty()) return std::string(found.word);
  }
  return {};
}

}  // namespace paperdex
