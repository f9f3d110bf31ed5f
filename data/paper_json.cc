#include "data/paper_json.h"

#include <algorithm>

#include "data/json.h"
#include "data/paper_id.h"
#include "data/text/plain.h"
#include "data/text/unicode.h"

namespace paperdex {
namespace {

constexpr char kEntry[] = "entry";
constexpr char kAdded[] = "added";

std::vector<std::string> string_list(const JsonValue& object, const char* name) {
  std::vector<std::string> list;
  const JsonValue* value = json_member(object, name);
  if (value == nullptr) return list;
  if (!value->IsArray()) throw Rejection(name, "is not a list");
  list.reserve(value->Size());
  for (const auto& item : value->GetArray()) {
    if (!item.IsString()) throw Rejection(name, "holds something that is not a string");
    list.emplace_back(as_view(item));
  }
  return list;
}

Date date_of(const std::string& text, const char* name) {
  const std::optional<Date> date = Date::parse(text);
  if (date) return *date;
  throw Rejection(name, "is no date of " + std::to_string(kFirstYear) + " to " + std::to_string(kLastYear) +
                            " in one of the forms YYYY, YYYY-MM, YYYY-MM-DD and RFC 3339");
}

std::optional<Date> date_member(const JsonValue& object, const char* name) {
  const std::string text = json_string(object, name);
  if (text.empty()) return std::nullopt;
  return date_of(text, name);
}

std::vector<Date> date_list(const JsonValue& object, const char* name) {
  std::vector<Date> dates;
  for (const std::string& text : string_list(object, name)) dates.push_back(date_of(text, name));
  return dates;
}

bool flag_member(const JsonValue& object, const char* name) {
  const JsonValue* value = json_member(object, name);
  if (value == nullptr) return false;
  if (!value->IsBool()) throw Rejection(name, "is neither true nor false");
  return value->GetBool();
}

void clean(std::string& text, const char* field, std::size_t max_bytes) {
  if (!is_valid_utf8(text)) throw Rejection(field, "is not valid UTF-8");
  fold_white_space(text);
  if (text.size() > max_bytes) throw Rejection(field, "is longer than " + std::to_string(max_bytes) + " bytes");
}

// Makes markup text. White space that goes may join what then is markup, so both are done until nothing changes; a text
// that never settles keeps its markup, which makes validate() idempotent.
void clean_prose(std::string& text, const char* field, std::size_t max_bytes) {
  constexpr int kMaxRounds = 8;
  if (!is_valid_utf8(text)) throw Rejection(field, "is not valid UTF-8");
  fold_white_space(text);
  std::string settled = text;
  for (int round = 0; round < kMaxRounds; ++round) {
    std::string plain = plain_text(settled);
    fold_white_space(plain);
    if (plain == settled) {
      text = std::move(settled);
      break;
    }
    settled = std::move(plain);
  }
  clean(text, field, max_bytes);
}

void clean_list(std::vector<std::string>& list, const char* field, std::size_t max_items) {
  std::erase(list, "");
  if (list.size() > max_items) throw Rejection(field, "has more than " + std::to_string(max_items) + " entries");
}

void clean_dates(std::vector<Date>& dates) {
  if (dates.size() > kMaxVersions) {
    throw Rejection("versions", "has more than " + std::to_string(kMaxVersions) + " entries");
  }
  std::sort(dates.begin(), dates.end());
}

// One field may hold several DOIs, or arXiv's own for a preprint: the first of a publication is its DOI, and what is
// none is left out.
void clean_ids(Paper& paper) {
  paper.id = canonical_id(paper.id);
  const std::string field = std::exchange(paper.doi, {});
  for (const PaperId& id : read_dois(field)) {
    if (id.scheme == IdScheme::kDoi && paper.doi.empty()) {
      paper.doi = id.text;
    } else {
      paper.ids.push_back(id.text);
    }
  }
  for (std::string& id : paper.ids) {
    id = canonical_id(id);
    if (!is_valid_utf8(id)) throw Rejection("ids", "holds one that is not valid UTF-8");
    if (id.size() > kMaxIdBytes) {
      throw Rejection("ids", "holds one that is longer than " + std::to_string(kMaxIdBytes) + " bytes");
    }
    if (has_space_or_control(id)) throw Rejection("ids", "holds one with white space or control characters in it");
  }
  if (paper.doi.size() > kMaxIdBytes) {
    throw Rejection("doi", "is longer than " + std::to_string(kMaxIdBytes) + " bytes");
  }
  std::sort(paper.ids.begin(), paper.ids.end());
  paper.ids.erase(std::unique(paper.ids.begin(), paper.ids.end()), paper.ids.end());
  std::erase_if(paper.ids, [&](const std::string& id) { return id.empty() || id == paper.id || id == paper.doi; });
  if (paper.ids.size() > kMaxIds) throw Rejection("ids", "has more than " + std::to_string(kMaxIds) + " entries");
}

// Addresses become links on the page, so nothing but the web is let in.
void check_url(const std::string& url, const char* field) {
  if (url.empty() || url.starts_with("https://") || url.starts_with("http://")) return;
  throw Rejection(field, "is not an http or https address");
}

// Of its JSON, but for escapes and the names of fields.
std::size_t bytes_of(const Paper& paper) {
  std::size_t bytes = paper.title.size() + paper.abstract.size() + paper.venue.size() + paper.comment.size() +
                      paper.journal_ref.size() + paper.report_no.size() + paper.url.size();
  for (const std::vector<std::string>* list : {&paper.authors, &paper.categories, &paper.ids}) {
    for (const std::string& text : *list) bytes += text.size();
  }
  return bytes;
}

std::string& append_key(std::string& out, const char* name) {
  out += ",\"";
  out += name;
  out += "\":";
  return out;
}

void append_field(std::string& out, const char* name, std::string_view value) {
  if (!value.empty()) append_json_string(append_key(out, name), value);
}

std::vector<std::string> texts_of(const std::vector<Date>& dates) {
  std::vector<std::string> texts;
  texts.reserve(dates.size());
  for (const Date& date : dates) texts.push_back(date.to_string());
  return texts;
}

void append_list(std::string& out, const char* name, const std::vector<std::string>& list) {
  if (list.empty()) return;
  append_key(out, name);
  char separator = '[';
  for (const std::string& item : list) {
    out += separator;
    append_json_string(out, item);
    separator = ',';
  }
  out += ']';
}

void append_number(std::string& out, const char* name, const std::optional<std::int64_t>& number) {
  if (number) append_key(out, name) += std::to_string(*number);
}

void append_date(std::string& out, const char* name, const std::optional<Date>& date) {
  if (date) append_field(out, name, date->to_string());
}

void append_links(std::string& out, const Paper& paper) {
  if (paper.repository.empty() && paper.project_page.empty()) return;
  std::string links;
  append_field(links, "repository", paper.repository);
  append_field(links, "project_page", paper.project_page);
  links[0] = '{';
  append_key(out, "links") += links + '}';
}

void append_provenance(std::string& out, const Paper& paper) {
  if (paper.provenance.empty()) return;
  std::string fields;
  for (const auto& [field, source] : paper.provenance) append_field(fields, field.c_str(), source);
  fields[0] = '{';
  append_key(out, "provenance") += fields + '}';
}

Paper paper_of(const JsonValue& object) {
  if (!object.IsObject()) throw Rejection("", "is not a JSON object");
  Paper paper;
  paper.id = json_string(object, "id");
  paper.title = json_string(object, "title");
  paper.abstract = json_string(object, "abstract");
  paper.authors = string_list(object, "authors");
  paper.categories = string_list(object, "categories");
  paper.published = date_member(object, "published");
  paper.updated = date_member(object, "updated");
  paper.versions = date_list(object, "versions");
  paper.venue = json_string(object, "venue");
  paper.doi = json_string(object, "doi");
  paper.ids = string_list(object, "ids");
  paper.url = json_string(object, "url");
  paper.source = json_string(object, "source");
  paper.comment = json_string(object, "comment");
  paper.journal_ref = json_string(object, "journal_ref");
  paper.report_no = json_string(object, "report_no");
  paper.upvotes = json_integer(object, "upvotes");
  paper.comments = json_integer(object, "comments");
  paper.shown = date_member(object, "shown");
  paper.withdrawn = flag_member(object, "withdrawn");
  paper.revised = date_member(object, "revised");
  if (const JsonValue* links = json_member(object, "links")) {
    if (!links->IsObject()) throw Rejection("links", "is not an object");
    paper.repository = json_string(*links, "repository");
    paper.project_page = json_string(*links, "project_page");
  }
  return paper;
}

}  // namespace

Paper paper_from_own_json(std::string line) {
  const JsonDocument object = parse_own_json(line);
  Paper paper = paper_of(object);
  paper.sources = string_list(object, "sources");
  paper.urls = string_list(object, "urls");
  paper.linked = string_list(object, "linked");
  paper.entry = json_string(object, kEntry);
  if (const auto added = json_integer(object, kAdded)) paper.added = static_cast<std::uint64_t>(*added);
  if (const JsonValue* provenance = json_member(object, "provenance")) {
    if (!provenance->IsObject()) throw Rejection("provenance", "is not an object");
    for (const auto& field : provenance->GetObject()) {
      if (!field.value.IsString()) throw Rejection("provenance", "holds something that is not a string");
      paper.provenance.emplace_back(as_view(field.name), as_view(field.value));
    }
  }
  return paper;
}

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
  append_date(out, "published", paper.published);
  append_date(out, "updated", paper.updated);
  append_list(out, "versions", texts_of(paper.versions));
  append_field(out, "venue", paper.venue);
  append_field(out, "doi", paper.doi);
  append_list(out, "ids", paper.ids);
  append_field(out, "url", paper.url);
  append_field(out, "source", paper.source);
  append_field(out, "comment", paper.comment);
  append_field(out, "journal_ref", paper.journal_ref);
  append_field(out, "report_no", paper.report_no);
  append_number(out, "upvotes", paper.upvotes);
  append_number(out, "comments", paper.comments);
  append_date(out, "shown", paper.shown);
  append_links(out, paper);
  if (paper.withdrawn) append_key(out, "withdrawn") += "true";
  append_date(out, "revised", paper.revised);
  append_list(out, "sources", paper.sources);
  append_list(out, "urls", paper.urls);
  append_provenance(out, paper);
  append_list(out, "linked", paper.linked);
  append_field(out, kEntry, paper.entry);
  if (paper.added) append_key(out, kAdded) += std::to_string(*paper.added);
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
  clean_prose(paper.title, "title", kMaxTitleBytes);
  if (paper.title.empty()) throw Rejection("title", "is missing");
  clean_prose(paper.abstract, "abstract", kMaxAbstractBytes);
  for (std::string& author : paper.authors) clean_prose(author, "authors", kMaxFieldBytes);
  clean_list(paper.authors, "authors", kMaxAuthors);
  for (std::string& category : paper.categories) clean(category, "categories", kMaxFieldBytes);
  clean_list(paper.categories, "categories", kMaxCategories);
  clean_prose(paper.venue, "venue", kMaxFieldBytes);
  clean(paper.doi, "doi", kMaxFieldBytes);
  clean_ids(paper);
  clean_dates(paper.versions);
  clean(paper.url, "url", kMaxFieldBytes);
  clean(paper.source, "source", kMaxFieldBytes);
  clean_prose(paper.comment, "comment", kMaxFieldBytes);
  clean_prose(paper.journal_ref, "journal_ref", kMaxFieldBytes);
  clean_prose(paper.report_no, "report_no", kMaxFieldBytes);
  clean(paper.repository, "links.repository", kMaxFieldBytes);
  clean(paper.project_page, "links.project_page", kMaxFieldBytes);
  if (bytes_of(paper) > kMaxLineBytes) {
    throw Rejection("", "is longer than " + std::to_string(kMaxLineBytes) + " bytes");
  }
  check_url(paper.url, "url");
  check_url(paper.repository, "links.repository");
  check_url(paper.project_page, "links.project_page");
}

}  // namespace paperdex
