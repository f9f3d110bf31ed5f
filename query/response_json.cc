#include "query/response_json.h"

#include <algorithm>
#include <array>

#include "query/paper_links.h"

namespace paperdex {
namespace {

enum Field : unsigned {
  kId,
  kTitle,
  kAbstract,
  kAuthors,
  kCategories,
  kPublished,
  kUpdated,
  kVenue,
  kDoi,
  kUrl,
  kSource,
  kUpvotes,
  kWithdrawn,
  kIds,
  kSources,
  kLinks,
  kUrls,
  kComments,
  kShown,
  kScore,
  kHighlights,
  kExplain,
  kVersions,
  kComment,
  kJournalRef,
  kReportNo,
  kLinked,
  kProvenance,
};
constexpr std::array<std::string_view, 28> kNames = {
    "id",      "title",    "abstract", "authors",     "categories", "published", "updated",
    "venue",   "doi",      "url",      "source",      "upvotes",    "withdrawn", "ids",
    "sources", "links",    "urls",     "comments",    "shown",      "score",     "highlights",
    "explain", "versions", "comment",  "journal_ref", "report_no",  "linked",    "provenance"};
static_assert(kNames.back() == "provenance" && kNames.size() == kProvenance + 1);
static_assert(kResultFields == (1U << kVersions) - 1);

bool has(ResultFields fields, Field field) { return (fields >> field & 1) != 0; }

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& values) {
  json.key(name);
  json.begin_array();
  for (const std::string& value : values) json.value(value);
  json.end_array();
}

void write_list_if(JsonWriter& json, std::string_view name, const std::vector<std::string>& values) {
  if (!values.empty()) write_list(json, name, values);
}

void write_links(JsonWriter& json, const Paper& paper) {
  const std::vector<PaperLink> links = links_of(paper);
  if (links.empty()) return;
  json.key("links");
  json.begin_object();
  for (const auto& [name, address] : links) json.member(name, address);
  json.end_object();
}

// What the sources of a paper tell together.
void write_united(JsonWriter& json, const Paper& paper, ResultFields fields) {
  if (has(fields, kIds)) write_list(json, "ids", all_ids(paper));
  if (has(fields, kSources)) {
    if (paper.sources.empty() && !paper.source.empty()) {
      write_list(json, "sources", {paper.source});
    } else {
      write_list_if(json, "sources", paper.sources);
    }
  }
  if (has(fields, kLinks)) write_links(json, paper);
  if (has(fields, kUrls)) write_list_if(json, "urls", paper.urls);
  if (has(fields, kComments) && paper.comments) json.member("comments", *paper.comments);
  if (has(fields, kShown) && paper.shown) json.member("shown", paper.shown->to_string());
  if (has(fields, kVersions)) {
    std::vector<std::string> versions;
    for (const Date& date : paper.versions) versions.push_back(date.to_string());
    write_list_if(json, "versions", versions);
  }
  if (has(fields, kComment)) json.member_if("comment", paper.comment);
  if (has(fields, kJournalRef)) json.member_if("journal_ref", paper.journal_ref);
  if (has(fields, kReportNo)) json.member_if("report_no", paper.report_no);
  if (has(fields, kLinked)) write_list_if(json, "linked", paper.linked);
  if (has(fields, kProvenance) && !paper.provenance.empty()) {
    json.key("provenance");
    json.begin_object();
    for (const auto& [field, source] : paper.provenance) json.member(field, source);
    json.end_object();
  }
}

void write_known(JsonWriter& json, const Paper& paper, ResultFields fields) {
  json.member("id", paper.id);
  if (has(fields, kTitle)) json.member("title", paper.title);
  if (has(fields, kAbstract)) json.member("abstract", paper.abstract);
  if (has(fields, kAuthors)) write_list(json, "authors", paper.authors);
  if (has(fields, kCategories)) write_list(json, "categories", paper.categories);
  if (has(fields, kPublished)) {
    if (paper.published) {
      json.member("published", paper.published->to_string());
    } else {
      json.member_null("published");
    }
  }
  if (has(fields, kUpdated) && paper.updated) json.member("updated", paper.updated->to_string());
  if (has(fields, kVenue)) json.member_if("venue", paper.venue);
  if (has(fields, kDoi)) json.member_if("doi", paper.doi);
  if (has(fields, kUrl)) json.member("url", paper.url);
  if (has(fields, kSource)) json.member("source", paper.source);
  if (has(fields, kUpvotes) && paper.upvotes) json.member("upvotes", *paper.upvotes);
  if (has(fields, kWithdrawn) && paper.withdrawn) json.member("withdrawn", true);
  write_united(json, paper, fields);
}

void write_explanation(JsonWriter& json, const Explanation& explanation) {
  json.key("explain");
  json.begin_object();
  json.key("terms");
  json.begin_array();
  for (const Explanation::Term& term : explanation.terms) {
    json.begin_object();
    json.member("word", term.word);
    json.member("field", term.field);
    json.end_object();
  }
  json.end_array();
  json.member("relevance", explanation.relevance);
  json.member("recency", explanation.recency);
  json.end_object();
}

void write_query(JsonWriter& json, const SearchRequest& request, const SearchResponse& response) {
  json.key("query");
  json.begin_object();
  json.member("raw", request.text);
  json.member("parsed", response.parsed);
  json.member_if("corrected", response.corrected);
  if (!response.expanded.empty()) {
    json.key("expanded");
    json.begin_array();
    for (const SearchResponse::Expansion& expansion : response.expanded) {
      json.begin_object();
      json.member("term", expansion.term);
      json.member("to", expansion.to);
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
}

void write_counts(JsonWriter& json, std::string_view name, const std::vector<FacetCount>& counts) {
  json.key(name);
  json.begin_array();
  for (const FacetCount& count : counts) {
    json.begin_object();
    json.member("value", count.value);
    json.member("count", count.count);
    json.end_object();
  }
  json.end_array();
}

void write_blame(JsonWriter& json, const std::vector<Blame>& blame) {
  json.key("blame");
  json.begin_array();
  for (const Blame& part : blame) {
    json.begin_object();
    json.member("text", part.text);
    json.member("kind", blame_kind_name(part.kind));
    json.member("param", part.param);
    json.member("count", part.count);
    json.member("without", part.without);
    if (part.param == "q") json.member("rest", part.rest);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string result_field_names() {
  std::string names;
  for (const std::string_view name : kNames) names.append(names.empty() ? "" : " ").append(name);
  return names;
}

std::optional<ResultFields> result_field(std::string_view name) {
  const auto* found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return 1U << (found - kNames.begin()) | 1U << kId;
}

void write_result(JsonWriter& json, const Hit& hit, ResultFields fields) {
  json.begin_object();
  write_known(json, hit.paper, fields);
  if (has(fields, kScore)) json.member("score", hit.score);
  if (has(fields, kHighlights)) {
    json.key("highlights");
    json.begin_object();
    json.member("title", hit.highlights.title);
    json.member("abstract", hit.highlights.abstract);
    json.end_object();
  }
  if (has(fields, kExplain) && hit.explanation) write_explanation(json, *hit.explanation);
  json.end_object();
}

void write_paper(JsonWriter& json, const Paper& paper) {
  json.begin_object();
  write_known(json, paper, kAllFields);
  json.end_object();
}

void write_results(JsonWriter& json, const std::vector<Hit>& hits, ResultFields fields) {
  json.key("results");
  json.begin_array();
  for (const Hit& hit : hits) write_result(json, hit, fields);
  json.end_array();
}

void write_index(JsonWriter& json, const IndexInfo& index) {
  json.key("index");
  json.begin_object();
  json.member("generation", index.generation);
  if (index.data_through) json.member("data_through", index.data_through->to_string());
  json.member("documents", index.documents);
  json.end_object();
}

void write_facets(JsonWriter& json, const Facets& facets) {
  json.key("facets");
  json.begin_object();
  write_counts(json, "year", facets.year);
  write_counts(json, "category", facets.category);
  write_counts(json, "source", facets.source);
  json.member("exact", facets.exact);
  json.end_object();
}

void write_search(JsonWriter& json, const SearchRequest& request, const SearchResponse& response, double took_ms,
                  const std::string& next, ResultFields fields) {
  json.begin_object();
  write_query(json, request, response);
  json.member("total", response.total);
  json.member("total_exact", response.total_exact);
  if (response.partial) json.member("partial", true);
  json.member("offset", request.offset);
  json.member("limit", request.limit);
  json.member_if("next", next);
  json.member("took_ms", took_ms);
  write_index(json, response.index);
  write_results(json, response.hits, fields);
  if (response.facets) write_facets(json, *response.facets);
  if (!response.warnings.empty()) write_list(json, "warnings", response.warnings);
  if (!response.blame.empty()) write_blame(json, response.blame);
  json.end_object();
}

}  // namespace paperdex
