#include "indexer/sources/hf_daily.h"

#include <string>

#include "data/json.h"
#include "data/paper_id.h"
#include "data/paper_json.h"

namespace paperdex {
namespace {

std::vector<std::string> authors_of(const rapidjson::Value& object) {
  std::vector<std::string> names;
  const rapidjson::Value* authors = json_member(object, "authors");
  if (authors == nullptr) return names;
  if (!authors->IsArray()) throw Rejection("authors", "is not a list");
  for (const auto& author : authors->GetArray()) {
    const rapidjson::Value* hidden = json_member(author, "hidden");
    if (hidden == nullptr || !hidden->IsTrue()) names.push_back(json_string(author, "name"));
  }
  return names;
}

std::optional<Date> published_of(const rapidjson::Value& object) {
  const std::string text = json_string(object, "publishedAt");
  const std::optional<Date> date = Date::parse(text);
  if (!date && !text.empty()) throw Rejection("publishedAt", "is no RFC 3339 date");
  return date;
}

std::string web_address(const std::string& text) {
  return text.starts_with("https://") || text.starts_with("http://") ? text : std::string();
}

}  // namespace

Paper paper_from_hf_daily(std::string_view record) {
  const rapidjson::Document item = parse_json(record);
  if (!item.IsObject()) throw Rejection("", "is not a JSON object");
  const rapidjson::Value* inner = json_member(item, "paper");
  const rapidjson::Value& object = inner != nullptr ? *inner : item;
  if (!object.IsObject()) throw Rejection("paper", "is not an object");
  Paper paper;
  paper.id = json_string(object, "id");
  paper.title = json_string(object, "title");
  paper.abstract = json_string(object, "summary");
  paper.authors = authors_of(object);
  paper.published = published_of(object);
  paper.url = (month_of_arxiv_id(paper.id) ? "https://arxiv.org/abs/" : "https://huggingface.co/papers/") + paper.id;
  paper.source = "hf-daily";
  paper.upvotes = json_integer(object, "upvotes");
  paper.repository = web_address(json_string(object, "githubRepo"));
  paper.project_page = web_address(json_string(object, "projectPage"));
  validate(paper);
  return paper;
}

}  // namespace paperdex
