// Where markup stands in a text that is shown.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace paperdex {

// Bytes [begin, end) of a text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// The formulas (formula.h, and \(...\), \[...\]) and other TeX commands of a text that plain_text() made, in order and
// without overlaps: highlights keep out of them. Pure and thread-safe. Cost: linear.
std::vector<Span> markup_spans(std::string_view source);

}  // namespace paperdex
