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
  // The day through which all that the night harvests by day is whole; without such sources, the newest paper's date.
  std::optional<Date> data_through;
};

// A part of a question that found nothing, and what it has to do with that.
struct Blame {
  enum class Kind { kWord, kPhrase, kField, kFilter };
  std::string text;  // the part as typed; of a filter its value
  Kind kind = Kind::kWord;
  std::string param;          // where it stands: "q", "from", "until", "category", "source", "author", "venue", "id"
  std::uint64_t count = 0;    // papers that have this part alone; estimated above a hundred, as the next one is
  std::uint64_t without = 0;  // papers found when only this part is left out
  std::string rest;           // of a part of q: the text without it
};
const char* blame_kind_name(Blame::Kind kind);  // "word", "phrase", "field", "filter"
inline constexpr std::size_t kMaxBlamed = 40;   // parts that are looked at, in the order of the question

// Said of an answer that is partial.
inline constexpr char kPartialWarning[] =
    "This question takes too long to be answered whole: these are the best of the papers looked at so far, the newest. "
    "Fewer or rarer words help.";

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
  bool partial = false;  // the deadline passed: of what matches, all but the newest may be missing, in `total` too
  IndexInfo index;
  std::vector<Hit> hits;
  std::optional<Facets> facets;
  std::vector<std::string> warnings;
  std::vector<Blame> blame;  // only where nothing was found, and not with added_after: nothing new is nobody's fault
};

}  // namespace paperdex
