// Answers as JSON, in the shapes of the native API: the server and the command line write the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "data/json_writer.h"
#include "query/search_request.h"
#include "query/search_response.h"

namespace paperdex {

// A set of members of a result: bit i stands for the i-th of result_field_names().
using ResultFields = std::uint32_t;
inline constexpr ResultFields kAllFields = ~ResultFields{0};

// "id title abstract ..."; the id is in every set.
std::string result_field_names();
// The set of this one name and the id; nothing when there is no such name.
std::optional<ResultFields> result_field(std::string_view name);

// {"id", "title", "abstract", "authors", "categories", "published", "updated"?, "venue"?, "doi"?, "url", "source",
//  "upvotes"?, "withdrawn"?, "score", "highlights": {"title", "abstract"}, "explain"?}; published is null when unknown.
void write_result(JsonWriter& json, const Hit& hit, ResultFields fields = kAllFields);

// The same without score, highlights and explain, and with what else is known: comment, journal_ref, repository and
// project_page.
void write_paper(JsonWriter& json, const Paper& paper);

// Members of an answer, each with its key: "results", "index", "facets".
void write_results(JsonWriter& json, const std::vector<Hit>& hits, ResultFields fields = kAllFields);
void write_index(JsonWriter& json, const IndexInfo& index);
void write_facets(JsonWriter& json, const Facets& facets);

// The whole answer of a search. `next` is the address of the next page, or "".
void write_search(JsonWriter& json, const SearchRequest& request, const SearchResponse& response, double took_ms,
                  const std::string& next, ResultFields fields = kAllFields);

}  // namespace paperdex
