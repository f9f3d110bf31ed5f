// Words and phrases of titles that are on the rise.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <string>
#include <vector>

#include "data/period.h"

namespace paperdex {

struct RisingTerm {
  std::string text;                // as people mostly write it
  std::uint64_t count = 0;         // titles of the last days that have it
  std::uint64_t count_before = 0;  // of the year before
  std::string query;               // finds them: title:word, title:"two words"
};

}  // namespace paperdex
