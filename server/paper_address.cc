#include "server/paper_address.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "server/query_string.h"

namespace paperdex {
namespace {

// What may follow a paper's address, so that an id that ends so must be told from it.
constexpr std::array<std::string_view, 7> kEndings = {".atom", ".bib", ".json", ".md", ".related", ".ris", ".txt"};

// "a/../b", "a//b" and a "/related" at the end mean something else to a browser or to us.
bool has_odd_parts(std::string_view id) {
  while (true) {
    const std::size_t slash = std::min(id.find('/'), id.size());
    const std::string_view part = id.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return true;
    if (slash == id.size()) return part.starts_with("related");
    id.remove_prefix(slash + 1);
  }
}

}  // namespace

std::string paper_address(const std::string& id) {
  std::string encoded = percent_encode(id, false);
  const bool ends_oddly =
      std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) { return id.ends_with(ending); });
  if (ends_oddly) encoded.replace(encoded.rfind('.'), 1, "%2E");
  if (has_odd_parts(id)) return "/papers/" + encoded;
  for (std::size_t at = encoded.find("%2F"); at != std::string::npos; at = encoded.find("%2F", at)) {
    encoded.replace(at, 3, "/");
  }
  return "/papers/" + encoded;
}

}  // namespace paperdex
