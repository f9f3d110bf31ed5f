#include "server/api/arxiv_query.h"

#include <optional>
#include <utility>

#include "query/search_request.h"
#include "server/api/arxiv_parser.h"
#include "server/http_error.h"

namespace paperdex {
namespace {

// Categories joined by OR, as values; nothing when there is anything else.
std::optional<std::vector<std::string>> categories_of(const ArxivNode& node) {
  constexpr std::string_view kCategory = "cat:";
  std::vector<std::string> found;
  if (node.kind == ArxivNode::Kind::kLeaf && node.text.starts_with(kCategory)) {
    found.push_back(node.text.substr(kCategory.size()));
    return found;
  }
  if (node.kind != ArxivNode::Kind::kOr) return std::nullopt;
  for (const ArxivNode& child : node.children) {
    if (child.kind != ArxivNode::Kind::kLeaf || !child.text.starts_with(kCategory)) return std::nullopt;
    found.push_back(child.text.substr(kCategory.size()));
  }
  return found;
}

// What stands side by side must all be there, as in an exact search; stop words need not, which AND would ask for.
void write(const ArxivNode& node, bool inside, std::string& out) {
  switch (node.kind) {
    case ArxivNode::Kind::kLeaf:
      out += node.text;
      return;
    case ArxivNode::Kind::kNot:
      out += "NOT ";
      write(node.children.front(), true, out);
      return;
    case ArxivNode::Kind::kAnd:
    case ArxivNode::Kind::kOr:
      break;
  }
  if (inside) out += '(';
  for (const ArxivNode& child : node.children) {
    if (&child != &node.children.front()) out += node.kind == ArxivNode::Kind::kAnd ? " " : " OR ";
    write(child, true, out);
  }
  if (inside) out += ')';
}

}  // namespace

ArxivQuery read_arxiv_query(std::string_view text) {
  if (text.size() > kMaxArxivQueryBytes) {
    throw HttpError(400, "query_too_long",
                    "The search_query is longer than " + std::to_string(kMaxArxivQueryBytes) + " bytes.",
                    "search_query");
  }
  ArxivQuery query;
  std::optional<ArxivNode> root = parse_arxiv_query(text);
  if (!root) return query;
  // Lists of categories are long, and our own language is short: they go beside it.
  std::vector<ArxivNode> parts;
  if (root->kind == ArxivNode::Kind::kAnd) {
    parts = std::move(root->children);
  } else {
    parts.push_back(std::move(*root));
  }
  for (auto part = parts.begin(); part != parts.end(); ++part) {
    if (auto categories = categories_of(*part)) {
      query.categories = std::move(*categories);
      parts.erase(part);
      break;
    }
  }
  if (parts.empty()) return query;
  ArxivNode rest = std::move(parts.front());
  if (parts.size() > 1) {
    ArxivNode all;
    all.kind = ArxivNode::Kind::kAnd;
    parts.front() = std::move(rest);
    all.children = std::move(parts);
    rest = std::move(all);
  }
  write(rest, false, query.text);
  if (query.text.size() > kMaxQueryBytes) {
    throw HttpError(400, "query_too_long",
                    "The search_query asks for more than fits in a search: leave out words, or ask in parts.",
                    "search_query");
  }
  return query;
}

}  // namespace paperdex
