#include "query/search_request.h"

#include "data/error.h"

namespace paperdex {
namespace {

void check_filters(const std::vector<std::string>& values, const char* param) {
  if (values.size() > kMaxFilterValues) {
    throw QueryError("too_many_values", "more than " + std::to_string(kMaxFilterValues) + " values of " + param, param);
  }
  for (const std::string& value : values) {
    if (value.empty() || value.size() > kMaxFilterBytes) {
      throw QueryError(
          "bad_value",
          std::string("a value of ") + param + " is empty or longer than " + std::to_string(kMaxFilterBytes) + " bytes",
          param);
    }
  }
}

}  // namespace

const char* sort_name(Sort sort) {
  switch (sort) {
    case Sort::kRelevance:
      return "relevance";
    case Sort::kBlend:
      return "blend";
    case Sort::kNewest:
      return "newest";
    case Sort::kOldest:
      return "oldest";
  }
  return "";
}

Sort sort_from_name(const std::string& name) {
  for (const Sort sort : {Sort::kRelevance, Sort::kBlend, Sort::kNewest, Sort::kOldest}) {
    if (name == sort_name(sort)) return sort;
  }
  throw QueryError("bad_sort", "sort is none of relevance, blend, newest and oldest", "sort");
}

void check_page(std::size_t limit, std::size_t offset) {
  if (limit > kMaxResults || offset > kMaxResults || limit + offset > kMaxResults) {
    throw QueryError("too_many_results", "offset + limit is more than " + std::to_string(kMaxResults), "limit");
  }
}

void check_request(const SearchRequest& request) {
  check_page(request.limit, request.offset);
  if (!(request.half_life_years >= kMinHalfLifeYears && request.half_life_years <= kMaxHalfLifeYears)) {
    throw QueryError("bad_half_life", "the half-life is not from 0.1 to 100 years", "half_life");
  }
  check_filters(request.categories, "category");
  check_filters(request.sources, "source");
  check_filters(request.authors, "author");
}

}  // namespace paperdex
