// arXiv's query language, made into the parts of a search that query/ knows.
//
//   ti: au: abs: co: jr: cat: id: all:   the word, "phrase" or (group) in that field; no prefix is all:
//   a AND b, a OR b, a ANDNOT b, ( )     AND and ANDNOT bind tighter than OR; neighbours are AND; upper case only
//   ti:(a AND b)                         is ti:a AND ti:b; a prefix inside stands for itself
//   au:del_maestro                       is the phrase au:"del maestro"
//   quant*                               words that start so; a * elsewhere is refused
//   cat:cs.*                             is cat:cs, all of the archive
//   submittedDate:[202401010000 TO 202402012359]   published then; both days count whole; * leaves an end open
//
// Whatever cannot be said in our own language is an error that says what to do, never another question.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace paperdex {

inline constexpr std::size_t kMaxArxivQueryBytes = 2048;
inline constexpr std::size_t kMaxArxivDepth = 32;  // of parentheses, before those that say nothing are gone
// Of these joined by OR and by AND with the rest, as most scripts ask; within the limits of query/search_request.h.
struct ArxivQuery {
  std::string text;                     // in the language of query/parser.h, for SearchRequest::exact
  std::vector<std::string> categories;  // any of them
};

// Pure and thread-safe. Throws HttpError 400: query_too_long, too_deep, bad_query, not_supported. Limits on words,
// phrases and wildcards are those of query/parser.h, which reads `text`. An empty query gives an empty one.
ArxivQuery read_arxiv_query(std::string_view text);

}  // namespace paperdex
