// From an understood query to what Xapian matches and how it weighs it.
//
// R1, the relevance of a paper to the words of a query, over text terms T and title terms S (data/schema.h):
//
//   BM25(k1 1.2, k3 1000, b .5) over  OR(T) + .5 AND(T) + .5 AND(S)     in the match
//                               + .5 AND(S with the stop words)         in the match, where there are stop words
//                               + .2 each pair of neighbours in a row   over the best kPhraseDepth papers
//
// The blend adds kRecencyShare x (sum of the words' idf) x 2^(-age / half-life) in the match: among papers that answer
// the question about as well the newer comes first, while a word more or less outweighs any age.
//
// Figures behind the constants: README.md, "measured", and tests/relevance.
#pragma once

#include <xapian.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "data/lexicon.h"
#include "data/text/analyzer.h"
#include "query/deadline.h"
#include "query/highlight.h"
#include "query/parser.h"
#include "query/search_response.h"

namespace paperdex {

inline constexpr double kBm25K1 = 1.2;
inline constexpr double kBm25K3 = 1000;
inline constexpr double kBm25B = .5;
inline constexpr double kAllWordsWeight = .5;
inline constexpr double kTitleWeight = .5;
inline constexpr double kPhraseWeight = .2;
inline constexpr std::size_t kPhraseDepth = 30;
inline constexpr double kCompletionWeight = .7;
inline constexpr std::size_t kMaxCompletions = 100;
inline constexpr std::size_t kMaxShortCompletions = 20;  // of one or two letters: their words are in every other paper
inline constexpr double kRecencyShare = .3;
inline constexpr Xapian::doccount kExactTotal = 100;  // orders by date count matches exactly up to here

Xapian::BM25Weight bm25_r1();

// A query, ready to be matched. Holds no handle; valid for the database it was built with.
struct BuiltQuery {
  Xapian::Query match;               // which papers; empty when `score` alone matches them
  bool score_has_match = false;      // every paper that `match` matches has a word that `score` weighs
  bool match_is_score = false;       // and the other way round
  Xapian::Query score;               // R1 without its phrases
  std::vector<Xapian::Query> pairs;  // neighbours in a row
  double idf_sum = 0;                // of the scored words
  Marks marks;
  std::string corrected;  // "did you mean", or ""
  std::vector<SearchResponse::Expansion> expanded;
  // The words to explain hits by: as typed, and the terms they stand for.
  std::vector<std::pair<std::string, Marks>> words;
};

// Builds queries against one database and its lexicon. Not thread-safe.
class QueryBuilder {
 public:
  // `spill_days` is the database's kMetaSpill. Past the deadline no spelling is corrected any more, and what may walk
  // far before it finds a paper, phrases and exclusions, ends. The deadline outlives the queries that are built.
  QueryBuilder(const Xapian::Database& db, const Lexicon& lexicon, Analyzer& analyzer, int spill_days,
               Deadline& deadline)
      : db_(db), lexicon_(lexicon), analyzer_(analyzer), spill_days_(spill_days), deadline_(deadline) {}

  // From now on no word that the index does not hold is taken for another.
  void take_words_as_they_are() { corrects_ = false; }

  // `text` is what `query` was parsed from. With `all_words`, words side by side must all be there.
  BuiltQuery build(const ParsedQuery& query, const std::string& text, bool all_words);

  // The papers by an author of this name: all its words, in any order.
  Xapian::Query author(const std::string& name);

  // The papers whose venue or journal_ref has these words in a row.
  Xapian::Query venue(const std::string& name);

 private:
  // How one word is matched and scored.
  struct Unit {
    std::vector<Xapian::Query> any;     // what adds to the score, each alone
    std::vector<Xapian::Query> text;    // alternatives: the word in title or abstract
    std::vector<Xapian::Query> titles;  // the same in the title
    std::string first_term;             // for pairs
    std::string last_term;
    Xapian::doccount papers = 0;  // that have a plain word
    double idf = 0;
  };

  Xapian::Query clause(const Clause& clause);
  Xapian::Query bag(const Clause& clause);
  Xapian::Query group(const Clause& clause);
  Xapian::Query word(const Clause& clause);
  Xapian::Query author_word(const Word& word) const;
  Xapian::Query note_word(const Word& word, Field field) const;
  Xapian::Query phrase(const Clause& clause);
  Xapian::Query in_a_row(const std::vector<std::string>& terms);
  Xapian::Query title_stop_words(const Clause& clause);
  Xapian::Query without(const Xapian::Query& wanted, const Xapian::Query& excluded);

  void collect_units(const Clause& clause);
  const Unit& unit(const Word& word);
  void add_parts(const Word& word, Unit& unit);
  void add_joined(const Word& word, Unit& unit);
  void add_correction(const Word& word, Unit& unit);
  void add_name(const Word& word, Unit& unit);
  std::vector<std::string> completions(const std::string& beginning);
  void mark(const Word& word, Marks& marks);
  double idf(double papers_with_it) const;
  Xapian::Query r1() const;

  const Xapian::Database& db_;
  const Lexicon& lexicon_;
  Analyzer& analyzer_;
  int spill_days_;
  Deadline& deadline_;
  bool all_words_ = false;
  bool corrects_ = true;
  BuiltQuery built_;
  std::map<std::size_t, Unit> units_;  // by where the word begins in the text
  std::vector<const Unit*> scored_;
  std::map<std::size_t, std::pair<std::size_t, std::string>> corrections_;  // begin in the text -> bytes, word instead
  std::vector<Xapian::Query> title_words_;  // of the scored words and the stop words beside them
};

// All of `parts` under one operator; the part itself when there is one, an empty query when there is none.
Xapian::Query combine(Xapian::Query::op op, const std::vector<Xapian::Query>& parts);

// Says which papers come into question without a word about their text: category, source, id, DOI, date.
bool is_filter(Clause::Kind kind);

// Words of the field add to the score; those of others only say which papers match.
bool is_scored(Field field);

// A bare word of the text, as against a phrase, a field or a filter.
bool is_loose_word(const Clause& clause);

// The stems of the tokens that stand in the text: those of stop words do not.
std::vector<std::string> text_terms(const std::vector<Token>& tokens);

}  // namespace paperdex
