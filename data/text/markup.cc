#include "data/text/markup.h"

#include <algorithm>

#include "data/text/formula.h"

namespace paperdex {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Which fences were found not to close: then none that opens later does, and it is not looked for again.
struct Unclosed {
  bool round = false;
  bool square = false;
};

// The end of the formula or command that the backslash at `at` starts.
std::size_t tex_end(std::string_view source, std::size_t at, Unclosed& unclosed) {
  const std::string_view rest = source.substr(at);
  if (rest.starts_with("\\(") || rest.starts_with("\\[")) {
    bool& open = rest[1] == '(' ? unclosed.round : unclosed.square;
    const std::size_t close = open ? std::string_view::npos : source.find(rest[1] == '(' ? "\\)" : "\\]", at);
    if (close != std::string_view::npos) return close + 2;
    open = true;
  }
  std::size_t end = at + 1;
  while (end < source.size() && is_letter(source[end])) ++end;
  return end == at + 1 ? std::min(at + 2, source.size()) : end;
}

}  // namespace

std::vector<Span> markup_spans(std::string_view source) {
  std::vector<Span> spans;
  Unclosed unclosed;
  for (std::size_t at = 0; (at = source.find_first_of("$\\", at)) != std::string_view::npos;) {
    const std::size_t end = source[at] == '$' ? formula_end(source, at) : tex_end(source, at, unclosed);
    if (end > at) spans.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    at = std::max(end, at + 1);
  }
  return spans;
}

}  // namespace paperdex
