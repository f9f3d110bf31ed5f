// Authors as BibTeX and biblatex write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace paperdex {

// "Last, First and First Last and {Corporate Name} and others" -> "First Last", "First Last", "Corporate Name". Parts
// such as "von" stay before the family name and "Jr." comes last; biblatex's "given=A., family=B" is read too. Braces
// and accents stay, for plain_text(). Cost: linear.
std::vector<std::string> names_of_bibtex(std::string_view field);

}  // namespace paperdex
