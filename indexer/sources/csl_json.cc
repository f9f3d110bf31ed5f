#include "indexer/sources/csl_json.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "data/json.h"
#include "data/paper_json.h"
#include "indexer/sources/loose_date.h"
#include "indexer/sources/record_id.h"

namespace paperdex {
namespace {

// A text, or the first of a list that is not empty.
std::string text_of(const JsonValue& item, const char* name) {
  const JsonValue* value = json_member(item, name);
  if (value == nullptr || !value->IsArray()) return json_string(item, name);
  for (const auto& element : value->GetArray()) {
    if (!element.IsString()) throw Rejection(name, "holds something that is not a string");
    if (element.GetStringLength() > 0) return std::string(as_view(element));
  }
  return {};
}

std::string title_of(const JsonValue& item) {
  std::string title = text_of(item, "title");
  const std::string subtitle = text_of(item, "subtitle");
  if (!title.empty() && !subtitle.empty() && title.find(subtitle) == std::string::npos) title += ": " + subtitle;
  return title;
}

std::string name_of(const JsonValue& author) {
  if (author.IsString()) return std::string(as_view(author));
  if (!author.IsObject()) throw Rejection("author", "holds something that is no name");
  std::string name;
  for (const char* part : {"given", "dropping-particle", "non-dropping-particle", "family", "suffix"}) {
    const std::string text = json_string(author, part);
    if (!text.empty()) name.append(name.empty() ? "" : " ").append(text);
  }
  if (name.empty()) name = json_string(author, "literal");
  if (name.empty()) name = json_string(author, "name");
  return name;
}

std::vector<std::string> authors_of(const JsonValue& item) {
  std::vector<std::string> authors;
  const JsonValue* list = json_member(item, "author");
  if (list == nullptr) return authors;
  if (!list->IsArray()) throw Rejection("author", "is not a list");
  for (const auto& author : list->GetArray()) authors.push_back(name_of(author));
  return authors;
}

int number_of(const JsonValue& value) {
  if (!value.IsString()) return 0;
  int number = 0;
  const std::string_view text = as_view(value);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// {"date-parts": [[2020, 6, 26]]}, of a range the first; {"raw": "June 2020"}, {"literal": "2020/6"}
std::optional<Date> date_of(const JsonValue& item, const char* name) {
  const JsonValue* value = json_member(item, name);
  if (value == nullptr) return std::nullopt;
  if (value->IsString()) return loose_date(as_view(*value));
  const JsonValue* parts = json_member(*value, "date-parts");
  if (parts != nullptr && parts->IsArray() && !parts->Empty() && (*parts)[0].IsArray()) {
    const JsonValue& first = (*parts)[0];
    const auto part = [&](rapidjson::SizeType i) { return i < first.Size() ? number_of(first[i]) : 0; };
    if (const auto date = date_of_parts(part(0), part(1), part(2))) return date;
  }
  for (const char* form : {"raw", "literal"}) {
    const JsonValue* text = json_member(*value, form);
    if (text == nullptr || !text->IsString()) continue;
    if (const auto date = loose_date(as_view(*text))) return date;
  }
  return std::nullopt;
}

std::optional<Date> published_of(const JsonValue& item) {
  for (const char* name : {"issued", "published", "published-print", "published-online"}) {
    if (const auto date = date_of(item, name)) return date;
  }
  return std::nullopt;
}

bool is_arxiv(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return text == "arxiv" || text == "arxiv.org";
}

// "arXiv:2006.15055", or the bare number when the archive is arXiv: a report may have such a number too.
std::string archive_id(const JsonValue& item, const char* name) {
  std::string number = text_of(item, name);
  const bool has_scheme = number.find_first_of(":/") != std::string::npos;
  if (number.empty() || has_scheme) return number;
  const bool in_arxiv = is_arxiv(text_of(item, "archive")) || is_arxiv(text_of(item, "publisher"));
  return in_arxiv ? "arXiv:" + number : std::string();
}

std::vector<std::string> ids_of(const JsonValue& item) {
  std::vector<std::string> ids = {archive_id(item, "number"), archive_id(item, "archive_location")};
  if (const std::string pmid = text_of(item, "PMID"); !pmid.empty()) {
    ids.push_back(pmid.find(':') == std::string::npos ? "pmid:" + pmid : pmid);
  }
  ids.push_back(text_of(item, "PMCID"));
  ids.push_back(text_of(item, "URL"));
  ids.push_back(text_of(item, "id"));
  return ids;
}

}  // namespace

Paper paper_from_csl(std::string_view record) {
  const JsonDocument item = parse_json(record);
  if (!item.IsObject()) throw Rejection("", "is not a JSON object");
  Paper paper;
  paper.title = title_of(item);
  paper.abstract = text_of(item, "abstract");
  paper.authors = authors_of(item);
  paper.published = published_of(item);
  paper.venue = text_of(item, "container-title");
  paper.doi = text_of(item, "DOI");
  const std::string url = text_of(item, "URL");
  if (url.starts_with("https://") || url.starts_with("http://")) paper.url = url;
  std::string note = text_of(item, "note");
  if (note.size() <= kMaxFieldBytes) paper.comment = std::move(note);
  paper.source = "csl-json";
  set_record_id(paper, ids_of(item), "csl");
  validate(paper);
  paper.entry = text_of(item, "id");
  if (paper.entry.empty()) paper.entry = paper.id;
  return paper;
}

}  // namespace paperdex
