#include "query/search_request.h"

#include <algorithm>

#include "data/error.h"

namespace paperdex {
namespace {

void check_filters(const std::vector<std::string>& values, const char* param, std::size_t most = kMaxFilterValues) {
  if (values.size() > most) {
    throw QueryError("too_many_values", "more than " + std::to_string(most) + " values of " + param, param);
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
    case Sort::kUpdated:
      return "updated";
    case Sort::kUpdatedOldest:
      return "updated-oldest";
  }
  return "";
}

Sort sort_from_name(const std::string& name) {
  for (const Sort sort :
       {Sort::kRelevance, Sort::kBlend, Sort::kNewest, Sort::kOldest, Sort::kUpdated, Sort::kUpdatedOldest}) {
    if (name == sort_name(sort)) return sort;
  }
  throw QueryError("bad_sort", "sort is none of relevance, blend, newest, oldest, updated and updated-oldest", "sort");
}

bool is_date_order(Sort sort) { return sort != Sort::kRelevance && sort != Sort::kBlend; }

void check_page(std::size_t limit, std::size_t offset, std::size_t max_results) {
  max_results = std::min(max_results, kMaxDeepResults);
  if (limit > max_results || offset > max_results || limit + offset > max_results) {
    throw QueryError("too_many_results", "offset + limit is more than " + std::to_string(max_results), "limit");
  }
}

void check_request(const SearchRequest& request) {
  check_page(request.limit, request.offset, request.max_results);
  if (request.explain && request.limit > kMaxExplained) {
    throw QueryError("too_many_explained",
                     "limit is more than " + std::to_string(kMaxExplained) + ", and so many papers are not explained",
                     "limit");
  }
  if (!(request.half_life_years >= kMinHalfLifeYears && request.half_life_years <= kMaxHalfLifeYears)) {
    throw QueryError("bad_half_life", "the half-life is not from 0.1 to 100 years", "half_life");
  }
  check_filters(request.categories, "category");
  check_filters(request.sources, "source");
  check_filters(request.authors, "author");
  check_filters(request.venues, "venue");
  check_filters(request.ids, "id", kMaxIdList);
}

}  // namespace paperdex
