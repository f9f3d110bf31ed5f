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
// What a result holds unless asked otherwise: all but versions, comment, journal_ref, report_no, linked and provenance.
inline constexpr ResultFields kResultFields = (ResultFields{1} << 22) - 1;

// "id title abstract ..."; the id is in every set.
std::string result_field_names();
// The set of this one name and the id; nothing when there is no such name.
std::optional<ResultFields> result_field(std::string_view name);

// {"id", "title", "abstract", "authors", "categories", "published", "updated"?, "venue"?, "doi"?, "url", "source",
//  "upvotes"?, "withdrawn"?, "ids", "sources"?, "links"?: {"arxiv"?, ...}, "urls"?, "comments"?, "shown"?, "versions"?,
//  "comment"?, "journal_ref"?, "report_no"?, "linked"?, "provenance"?, "score", "highlights": {"title", "abstract"},
//  "explain"?};
// published is null when unknown, "ids" are all of them, "links" are paper_links.h's, the rest is as in data/paper.h.
void write_result(JsonWriter& json, const Hit& hit, ResultFields fields = kResultFields);

// All of the same that is known of a paper, which has no score, highlights and explain.
void write_paper(JsonWriter& json, const Paper& paper);

// Members of an answer, each with its key: "results", "index", "facets".
void write_results(JsonWriter& json, const std::vector<Hit>& hits, ResultFields fields = kResultFields);
void write_index(JsonWriter& json, const IndexInfo& index);
void write_facets(JsonWriter& json, const Facets& facets);

// The whole answer of a search; where nothing was found with "blame": [{"text", "kind", "param", "count", "without",
// "rest"?}], rest for parts of q alone (search_response.h). `next` is the address of the next page, or "".
void write_search(JsonWriter& json, const SearchRequest& request, const SearchResponse& response, double took_ms,
                  const std::string& next, ResultFields fields = kResultFields);

}  // namespace paperdex
