#include "indexer/sources/europepmc.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "data/error.h"
#include "data/json.h"
#include "data/paper_id.h"
#include "data/paper_json.h"
#include "indexer/sources/json_api.h"
#include "indexer/web_address.h"

namespace paperdex {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return text;
}

// The list `list_name` in the object `name`: {"authorList": {"author": [...]}}. Nullptr when either is not there.
const JsonValue* nested_list(const JsonValue& record, const char* name, const char* list_name) {
  const JsonValue* object = json_object(record, name);
  return object == nullptr ? nullptr : json_list(*object, list_name);
}

std::string name_of(const JsonValue& author) {
  if (!author.IsObject()) throw Rejection("authorList", "holds something that is not an object");
  const std::string first = json_string(author, "firstName");
  const std::string last = json_string(author, "lastName");
  if (!first.empty() && !last.empty()) return first + ' ' + last;
  for (const char* name : {"fullName", "collectiveName", "lastName"}) {
    std::string text = json_string(author, name);
    if (!text.empty()) return text;
  }
  return {};
}

// "Lovelace A, Hopper G."
std::vector<std::string> split_names(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(", ", at), text.size());
    names.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  if (!names.empty() && names.back().ends_with('.')) names.back().pop_back();
  return names;
}

std::vector<std::string> authors_of(const JsonValue& record) {
  const JsonValue* authors = nested_list(record, "authorList", "author");
  if (authors == nullptr) return split_names(json_string(record, "authorString"));
  std::vector<std::string> names;
  for (const auto& author : authors->GetArray()) names.push_back(name_of(author));
  return names;
}

std::string venue_of(const JsonValue& record) {
  if (const JsonValue* info = json_object(record, "journalInfo")) {
    const JsonValue* journal = json_object(*info, "journal");
    std::string title = journal == nullptr ? std::string() : json_string(*journal, "title");
    if (!title.empty()) return title;
  }
  const JsonValue* book = json_object(record, "bookOrReportDetails");
  return book == nullptr ? std::string() : json_string(*book, "publisher");
}

std::optional<Date> date_member(const JsonValue& record, const char* name) {
  const std::string text = json_string(record, name);
  if (text.empty()) return std::nullopt;
  const std::optional<Date> date = Date::parse(text);
  if (!date) throw Rejection(name, "is no date of " + std::to_string(kFirstYear) + " to " + std::to_string(kLastYear));
  return date;
}

bool is_withdrawn(const JsonValue& record) {
  constexpr std::array<std::string_view, 3> kTypes = {"retracted publication", "preprint-withdrawal",
                                                      "preprint-removal"};
  const JsonValue* types = nested_list(record, "pubTypeList", "pubType");
  if (types == nullptr) return false;
  return std::any_of(types->Begin(), types->End(), [&](const JsonValue& type) {
    if (!type.IsString()) throw Rejection("pubTypeList", "holds something that is not a string");
    const std::string name = lower_case(std::string(as_view(type)));
    return std::find(kTypes.begin(), kTypes.end(), name) != kTypes.end();
  });
}

std::string known_id(const JsonValue& record, const char* name, IdScheme scheme, const char* prefix) {
  const std::string text = json_string(record, name);
  if (text.empty()) return {};
  PaperId id = read_paper_id(prefix + text);
  if (id.scheme != scheme) throw Rejection(name, "is no such id");
  return std::move(id.text);
}

// SOURCE/ID, which is what Europe PMC itself names a record by.
std::string name_there(const JsonValue& record) {
  const std::string source = json_string(record, "source");
  const std::string id = json_string(record, "id");
  if (source.empty()) throw Rejection("source", "is missing");
  if (id.empty()) throw Rejection("id", "is missing");
  return source + '/' + id;
}

void read_ids(const JsonValue& record, Paper& paper) {
  const std::string there = name_there(record);
  paper.url = "https://europepmc.org/article/" + there;
  for (std::string& id : std::array{known_id(record, "pmid", IdScheme::kPubmed, "pmid:"),
                                    known_id(record, "pmcid", IdScheme::kPmc, "")}) {
    if (!id.empty()) paper.ids.push_back(std::move(id));
  }
  // A record of PubMed or of PubMed Central is named by the number that is its id already.
  if (paper.ids.empty() || (!there.starts_with("MED/") && !there.starts_with("PMC/"))) {
    paper.ids.push_back("epmc:" + there);
  }
  paper.id = paper.ids.front();
  paper.doi = json_string(record, "doi");
}

void read_arxiv_id(const JsonValue& record, Paper& paper) {
  const JsonValue* links = nested_list(record, "fullTextUrlList", "fullTextUrl");
  if (links == nullptr) return;
  std::vector<std::string> addresses;
  for (const auto& link : links->GetArray()) {
    if (!link.IsObject()) throw Rejection("fullTextUrlList", "holds something that is not an object");
    addresses.push_back(json_string(link, "url"));
  }
  std::string arxiv = arxiv_id_of(addresses);
  if (!arxiv.empty()) paper.ids.push_back(std::move(arxiv));
}

void check_query(const std::string& query) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < query.size() && depth >= 0; ++i) {
    if (query[i] == '\\') {
      ++i;
    } else if (query[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && query[i] == '(') {
      ++depth;
    } else if (!quoted && query[i] == ')') {
      --depth;
    }
  }
  if (depth != 0 || quoted || query.ends_with('\\')) {
    throw InputError("europepmc: brackets and quotes of the query must be paired: " + printable(query));
  }
}

class EuropePmcApi final : public JsonApi {
 public:
  explicit EuropePmcApi(const SourceConfig& config)
      : base_(base_address(config.base_url, "https://www.ebi.ac.uk/europepmc/webservices")), query_(config.query) {
    check_query(query_);
  }

  std::string source() const override { return "europepmc"; }
  std::size_t max_pages() const override { return kMaxEuropePmcPages; }
  std::string first_cursor() const override { return "*"; }

  std::string address(Day day, const std::string& cursor) const override {
    const std::string date = Date::from_day(day).to_string();
    const std::string range = ":[" + date + " TO " + date + ']';
    std::string query = "(FIRST_IDATE" + range + " OR UPDATE_DATE" + range + ')';
    if (!query_.empty()) query = '(' + query_ + ") AND " + query;
    return base_ + "/rest/search?query=" + url_encoded(query) +
           "&resultType=core&format=json&pageSize=" + std::to_string(kEuropePmcPageSize) +
           "&cursorMark=" + url_encoded(cursor);
  }

  void read_page(const FetchResponse& /*response*/, const std::string& /*cursor*/, JsonPage& page) const override {
    if (json_member(page.document, "errCode") != nullptr || json_member(page.document, "errMsg") != nullptr) {
      const JsonValue* words = json_member(page.document, "errMsg");
      const bool has_words = words != nullptr && words->IsString();
      throw FetchError("europepmc: the server reports: " + (has_words ? printable(as_view(*words)) : "an error"));
    }
    try {
      const std::int64_t count = json_integer(page.document, "hitCount").value_or(-1);
      if (count < 0) throw Rejection("hitCount", "is no number of records");
      page.announced = static_cast<std::uint64_t>(count);
      page.next = json_string(page.document, "nextCursorMark");
      JsonValue list = take_member(page.document, "resultList");
      page.records = take_member(list, "result");
      if (list.IsNull() && count == 0) page.records.SetArray();
      if (!page.records.IsArray()) throw Rejection("resultList", "holds no list of results");
    } catch (const Rejection& rejection) {
      throw FetchError("europepmc: the answer is no list of records: " + rejection.field() + ' ' + rejection.reason());
    }
  }

  std::string key(const JsonValue& record) const override { return name_there(record); }
  Paper read(const JsonValue& record, Day /*day*/) const override { return paper_from_europepmc(record); }

 private:
  std::string base_;
  std::string query_;
};

}  // namespace

Paper paper_from_europepmc(std::string_view record) { return paper_from_europepmc(parse_json(record)); }

Paper paper_from_europepmc(const JsonValue& record) {
  if (!record.IsObject()) throw Rejection("", "is not a JSON object");
  Paper paper;
  read_ids(record, paper);
  read_arxiv_id(record, paper);
  paper.title = json_string(record, "title");
  paper.abstract = json_string(record, "abstractText");
  paper.authors = authors_of(record);
  paper.published = date_member(record, "firstPublicationDate");
  if (!paper.published) paper.published = date_member(record, "pubYear");
  paper.venue = venue_of(record);
  paper.source = "europepmc";
  paper.withdrawn = is_withdrawn(record);
  paper.revised = date_member(record, "dateOfRevision");
  validate(paper);
  return paper;
}

std::unique_ptr<PaperSource> europepmc_source(Fetcher& fetcher, HarvestTask task) {
  return json_source(fetcher, std::move(task.days), std::make_unique<EuropePmcApi>(task.config));
}

}  // namespace paperdex
