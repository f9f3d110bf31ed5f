// The words of all papers with their counts, kept up while papers change: what becomes the index's list of words.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "data/index_dir.h"
#include "data/lexicon.h"
#include "data/paper.h"
#include "data/text/analyzer.h"

namespace paperdex {

// Counts on from a published generation, or from nothing; otherwise every paper is read when the counts are asked for.
// Not thread-safe.
class WordTally {
 public:
  // `published`: the generation of the papers that are there now; `empty`: there are none.
  WordTally(IndexDir dir, std::optional<Generation> published, bool empty);

  // What a paper that came in has (lexicon_words()).
  void add(const std::vector<std::string>& words);
  // A paper that went.
  void remove(const Paper& paper, Analyzer& analyzer);

  // The counts of the papers in `database`. Cost: reading a published list, or the analysis of every paper when there
  // is none to count on from, or its file is damaged. Throws IndexError.
  WordCounts counts(const Xapian::Database& database, Analyzer& analyzer) const;

 private:
  void count(const std::vector<std::string>& words, int sign);
  std::optional<WordCounts> published_counts() const;

  IndexDir dir_;
  std::optional<Generation> published_;
  bool counts_on_;  // false: words are counted anew when they are asked for
  std::unordered_map<std::string, std::int32_t> changes_;
};

}  // namespace paperdex
