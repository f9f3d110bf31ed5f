// What the export formats need of a text. Functions are pure and thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/paper.h"

namespace paperdex {

// The text as one line of valid UTF-8: white space and control characters are single spaces, a byte that is no UTF-8 is
// U+FFFD. A valid paper's texts are so already.
std::string one_line(std::string_view text);

// ASCII letters in lower case; the rest as it is.
std::string ascii_lower(std::string_view text);

// An address in which nothing can end a field of a format: white space, control characters, quotation marks, angle
// brackets, braces, backslash, '^', '`' and '|' are percent-encoded.
std::string plain_address(std::string_view url);

// A DOI in which no brace, backslash, white space or control character can end a field: these are percent-encoded.
std::string plain_doi(std::string_view doi);

// The lists of a paper as one text.
std::string joined_list(const std::vector<std::string>& list, std::string_view separator);

}  // namespace paperdex
