// Formulas in text that is HTML already.
#pragma once

#include <string>
#include <string_view>

namespace paperdex {

// `html` is escaped text that holds no tags but <mark> (query/highlight.h). Each formula of it comes to stand in
// <span class="math">, which math.js shows as mathematics; without it the TeX stays to be read. What a formula is, the
// text analysis says (data/text/formula.h): "$5 and $7" are prices. Pure and thread-safe. Cost: linear, but
// for dollars that open nothing.
std::string with_math(std::string_view html);

}  // namespace paperdex
