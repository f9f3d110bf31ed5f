// Queries made from a paper that its asker remembers: is the paper found first?
#pragma once

#include <cstdint>
#include <string>

#include "data/paper.h"

namespace paperdex {

enum class Memory {
  kWholeTitle,
  kCutTitle,       // the last word cut to 3 letters, as typed so far
  kTypo,           // the title with one letter wrong
  kTitleWords,     // 3 words of the title
  kAbstractWords,  // 4 words of the abstract
};

// A small generator whose numbers are the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  // 0 .. bound - 1
  std::size_t below(std::size_t bound);

 private:
  std::uint64_t state_;
};

// The query text, or "" when the paper does not have enough words for it. Title and abstract words are drawn at random
// among the different ones of 3 letters and more that are no stop words, and keep their order; the typo falls on a
// random letter of a random word of 5 letters and more, and is, with equal chances, a letter left out, doubled,
// changed, or swapped with the next.
std::string recall(const Paper& paper, Memory memory, Random& random);

}  // namespace paperdex
