// Pieces of HTML (escape_html() is in query/highlight.h). Pure and thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "server/query_string.h"

namespace paperdex {

// 1234567 as "1,234,567".
std::string with_thousands(std::uint64_t number);

// "1 paper", "1,234 papers".
std::string count_of(std::uint64_t number, const std::string& noun);

// `inner` is HTML already, and so are the `attributes`, which start with a space: " class=\"hit\"".
std::string element(const std::string& tag, const std::string& inner, const std::string& attributes = "");

// `address` is escaped here.
std::string link(const std::string& address, const std::string& inner, const std::string& attributes = "");

// " name=\"value\"", escaped.
std::string attribute(const std::string& name, std::string_view value);

// An address of a list as it begins, for another question does not start at the old one's offset.
std::string list_address(const std::string& path, QueryString params);

// Replaces each {{name}} of `page` by its value, which is HTML already; a name without a value by nothing.
std::string fill_template(std::string_view page, const std::map<std::string, std::string, std::less<>>& values);

}  // namespace paperdex
