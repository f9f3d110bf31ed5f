// What holds for every format of files: it gives the same however its bytes come.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/error.h"
#include "tests/fuzz/papers.h"
#include "tests/indexer/text_bytes.h"

namespace paperdex {

inline std::string lines_of(const std::vector<std::string>& items) {
  std::string lines;
  for (const std::string& item : items) lines += item + '\n';
  return lines;
}

// `make` makes a source from a ByteSource.
template <typename Make>
void read_in_pieces(std::string_view input, const Make& make) {
  const auto read = [&](std::size_t step) {
    TextBytes bytes(std::string(input), step);
    auto source = make(bytes);
    return read_papers(source);
  };
  const std::vector<std::string> whole = read(input.size() + 1);
  const std::vector<std::string> pieces = read(1);
  require(whole == pieces, "a file gives the same however its bytes come",
          lines_of(whole) + "---\n" + lines_of(pieces));
}

}  // namespace paperdex
