#include "indexer/sources/arxiv_snapshot.h"

#include <string>
#include <utility>
#include <vector>

#include "data/json.h"
#include "indexer/sources/arxiv_fields.h"
#include "indexer/sources/rfc1123.h"

namespace paperdex {
namespace {

// [last, first, suffix, affiliations...]
std::string name_of_parts(const JsonValue& parts) {
  if (!parts.IsArray()) throw Rejection("authors_parsed", "holds something that is not a list");
  std::string name;
  for (const rapidjson::SizeType part : {1, 0, 2}) {
    if (part >= parts.Size()) continue;
    if (!parts[part].IsString()) throw Rejection("authors_parsed", "holds a name that is not a string");
    const std::string_view text = as_view(parts[part]);
    if (!text.empty()) name.append(name.empty() ? "" : " ").append(text);
  }
  return name;
}

// The flat field where there is one, because the nightly records have no other.
std::vector<std::string> authors_of(const JsonValue& record) {
  const std::string flat = json_string(record, "authors");
  if (!flat.empty()) return split_names(flat);
  std::vector<std::string> authors;
  const JsonValue* parsed = json_member(record, "authors_parsed");
  if (parsed == nullptr) return authors;
  if (!parsed->IsArray()) throw Rejection("authors_parsed", "is not a list");
  for (const auto& parts : parsed->GetArray()) authors.push_back(name_of_parts(parts));
  return authors;
}

std::vector<Date> versions_of(const JsonValue& record) {
  std::vector<Date> dates;
  const JsonValue* versions = json_member(record, "versions");
  if (versions == nullptr) return dates;
  if (!versions->IsArray() || versions->Empty()) throw Rejection("versions", "is not a list of versions");
  for (const auto& version : versions->GetArray()) {
    const std::optional<Date> date = date_from_rfc1123(json_string(version, "created"));
    if (!date) throw Rejection("versions", "holds a version without a date such as 'Mon, 2 Apr 2007 19:18:42 GMT'");
    dates.push_back(*date);
  }
  return dates;
}

std::optional<Date> revised_of(const JsonValue& record) {
  const std::string text = json_string(record, "update_date");
  const std::optional<Date> date = Date::parse(text);
  if (!date && !text.empty()) throw Rejection("update_date", "is no date such as '2008-11-26'");
  return date;
}

}  // namespace

Paper paper_from_arxiv_snapshot(std::string_view text) {
  const JsonDocument record = parse_json(text);
  if (!record.IsObject()) throw Rejection("", "is not a JSON object");
  ArxivFields fields;
  fields.id = json_string(record, "id");
  fields.title = json_string(record, "title");
  fields.abstract = json_string(record, "abstract");
  fields.authors = authors_of(record);
  fields.categories = json_string(record, "categories");
  fields.comments = json_string(record, "comments");
  fields.journal_ref = json_string(record, "journal-ref");
  fields.report_no = json_string(record, "report-no");
  fields.doi = json_string(record, "doi");
  fields.versions = versions_of(record);
  fields.revised = revised_of(record);
  return paper_from_arxiv_fields(std::move(fields));
}

}  // namespace paperdex
