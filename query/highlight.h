// The words that were asked for, marked in a paper's title and abstract.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "data/paper.h"
#include "data/text/analyzer.h"
#include "query/search_response.h"

namespace paperdex {

inline constexpr std::size_t kPassageBytes = 300;  // of the abstract; cut at white space

// What to mark: stems, and the beginnings of words.
struct Marks {
  std::set<std::string, std::less<>> terms;
  std::vector<std::string> prefixes;  // of folded words

  bool match(const Token& token) const;
  // Of the words that can match.
  Analyzer::Beginnings beginnings() const;
};

// `text` escaped for HTML, with <mark> around the tokens that match. Cost: about 5 us for an abstract.
std::string highlight(std::string_view text, const Marks& marks, Analyzer& analyzer);

// The part of `text` of about kPassageBytes with the most different marks in it, the first of equals, highlighted.
std::string highlight_passage(std::string_view text, const Marks& marks, Analyzer& analyzer);

// `text` with & < > " ' as entities.
std::string escape_html(std::string_view text);

}  // namespace paperdex
