#include "indexer/sources/hf_daily.h"

#include <string>

#include "data/json.h"
#include "data/paper_id.h"
#include "data/paper_json.h"
#include "indexer/sources/json_api.h"
#include "indexer/web_address.h"

namespace paperdex {
namespace {

std::vector<std::string> authors_of(const JsonValue& object) {
  std::vector<std::string> names;
  const JsonValue* authors = json_list(object, "authors");
  if (authors == nullptr) return names;
  for (const auto& author : authors->GetArray()) {
    if (!author.IsObject()) throw Rejection("authors", "holds something that is not an object");
    const JsonValue* hidden = json_member(author, "hidden");
    if (hidden == nullptr || !hidden->IsTrue()) names.push_back(json_string(author, "name"));
  }
  return names;
}

std::optional<Date> date_member(const JsonValue& object, const char* name) {
  const std::string text = json_string(object, name);
  const std::optional<Date> date = Date::parse(text);
  if (!date && !text.empty()) throw Rejection(name, "is no RFC 3339 date");
  return date;
}

std::string link_member(const JsonValue& object, const char* name) {
  std::string text = json_string(object, name);
  return is_web_address(text) ? text : std::string();
}

std::string page_of(const std::string& id) {
  const PaperId known = read_paper_id(id);
  return known.scheme == IdScheme::kArxiv ? "https://arxiv.org/abs/" + known.text
                                          : "https://huggingface.co/papers/" + id;
}

}  // namespace

Paper paper_from_hf_daily(std::string_view record) { return paper_from_hf_daily(parse_json(record)); }

Paper paper_from_hf_daily(const JsonValue& item) {
  if (!item.IsObject()) throw Rejection("", "is not a JSON object");
  const JsonValue* inner = json_object(item, "paper");
  const JsonValue& object = inner != nullptr ? *inner : item;
  Paper paper;
  paper.id = json_string(object, "id");
  paper.title = json_string(object, "title");
  paper.abstract = json_string(object, "summary");
  paper.authors = authors_of(object);
  paper.published = date_member(object, "publishedAt");
  if (const auto shown = date_member(object, "submittedOnDailyAt")) paper.shown = Date::from_day(shown->first_day());
  paper.url = page_of(paper.id);
  paper.source = "hf-daily";
  paper.upvotes = json_integer(object, "upvotes");
  paper.comments = json_integer(item, "numComments");
  paper.repository = link_member(object, "githubRepo");
  paper.project_page = link_member(object, "projectPage");
  paper.withdrawn = !json_string(object, "withdrawnAt").empty();
  validate(paper);
  return paper;
}

}  // namespace paperdex
