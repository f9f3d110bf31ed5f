// What an arXiv identifier tells by itself.
#pragma once

#include <optional>
#include <string_view>

#include "data/date.h"

namespace paperdex {

// The month in which arXiv gave out an id: 2007-04 for "0704.0001", 1999-01 for "hep-th/9901001" and "math.AG/9901001".
// Nothing when the text is no arXiv id; one with a version ("v2") is none.
std::optional<Date> month_of_arxiv_id(std::string_view id);

}  // namespace paperdex
