// Keys of BibTeX entries, as people write them: kipf2020slot.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <unordered_set>

#include "data/paper.h"

namespace paperdex {

inline constexpr std::size_t kMaxKeyPartBytes = 32;  // of the name, and of the word

// The first author's family name, the year and the first word of the title that carries a topic, of which a-z and 0-9
// are taken (accents come off); without any, the letters and digits of the id. Begins with a letter, holds nothing but
// a-z, 0-9, ':' and '-'. A function of the paper alone. Pure and thread-safe.
std::string bibtex_key(const Paper& paper);

// Gives each paper of one list a key of its own: the first is kipf2020slot, the next kipf2020slota, b, ..., z, aa, ...
// Not thread-safe.
class BibtexKeys {
 public:
  std::string key_of(const Paper& paper);

 private:
  std::unordered_set<std::string> taken_;
  std::map<std::string, std::size_t> next_;  // by bibtex_key(): the number of the next suffix
};

}  // namespace paperdex
