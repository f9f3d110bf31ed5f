#include "query/facets.h"

#include <algorithm>
#include <set>

namespace paperdex {
namespace {

std::vector<FacetCount> most_frequent_first(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<FacetCount> list;
  for (const auto& [value, count] : counts) list.push_back({value, count});
  std::stable_sort(list.begin(), list.end(),
                   [](const FacetCount& a, const FacetCount& b) { return a.count > b.count; });
  if (list.size() > kMaxFacetValues) list.resize(kMaxFacetValues);
  return list;
}

// Counts of values that hold several, by the single ones; a paper counts once for each.
std::map<std::string, std::uint64_t> single_values(const std::map<std::string, std::uint64_t>& counts) {
  std::map<std::string, std::uint64_t> single;
  for (const auto& [value, count] : counts) {
    std::set<std::string> seen;
    for (std::size_t at = 0; at < value.size();) {
      const std::size_t end = std::min(value.find(kValueSeparator, at), value.size());
      const std::string name = value.substr(at, end - at);
      if (seen.insert(name).second) single[name] += count;
      at = end + 1;
    }
  }
  return single;
}

}  // namespace

void FacetSpy::operator()(const Xapian::Document& document, double) {
  if (++seen_ > kMaxFacetMatches) return;
  std::optional<Day> day;
  if (exact_days_) {
    day = day_of_docid(document.get_docid());
  } else if (const std::string value = document.get_value(kSlotDay); !value.empty()) {
    day = decode_day(value);
  }
  if (day) ++years_[ymd_from_day(*day).year];
  if (std::string value = document.get_value(kSlotCategories); !value.empty()) ++categories_[std::move(value)];
  if (std::string value = document.get_value(kSlotSource); !value.empty()) ++sources_[std::move(value)];
}

Facets FacetSpy::facets() const {
  Facets facets;
  facets.exact = seen_ <= kMaxFacetMatches;
  for (const auto& [year, count] : years_) facets.year.push_back({std::to_string(year), count});
  std::reverse(facets.year.begin(), facets.year.end());
  facets.category = most_frequent_first(single_values(categories_));
  facets.source = most_frequent_first(single_values(sources_));
  return facets;
}

}  // namespace paperdex
