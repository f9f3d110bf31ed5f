// Completions of what was typed so far.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "data/lexicon.h"
#include "data/text/analyzer.h"

namespace paperdex {

struct Suggestion {
  std::string text;         // what the query would become
  std::uint64_t count = 0;  // papers that hold its last word
};

// Completions of the last word of `text`, the most frequent first. Throws QueryError past kMaxQueryBytes or
// kMaxResults. Cost: a look at every word of the lexicon that starts so.
std::vector<Suggestion> suggest(const std::string& text, std::size_t limit, const Lexicon& lexicon, Analyzer& analyzer);

}  // namespace paperdex
