// The grammar of arXiv's query language (arxiv_query.h), to a tree whose leaves are in our own language.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paperdex {

// A part of the query: an operation on others, or a leaf: "ti:slots", "cat:cs.LG", "\"a phrase\"".
struct ArxivNode {
  enum class Kind { kAnd, kOr, kNot, kLeaf };  // kNot has one child and stands in a kAnd
  Kind kind = Kind::kLeaf;
  std::vector<ArxivNode> children;
  std::string text;
};

// Nothing for an empty text. Pure and thread-safe. Throws HttpError 400: bad_query, not_supported, too_deep. Recursion
// is bounded by kMaxArxivDepth, whatever the text.
std::optional<ArxivNode> parse_arxiv_query(std::string_view text);

}  // namespace paperdex
