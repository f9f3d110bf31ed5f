#include "data/paper_json.h"

#include <charconv>

#include "data/json.h"
#include "data/text/unicode.h"

namespace paperdex {
namespace {

std::vector<std::string> string_list(const rapidjson::Value& object, const char* name) {
  std::vector<std::string> list;
  const rapidjson::Value* value = json_member(object, name);
  if (value == nullptr) return list;
  if (!value->IsArray()) throw Rejection(name, "is not a list");
  list.reserve(value->Size());
  for (const auto& item : value->GetArray()) {
    if (!item.IsString()) throw Rejection(name, "holds something that is not a string");
    list.emplace_back(as_view(item));
  }
  return list;
}

std::optional<Date> date_member(const rapidjson::Value& object, const char* name) {
  const std::string text = json_string(object, name);
  if (text.empty()) return std::nullopt;
  const std::optional<Date> date = Date::parse(text);
  if (!date) {
    throw Rejection(name, "is no date of " + std::to_string(kFirstYear) + " to " + std::to_string(kLastYear) +
                              " in one of the forms YYYY, YYYY-MM, YYYY-MM-DD and RFC 3339");
  }
  return date;
}

bool flag_member(const rapidjson::Value& object, const char* name) {
  const rapidjson::Value* value = json_member(object, name);
  if (value == nullptr) return false;
  if (!value->IsBool()) throw Rejection(name, "is neither true nor false");
  return value->GetBool();
}

void clean(std::string& text, const char* field, std::size_t max_bytes) {
  if (!is_valid_utf8(text)) throw Rejection(field, "is not valid UTF-8");
  fold_white_space(text);
  if (text.size() > max_bytes) throw Rejection(field, "is longer than " + std::to_string(max_bytes) + " bytes");
}

void clean_list(std::vector<std::string>& list, const char* field, std::size_t max_items) {
  for (std::string& text : list) clean(text, field, kMaxFieldBytes);
  std::erase(list, "");
  if (list.size() > max_items) throw Rejection(field, "has more than " + std::to_string(max_items) + " entries");
}

// Addresses become links on the page, so nothing but the web is let in.
void check_url(const std::string& url, const char* field) {
  if (url.empty() || url.starts_with("https://") || url.starts_with("http://")) return;
  throw Rejection(field, "is not an http or https address");
}

void append_field(std::string& out, const char* name, std::string_view value) {
  if (value.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  append_json_string(out, value);
}

void append_list(std::string& out, const char* name, const std::vector<std::string>& list) {
  if (list.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  char separator = '[';
  for (const std::string& item : list) {
    out += separator;
    append_json_string(out, item);
    separator = ',';
  }
  out += ']';
}

void append_links(std::string& out, const Paper& paper) {
  if (paper.repository.empty() && paper.project_page.empty()) return;
  std::string links;
  append_field(links, "repository", paper.repository);
  append_field(links, "project_page", paper.project_page);
  links[0] = '{';
  out += ",\"links\":" + links + '}';
}

}  // namespace

namespace {

Paper paper_of(const rapidjson::Value& object) {
  if (!object.IsObject()) throw Rejection("", "is not a JSON object");
  Paper paper;
  paper.id = json_string(object, "id");
  paper.title = json_string(object, "title");
  paper.abstract = json_string(object, "abstract");
  paper.authors = string_list(object, "authors");
  paper.categories = string_list(object, "categories");
  paper.published = date_member(object, "published");
  paper.updated = date_member(object, "updated");
  paper.venue = json_string(object, "venue");
  paper.doi = json_string(object, "doi");
  paper.url = json_string(object, "url");
  paper.source = json_string(object, "source");
  paper.comment = json_string(object, "comment");
  paper.journal_ref = json_string(object, "journal_ref");
  paper.upvotes = json_integer(object, "upvotes");
  paper.withdrawn = flag_member(object, "withdrawn");
  if (const rapidjson::Value* links = json_member(object, "links")) {
    if (!links->IsObject()) throw Rejection("links", "is not an object");
    paper.repository = json_string(*links, "repository");
    paper.project_page = json_string(*links, "project_page");
  }
  return paper;
}

}  // namespace

Paper stored_paper(std::string line) { return paper_of(parse_own_json(line)); }

Paper paper_from_json(std::string_view line) {
  if (line.size() > kMaxLineBytes) {
    throw Rejection("", "is longer than " + std::to_string(kMaxLineBytes) + " bytes");
  }
  Paper paper = paper_of(parse_json(line));
  validate(paper);
  return paper;
}

std::string paper_to_json(const Paper& paper) {
  std::string out;
  out.reserve(paper.title.size() + paper.abstract.size() + 512);
  out += "{\"id\":";
  append_json_string(out, paper.id);
  append_field(out, "title", paper.title);
  append_field(out, "abstract", paper.abstract);
  append_list(out, "authors", paper.authors);
  append_list(out, "categories", paper.categories);
  if (paper.published) append_field(out, "published", paper.published->to_string());
  if (paper.updated) append_field(out, "updated", paper.updated->to_string());
  append_field(out, "venue", paper.venue);
  append_field(out, "doi", paper.doi);
  append_field(out, "url", paper.url);
  append_field(out, "source", paper.source);
  append_field(out, "comment", paper.comment);
  append_field(out, "journal_ref", paper.journal_ref);
  if (paper.upvotes) out += ",\"upvotes\":" + std::to_string(*paper.upvotes);
  append_links(out, paper);
  if (paper.withdrawn) out += ",\"withdrawn\":true";
  out += '}';
  return out;
}

void validate(Paper& paper) {
  if (paper.id.empty()) throw Rejection("id", "is missing");
  if (!is_valid_utf8(paper.id)) throw Rejection("id", "is not valid UTF-8");
  if (paper.id.size() > kMaxIdBytes) {
    throw Rejection("id", "is longer than " + std::to_string(kMaxIdBytes) + " bytes");
  }
  if (has_space_or_control(paper.id)) throw Rejection("id", "has white space or control characters in it");
  clean(paper.title, "title", kMaxTitleBytes);
  if (paper.title.empty()) throw Rejection("title", "is missing");
  clean(paper.abstract, "abstract", kMaxAbstractBytes);
  clean_list(paper.authors, "authors", kMaxAuthors);
  clean_list(paper.categories, "categories", kMaxCategories);
  clean(paper.venue, "venue", kMaxFieldBytes);
  clean(paper.doi, "doi", kMaxFieldBytes);
  clean(paper.url, "url", kMaxFieldBytes);
  clean(paper.source, "source", kMaxFieldBytes);
  clean(paper.comment, "comment", kMaxFieldBytes);
  clean(paper.journal_ref, "journal_ref", kMaxFieldBytes);
  clean(paper.repository, "links.repository", kMaxFieldBytes);
  clean(paper.project_page, "links.project_page", kMaxFieldBytes);
  check_url(paper.url, "url");
  check_url(paper.repository, "links.repository");
  check_url(paper.project_page, "links.project_page");
}

}  // namespace paperdex
