#include "indexer/sources/openalex.h"

#include <algorithm>
#include <array>
#include <charconv>
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

constexpr char kIndex[] = "abstract_inverted_index";

std::int64_t place_of(const JsonValue& value) {
  std::int64_t place = -1;
  if (value.IsString()) {  // numbers come as such
    const std::string_view text = as_view(value);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place);
    if (error != std::errc() || end != text.data() + text.size()) place = -1;
  }
  if (place < 0) throw Rejection(kIndex, "holds a place that is no whole number");
  if (place >= kMaxAbstractWords) {
    throw Rejection(kIndex, "holds a place past " + std::to_string(kMaxAbstractWords - 1));
  }
  return place;
}

// {"slots": [0, 2], "and": [1]} -> "slots and slots". A word may be long and have many places, so sizes are checked
// before anything is copied.
std::string abstract_of(const JsonValue& work) {
  const JsonValue* index = json_object(work, kIndex);
  if (index == nullptr) return {};
  std::vector<std::pair<std::int64_t, std::string_view>> words;
  std::size_t bytes = 0;
  for (const auto& [name, places] : index->GetObject()) {
    if (!places.IsArray()) throw Rejection(kIndex, "holds a word without a list of places");
    for (const auto& place : places.GetArray()) {
      if (static_cast<std::int64_t>(words.size()) == kMaxAbstractWords) {
        throw Rejection(kIndex, "has more than " + std::to_string(kMaxAbstractWords) + " words");
      }
      words.emplace_back(place_of(place), as_view(name));
      bytes += name.GetStringLength() + 1;
      if (bytes > kMaxAbstractBytes) {
        throw Rejection(kIndex, "is longer than " + std::to_string(kMaxAbstractBytes) + " bytes");
      }
    }
  }
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string abstract;
  abstract.reserve(bytes);
  for (const auto& [place, word] : words) abstract.append(abstract.empty() ? "" : " ").append(word);
  return abstract;
}

std::vector<std::string> authors_of(const JsonValue& work) {
  std::vector<std::string> names;
  const JsonValue* authorships = json_list(work, "authorships");
  if (authorships == nullptr) return names;
  for (const auto& authorship : authorships->GetArray()) {
    if (!authorship.IsObject()) throw Rejection("authorships", "holds something that is not an object");
    const JsonValue* author = json_object(authorship, "author");
    std::string name = author == nullptr ? std::string() : json_string(*author, "display_name");
    if (name.empty()) name = json_string(authorship, "raw_author_name");
    names.push_back(std::move(name));
  }
  return names;
}

std::optional<Date> published_of(const JsonValue& work) {
  for (const char* name : {"publication_date", "publication_year"}) {
    const std::string text = json_string(work, name);
    if (text.empty()) continue;
    const std::optional<Date> date = Date::parse(text);
    if (!date)
      throw Rejection(name, "is no date of " + std::to_string(kFirstYear) + " to " + std::to_string(kLastYear));
    return date;
  }
  return std::nullopt;
}

// "2026-03-05T10:20:30.123456": an instant without the offset that RFC 3339 wants. It is UTC.
std::optional<Date> revised_of(const JsonValue& work) {
  const std::string text = json_string(work, "updated_date");
  if (text.empty()) return std::nullopt;
  std::optional<Date> date = Date::parse(text);
  if (!date) date = Date::parse(text + 'Z');
  if (!date) throw Rejection("updated_date", "is no date");
  return date;
}

bool flag_member(const JsonValue& object, const char* name) {
  const JsonValue* value = json_member(object, name);
  if (value == nullptr) return false;
  if (!value->IsBool()) throw Rejection(name, "is neither true nor false");
  return value->GetBool();
}

void check_type(const JsonValue& work) {
  constexpr std::array<std::string_view, 10> kNoPapers = {
      "dataset", "software",   "paratext", "peer-review", "reference-entry",
      "erratum", "retraction", "grant",    "libguides",   "supplementary-materials"};
  const std::string type = json_string(work, "type");
  if (std::find(kNoPapers.begin(), kNoPapers.end(), type) != kNoPapers.end()) {
    throw Rejection("type", "is " + type + ", which is no paper");
  }
}

std::string digits_at_end(const std::string& text) {
  const std::size_t end = text.find_last_not_of("0123456789");
  return end == std::string::npos ? text : text.substr(end + 1);
}

// "https://www.ncbi.nlm.nih.gov/pmc/articles/123" lacks the letters of a PMC id, so ids are made from their numbers.
void read_ids(const JsonValue& work, Paper& paper) {
  paper.doi = json_string(work, "doi");
  const JsonValue* ids = json_object(work, "ids");
  if (ids == nullptr) return;
  if (paper.doi.empty()) paper.doi = json_string(*ids, "doi");
  constexpr std::array<std::pair<const char*, const char*>, 3> kSchemes = {
      {{"pmid", "pmid:"}, {"pmcid", "PMC"}, {"mag", "mag:"}}};
  for (const auto& [name, prefix] : kSchemes) {
    std::string text = json_string(*ids, name);
    if (text.empty()) continue;
    while (text.ends_with('/')) text.pop_back();
    const std::string number = digits_at_end(text);
    if (number.empty()) throw Rejection(std::string("ids.") + name, "ends with no number");
    paper.ids.push_back(prefix + number);
  }
}

void read_locations(const JsonValue& work, Paper& paper) {
  if (const JsonValue* primary = json_object(work, "primary_location")) {
    paper.url = json_string(*primary, "landing_page_url");
    const JsonValue* source = json_object(*primary, "source");
    if (source != nullptr) paper.venue = json_string(*source, "display_name");
  }
  if (!is_web_address(paper.url)) paper.url = "https://openalex.org/" + paper.id.substr(paper.id.find(':') + 1);
  const JsonValue* locations = json_list(work, "locations");
  if (locations == nullptr) return;
  std::vector<std::string> addresses;
  for (const auto& location : locations->GetArray()) {
    if (!location.IsObject()) throw Rejection("locations", "holds something that is not an object");
    for (const char* name : {"landing_page_url", "pdf_url"}) addresses.push_back(json_string(location, name));
  }
  std::string arxiv = arxiv_id_of(addresses);
  if (!arxiv.empty()) paper.ids.push_back(std::move(arxiv));
}

std::string id_of(const JsonValue& work) {
  PaperId id = read_paper_id(json_string(work, "id"));
  if (id.scheme != IdScheme::kOpenAlex) throw Rejection("id", "is no OpenAlex id of a work");
  return std::move(id.text);
}

class OpenAlexApi final : public JsonApi {
 public:
  explicit OpenAlexApi(const SourceConfig& config)
      : base_(base_address(config.base_url, "https://api.openalex.org")),
        query_(config.query),
        key_(url_encoded(config.api_key)) {}

  std::string source() const override { return "openalex"; }
  std::size_t max_pages() const override { return kMaxOpenAlexPages; }
  std::string first_cursor() const override { return "*"; }

  std::string address(Day day, const std::string& cursor) const override {
    const bool is_filter = query_.find(':') != std::string::npos;
    const std::string date = Date::from_day(day).to_string();
    std::string filter = "from_publication_date:" + date + ",to_publication_date:" + date;
    if (is_filter) filter = query_ + ',' + filter;
    std::string address = base_ + "/works?filter=" + url_encoded(filter);
    if (!is_filter && !query_.empty()) address += "&search=" + url_encoded(query_);
    address +=
        "&select=id,doi,ids,title,display_name,publication_date,publication_year,updated_date,type,is_retracted,"
        "authorships,abstract_inverted_index,primary_location,locations";
    address += "&per_page=" + std::to_string(kOpenAlexPageSize) + "&cursor=" + url_encoded(cursor);
    if (!key_.empty()) address += "&api_key=" + key_;
    return address;
  }

  void read_page(const FetchResponse& /*response*/, const std::string& /*cursor*/, JsonPage& page) const override {
    try {
      const JsonValue* meta = json_object(page.document, "meta");
      if (meta == nullptr) throw Rejection("meta", "is missing");
      const std::int64_t count = json_integer(*meta, "count").value_or(-1);
      if (count < 0) throw Rejection("meta.count", "is no number of works");
      page.announced = static_cast<std::uint64_t>(count);
      page.next = json_string(*meta, "next_cursor");
      page.records = take_member(page.document, "results");
      if (!page.records.IsArray()) throw Rejection("results", "is no list");
    } catch (const Rejection& rejection) {
      throw FetchError("openalex: the answer is no list of works: " + rejection.field() + ' ' + rejection.reason());
    }
  }

  std::string key(const JsonValue& record) const override { return canonical_id(json_string(record, "id")); }
  Paper read(const JsonValue& record, Day /*day*/) const override { return paper_from_openalex(record); }

  std::string advice(long status) const override {
    constexpr long kUnauthorized = 401;
    constexpr long kForbidden = 403;
    if (status != kUnauthorized && status != kForbidden) return {};
    return key_.empty() ? "; it wants an api_key" : "; is the api_key right?";
  }
  std::string secret() const override { return key_; }

 private:
  std::string base_;
  std::string query_;
  std::string key_;
};

}  // namespace

Paper paper_from_openalex(std::string_view record) { return paper_from_openalex(parse_json(record)); }

Paper paper_from_openalex(const JsonValue& work) {
  if (!work.IsObject()) throw Rejection("", "is not a JSON object");
  Paper paper;
  paper.id = id_of(work);
  check_type(work);
  paper.title = json_string(work, "title");
  if (paper.title.empty()) paper.title = json_string(work, "display_name");
  paper.abstract = abstract_of(work);
  paper.authors = authors_of(work);
  paper.published = published_of(work);
  paper.source = "openalex";
  paper.withdrawn = flag_member(work, "is_retracted");
  paper.revised = revised_of(work);
  read_ids(work, paper);
  read_locations(work, paper);
  validate(paper);
  return paper;
}

std::unique_ptr<PaperSource> openalex_source(Fetcher& fetcher, HarvestTask task) {
  return json_source(fetcher, std::move(task.days), std::make_unique<OpenAlexApi>(task.config));
}

}  // namespace paperdex
