// One entry of a BibTeX file: its fields, as text.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace paperdex {

// Names of macros and fields are in lower case.
using BibtexFields = std::map<std::string, std::string, std::less<>>;

struct BibtexEntry {
  std::string type;  // in lower case
  std::string key;   // "" when it has none
  std::uint64_t line = 0;
  BibtexFields fields;

  // "" when there is no such field.
  const std::string& field(std::string_view name) const;
  // The first of the fields that is not empty, or "".
  const std::string& first_of(std::initializer_list<std::string_view> names) const;
  // Of memory, about.
  std::size_t bytes() const;
};

// The months' macros, jan to dec.
BibtexFields bibtex_months();

// Reads what stands between an entry's braces: "key, name = {..}, name = \"..\" # macro". Of fields of one name the
// first counts; a macro that is not known stands for itself. Missing and superfluous commas do not matter, and between
// fields '%' begins a comment to the end of the line. Values that refer to a field of another entry ("xdata=key-field")
// are left out. Throws Rejection, with the field it could not read.
BibtexEntry parse_bibtex_entry(std::string_view body, const BibtexFields& macros);

// The same for @string, which has no key.
BibtexFields parse_bibtex_macros(std::string_view body, const BibtexFields& macros);

}  // namespace paperdex
