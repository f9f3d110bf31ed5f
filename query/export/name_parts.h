// The parts of a person's name, for formats that want the family name first.
#pragma once

#include <string>
#include <string_view>

namespace paperdex {

// "Frank P. J. van der Hulst Jr." is given "Frank P. J.", particle "van der", family "Hulst", suffix "Jr.". In this
// order and with a space between, they are the name again.
struct NameParts {
  std::string given;
  std::string particle;  // in lower case; a "Van" that is written large belongs to the family name
  std::string family;
  std::string suffix;
  std::string literal;  // the whole name, where its parts are not known for sure; then the others are empty

  friend bool operator==(const NameParts&, const NameParts&) = default;
};

// The last word is the family name, together with particles before it. A name is literal when it has one word or begins
// with a particle, is written in Chinese, Japanese or Korean (where the family name may come first), ends with an
// initial ("Kipf T."), holds anything but letters, hyphens, full stops and apostrophes, or has a word that persons'
// names have not ("Collaboration", "the"). Pure and thread-safe.
NameParts name_parts(std::string_view name);

}  // namespace paperdex
