// What a stranger typed, as it may stand in a mail to somebody who did not ask for one.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace paperdex {

// Whether the index has a word (folded, in lower case: lexicon.h). Thread-safe.
using HasWord = std::function<bool(std::string_view)>;

inline constexpr std::size_t kMaxShownCharacters = 80;

// Of the query's words those that the index has, in its order and as the index writes them, with spaces between and
// "..." for what is left out; kMaxShownCharacters at most, "..." not counted. "" when no word is left.
//
// Nothing of it can become a link: what stands together with a dot, a slash, an '@' or any other sign but a hyphen or
// an apostrophe is left out as a whole, and so are words without a letter (telephone numbers). Of the signs of a query
// (field names, quotes, brackets, '-' and '*') nothing is shown.
std::string shown_query(const std::string& query, const HasWord& has_word);

}  // namespace paperdex
