// Character references of HTML and XML: &eacute; &ndash; &#8211; &#x2013;
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace paperdex {

struct Entity {
  std::size_t bytes = 0;  // 0: no reference stands there
  char32_t code_point = 0;
};

inline constexpr std::size_t kMaxEntityBytes = 16;  // from '&' to ';'

// The reference at the front of `text`, which starts with '&' (or with what stands for one). Known are the names of
// HTML 4 and the letters and signs of later lists that journals use. Numbers 128 to 159 are read as Windows-1252, as
// browsers read them; numbers that are no characters, or control characters, are no references. Thread-safe.
Entity entity_at(std::string_view text);

// `text` with every reference replaced once: "&amp;lt;" becomes "&lt;".
std::string decode_entities(std::string_view text);

}  // namespace paperdex
