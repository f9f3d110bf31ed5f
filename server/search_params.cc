#include "server/search_params.h"

#include <algorithm>
#include <cstdio>

namespace paperdex {
namespace {

double read_half_life(const QueryString& params) {
  const std::optional<double> years = params.number("half_life");
  if (!years) return SearchRequest().half_life_years;
  if (*years < kMinHalfLifeYears || *years > kMaxHalfLifeYears) {
    char message[96];
    std::snprintf(message, sizeof message, "The parameter half_life must be a number of years from %g to %g.",
                  kMinHalfLifeYears, kMaxHalfLifeYears);
    throw HttpError(400, "bad_number", message, "half_life");
  }
  return *years;
}

}  // namespace

SearchRequest read_search_request(const QueryString& params) {
  SearchRequest request;
  request.text = params.text("q").value_or("");
  request.limit = params.integer("limit", 1, kMaxResults).value_or(request.limit);
  request.offset = params.integer("offset", 0, kMaxResults).value_or(0);
  if (const auto sort = params.text("sort")) request.sort = sort_from_name(*sort);
  request.from = params.date("from");
  request.until = params.date("until");
  request.categories = params.texts("category");
  request.sources = params.texts("source");
  request.authors = params.texts("author");
  request.venues = params.texts("venue");
  request.facets = params.flag("facets");
  request.explain = params.flag("explain");
  request.typing = params.flag("typing");
  request.half_life_years = read_half_life(params);
  return request;
}

std::optional<std::string> next_page(const QueryString& params, const SearchRequest& request,
                                     const SearchResponse& response) {
  const std::size_t seen = request.offset + response.hits.size();
  // An estimated total may be too low: a full page promises another.
  const bool more = response.total_exact ? seen < response.total : response.hits.size() == request.limit;
  if (!more || response.hits.empty() || seen >= kMaxResults) return std::nullopt;
  QueryString next = params;
  next.set("offset", std::to_string(seen));
  if (seen + request.limit > kMaxResults) next.set("limit", std::to_string(kMaxResults - seen));
  return next.encoded();
}

std::optional<std::string> previous_page(const QueryString& params, const SearchRequest& request) {
  if (request.offset == 0) return std::nullopt;
  QueryString previous = params;
  const std::size_t offset = request.offset - std::min(request.offset, request.limit);
  previous.set("offset", offset == 0 ? "" : std::to_string(offset));
  return previous.encoded();
}

}  // namespace paperdex
