// Pieces of HTML (escape_html() is in query/highlight.h).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace paperdex {

// 1234567 as "1,234,567".
std::string with_thousands(std::uint64_t number);

// Replaces each {{name}} of `page` by its value, which is HTML already; a name without a value by nothing.
std::string fill_template(std::string_view page, const std::map<std::string, std::string, std::less<>>& values);

}  // namespace paperdex
