// What a person types, understood: text to a tree of clauses. Pure; knows no index.
//
//   words             any of them; the more the better       -word, NOT word   none of it
//   "a phrase"        these words in a row                   prefix*           every word that starts so
//   title: author: abstract: comment: journal: report:   the word, phrase or (group) in that field
//   cat:cs.LG  source:arxiv  id:2006.15055  doi:10.1000/1    date:2024, date:2024-01..2024-06, date:..2020
//   a AND b, a OR b, ( )       AND binds tighter; in such a query words side by side must all be there
//
// Nothing a person types makes it fail: a quote or parenthesis that is not closed closes at the end, an operator
// without operands and an unknown field are words. Only limits are errors.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "data/date.h"
#include "data/text/analyzer.h"
#include "query/search_request.h"

namespace paperdex {

enum class Field { kText, kTitle, kAbstract, kAuthor, kComment, kJournal, kReport };

// One word of the query after analysis: a word, or a compound with its joined form.
struct Word {
  std::string text;           // as typed, for people
  std::vector<Token> parts;   // non-empty; for a plain word its one token
  std::vector<Token> joined;  // the joined form of a compound, or empty
  std::size_t begin = 0;      // bytes of the query text
  std::size_t end = 0;
  bool is_prefix = false;  // word*, or the unfinished last word while typing
  bool is_typed = false;   // the unfinished last word: itself, or what it may become

  // Made of stop words alone.
  bool is_stop() const;
};

struct Clause {
  enum class Kind {
    kBag,  // children side by side
    kAnd,
    kOr,
    kNot,       // one child
    kWord,      // words[0] in `field`
    kPhrase,    // words in a row in `field`
    kCategory,  // value
    kSource,    // value
    kId,        // value
    kDoi,       // value
    kDate,      // from .. until
  };
  Kind kind = Kind::kBag;
  Field field = Field::kText;
  std::vector<Word> words;
  std::vector<Clause> children;
  std::string value;
  Day from = 0;
  Day until = 0;
  std::size_t begin = 0;  // bytes of the query text, with all signs and the field's name; 0 for what was made of parts
  std::size_t end = 0;
};

struct ParsedQuery {
  Clause root;                 // a kBag, kAnd or kOr
  bool has_operators = false;  // AND or OR was typed: words side by side must all be there
};

// Throws QueryError past a limit: query_too_long, too_many_terms, too_many_phrases, too_deep, too_many_wildcards,
// wildcard_too_short, bad_utf8. With `typing`, the last word, if nothing follows it, is unfinished.
ParsedQuery parse_query(std::string_view text, bool typing, Analyzer& analyzer);

// The words of a text that has no operators, only signs that look like them; with the limits kMaxProse*.
ParsedQuery parse_prose(std::string_view text, bool typing, Analyzer& analyzer);

// The query as it was understood, in the syntax above.
std::string describe(const ParsedQuery& query);

}  // namespace paperdex
