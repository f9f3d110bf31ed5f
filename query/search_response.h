// An answer: what was found, how the question was understood, and why each hit is there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/index_dir.h"
#include "data/paper.h"

namespace paperdex {

// Text as HTML: escaped, with <mark>...</mark> around the words that were asked for. No tag is ever inside a formula, a
// TeX command or an HTML entity of the source.
struct Highlights {
  std::string title;     // the whole title
  std::string abstract;  // a passage of about 300 characters, with an ellipsis at a cut end; "" without an abstract
};

// Why a hit is there.
struct Explanation {
  struct Term {
    std::string word;   // as asked
    std::string field;  // "title", "abstract", "title and abstract", "author", "category", ...
  };
  std::vector<Term> terms;
  double relevance = 0;  // of the score, by words
  double recency = 0;    // of the score, by date; 0 unless the order is a blend
};

struct Hit {
  Paper paper;
  double score = 0;
  Highlights highlights;
  std::optional<Explanation> explanation;
};

struct FacetCount {
  std::string value;
  std::uint64_t count = 0;
};

struct Facets {
  std::vector<FacetCount> year;      // newest first
  std::vector<FacetCount> category;  // most frequent first, kMaxFacetValues at most
  std::vector<FacetCount> source;
  bool exact = true;  // false: counted over the first kMaxFacetMatches matches only
};
inline constexpr std::size_t kMaxFacetValues = 50;
inline constexpr std::size_t kMaxFacetMatches = 20'000;

// Which index answered.
struct IndexInfo {
  Generation generation = 0;
  std::uint64_t documents = 0;
  std::optional<Date> created;  // when it was published
  // The day through which all sources that are harvested by day are whole; without such, the newest paper's date.
  std::optional<Date> data_through;
};

struct SearchResponse {
  std::string parsed;     // the query as understood, for people
  std::string corrected;  // "did you mean", or ""
  // Words that the index does not hold and that were searched as another: the asker can take them back.
  struct Expansion {
    std::string term;
    std::string to;
  };
  std::vector<Expansion> expanded;
  std::uint64_t total = 0;  // an estimate unless total_exact
  bool total_exact = true;
  IndexInfo index;
  std::vector<Hit> hits;
  std::optional<Facets> facets;
  std::vector<std::string> warnings;
};

}  // namespace paperdex
