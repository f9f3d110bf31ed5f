// Where mathematics stands in a text that also names prices.
#pragma once

#include <cstddef>
#include <string_view>

namespace paperdex {

// The end of the formula $...$ or $$...$$ that starts with the dollar at `at`; `at` itself when none does. A pair of
// dollars holds a formula unless it looks like two prices or names: "$5 and $6", "$HOME or $PATH". An inner dollar
// after a backslash is none. Thread-safe. Cost: to the next dollar, or to the end where there is none.
std::size_t formula_end(std::string_view source, std::size_t at);

}  // namespace paperdex
