#include "indexer/sources/arxiv_snapshot.h"

#include <algorithm>
#include <array>
#include <string>

#include "data/json.h"
#include "data/paper_id.h"
#include "data/paper_json.h"
#include "indexer/sources/rfc1123.h"

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::vector<std::string> split_at_space(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t begin = text.find_first_not_of(kSpace); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, begin), text.size());
    words.emplace_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kSpace, end);
  }
  return words;
}

// [last, first, suffix, affiliations...]
std::string name_of_parts(const rapidjson::Value& parts) {
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

// "A. One, B. Two and C. Three", for the copies of the file that lack the parsed names.
std::vector<std::string> split_names(const std::string& text) {
  std::vector<std::string> names(1);
  for (const std::string& word : split_at_space(text)) {
    if (word == "and") {
      names.emplace_back();
      continue;
    }
    const bool ends_name = word.ends_with(',');
    names.back().append(names.back().empty() ? "" : " ").append(word, 0, word.size() - (ends_name ? 1 : 0));
    if (ends_name) names.emplace_back();
  }
  std::erase(names, "");
  return names;
}

std::vector<std::string> authors_of(const rapidjson::Value& record) {
  const rapidjson::Value* parsed = json_member(record, "authors_parsed");
  if (parsed == nullptr) return split_names(json_string(record, "authors"));
  if (!parsed->IsArray()) throw Rejection("authors_parsed", "is not a list");
  std::vector<std::string> authors;
  for (const auto& parts : parsed->GetArray()) authors.push_back(name_of_parts(parts));
  return authors;
}

std::optional<Date> date_of_version(const rapidjson::Value& version) {
  const std::optional<Date> date = date_from_rfc1123(json_string(version, "created"));
  if (!date) throw Rejection("versions", "holds a version without a date such as 'Mon, 2 Apr 2007 19:18:42 GMT'");
  return date;
}

void read_dates(const rapidjson::Value& record, Paper& paper) {
  const rapidjson::Value* versions = json_member(record, "versions");
  if (versions == nullptr) {
    paper.published = month_of_arxiv_id(paper.id);
    return;
  }
  if (!versions->IsArray() || versions->Empty()) throw Rejection("versions", "is not a list of versions");
  paper.published = date_of_version((*versions)[0]);
  if (versions->Size() > 1) paper.updated = date_of_version((*versions)[versions->Size() - 1]);
}

std::string first_doi(const std::string& text) {
  const std::vector<std::string> dois = split_at_space(text);
  return dois.empty() ? std::string() : dois.front().substr(0, dois.front().find_last_not_of(",;") + 1);
}

template <std::size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Lower-case letters only: "Withdrawn." -> "withdrawn".
std::string letters_of(std::string_view word) {
  std::string letters;
  for (const char c : word) {
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c + ('a' - 'A'));
    if (c >= 'a' && c <= 'z') letters += c;
  }
  return letters;
}

}  // namespace

bool says_withdrawn(std::string_view text) {
  constexpr std::array<std::string_view, 18> kBefore = {
      "this", "the",  "paper", "article", "submission", "manuscript", "preprint", "work",    "report",
      "has",  "have", "is",    "was",     "been",       "being",      "now",      "authors", "author"};
  constexpr std::array<std::string_view, 9> kAfter = {"",      "by",  "due",     "because", "as",
                                                      "since", "for", "pending", "from"};
  constexpr std::array<std::string_view, 2> kArticles = {"this", "the"};  // "the withdrawn electrons"
  constexpr std::size_t kEnough = 400;                                    // bytes that hold any such beginning
  const std::vector<std::string> words = split_at_space(text.substr(0, kEnough));
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = letters_of(words[i]);
    if (word == "withdrawn") {
      const bool ends = i + 1 == words.size() || words[i].ends_with('.') || words[i].ends_with(',');
      if (i == 0) return ends || is_one_of(kAfter, letters_of(words[1]));
      return !is_one_of(kArticles, letters_of(words[i - 1]));
    }
    if (!is_one_of(kBefore, word)) return false;
  }
  return false;
}

Paper paper_from_arxiv_snapshot(std::string_view text) {
  const rapidjson::Document record = parse_json(text);
  if (!record.IsObject()) throw Rejection("", "is not a JSON object");
  Paper paper;
  paper.id = json_string(record, "id");
  paper.title = json_string(record, "title");
  paper.abstract = json_string(record, "abstract");
  paper.authors = authors_of(record);
  paper.categories = split_at_space(json_string(record, "categories"));
  read_dates(record, paper);
  paper.doi = first_doi(json_string(record, "doi"));
  paper.url = "https://arxiv.org/abs/" + paper.id;
  paper.source = "arxiv";
  paper.comment = json_string(record, "comments");
  paper.journal_ref = json_string(record, "journal-ref");
  validate(paper);
  paper.withdrawn = says_withdrawn(paper.comment) || says_withdrawn(paper.abstract);
  return paper;
}

}  // namespace paperdex
