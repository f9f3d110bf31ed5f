#include "server/api/semantic_scholar_params.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/json.h"
#include "server/http_error.h"

namespace paperdex {
namespace {

struct Range {
  std::optional<Date> from;
  std::optional<Date> until;
};

HttpError bad_range(const std::string& param, const char* examples) {
  return {400, "bad_date", "The parameter " + param + " must be " + examples + ".", param};
}

// "A<between>B" with either end missing, or "A" alone. `read` gives nothing for what is no date.
template <typename Read>
Range read_range(const std::string& text, char between, Read read, const std::string& param, const char* examples) {
  const std::size_t at = text.find(between);
  const std::string from = text.substr(0, at);
  const std::string until = at == std::string::npos ? from : text.substr(at + 1);
  const Range range{read(from), read(until)};
  const bool whole = (range.from || from.empty()) && (range.until || until.empty()) && (range.from || range.until);
  if (!whole || (range.from && range.until && range.until->last_day() < range.from->first_day())) {
    throw bad_range(param, examples);
  }
  return range;
}

std::optional<Date> read_year(const std::string& text) { return text.size() == 4 ? Date::parse(text) : std::nullopt; }

std::optional<Date> read_date(const std::string& text) {
  const std::optional<Date> date = Date::parse(text);
  return date && date->precision() == Date::Precision::kSecond ? std::nullopt : date;
}

void narrow(SearchRequest& request, const Range& range) {
  if (range.from && (!request.from || request.from->first_day() < range.from->first_day())) request.from = range.from;
  if (range.until && (!request.until || range.until->last_day() < request.until->last_day())) {
    request.until = range.until;
  }
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    if (comma > at) parts.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return parts;
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.size() > prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
         });
}

// As paper_id.h reads it; nothing for a scheme that no index of ours has.
std::optional<std::string> without_scheme(const std::string& id) {
  if (starts_with(id, "corpusid:") || starts_with(id, "mag:")) return std::nullopt;
  for (const std::string_view scheme : {"arxiv:", "doi:", "url:", "acl:"}) {
    if (starts_with(id, scheme)) return id.substr(scheme.size());
  }
  if (starts_with(id, "pmid:")) return "pmid:" + id.substr(5);
  if (starts_with(id, "pmcid:")) return (id[6] == 'P' || id[6] == 'p' ? "" : "PMC") + id.substr(6);
  return id;
}

std::optional<Paper> find(Searcher& searcher, const std::string& id) {
  const std::optional<std::string> own = without_scheme(id);
  return own ? searcher.find(*own) : std::nullopt;
}

JsonDocument read_object(const std::string& body, const std::vector<std::string_view>& members) {
  JsonDocument document;
  try {
    document = parse_json(body);
  } catch (const Rejection& rejection) {
    throw HttpError(400, "bad_body", "The body is not valid JSON: it " + rejection.reason() + ".");
  }
  if (!document.IsObject()) throw HttpError(400, "bad_body", "The body must be a JSON object.");
  for (const auto& member : std::as_const(document).GetObject()) {
    const std::string_view name = as_view(member.name);
    if (std::find(members.begin(), members.end(), name) != members.end()) continue;
    throw HttpError(400, "bad_body", "The body has a member that is not known here: " + std::string(name) + ".");
  }
  return document;
}

std::vector<std::string> read_ids(const JsonDocument& document, const char* name) {
  std::vector<std::string> ids;
  const JsonValue* list = json_member(document, name);
  if (list == nullptr) return ids;
  const std::string what = std::string("The member ") + name + " must be an array of ids as strings.";
  if (!list->IsArray()) throw HttpError(400, "bad_body", what, name);
  for (const auto& id : list->GetArray()) {
    if (!id.IsString()) throw HttpError(400, "bad_body", what, name);
    ids.emplace_back(as_view(id));
  }
  return ids;
}

}  // namespace

SearchRequest read_scholar_search(const QueryString& params) {
  constexpr char kYears[] = "a year or a range of them such as 2019, 2016-2020, 2010- or -2015";
  constexpr char kDates[] = "a date or a range of them such as 2019-03-05, 2016-03-05:2020-06, 2019-03: or :2015";
  SearchRequest request;
  const std::optional<std::string> query = params.text("query");
  if (!query) throw HttpError(400, "missing_parameter", "The parameter query is missing.", "query");
  request.text = *query;
  if (const auto year = params.text("year")) narrow(request, read_range(*year, '-', read_year, "year", kYears));
  if (const auto date = params.text("publicationDateOrYear")) {
    narrow(request, read_range(*date, ':', read_date, "publicationDateOrYear", kDates));
  }
  if (const auto venues = params.text("venue")) request.venues = split(*venues);
  request.offset = params.integer("offset", 0, kMaxResults).value_or(0);
  request.limit = params.integer("limit", 1, kMaxScholarPage).value_or(kMaxScholarPage);
  request.highlights = false;
  if (request.offset + request.limit > kMaxResults) {
    throw HttpError(400, "too_many_results",
                    "Requested data for this limit and/or offset is not available: offset + limit end at " +
                        std::to_string(kMaxResults) + ".",
                    "offset");
  }
  return request;
}

void check_scholar_params(std::string_view raw, const std::vector<std::string_view>& known) {
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('&'), raw.size());
    const std::string name = percent_decode(raw.substr(0, std::min(raw.find('='), end)), "query", true);
    if (!name.empty() && std::find(known.begin(), known.end(), name) == known.end()) {
      throw HttpError(400, "unknown_parameter",
                      "The parameter " + name + " is not supported here; leave it out to search without it.", name);
    }
    raw.remove_prefix(std::min(end + 1, raw.size()));
  }
}

std::optional<Paper> find_scholar_paper(Searcher& searcher, const std::string& id) {
  std::optional<Paper> paper = find(searcher, id);
  if (paper || id.find('%') == std::string::npos) return paper;
  try {
    return find(searcher, percent_decode(id, "id", false));
  } catch (const HttpError&) {
    return std::nullopt;  // what is no percent-encoding is no id of a paper
  }
}

std::vector<std::string> read_scholar_batch(const std::string& body) {
  const JsonDocument document = read_object(body, {"ids"});
  std::vector<std::string> ids = read_ids(document, "ids");
  if (ids.empty()) throw HttpError(400, "bad_body", "No paper ids given: the body must be {\"ids\": [...]}.", "ids");
  if (ids.size() > kMaxScholarBatch) {
    throw HttpError(400, "too_many_values", "At most " + std::to_string(kMaxScholarBatch) + " ids in one request.",
                    "ids");
  }
  return ids;
}

ScholarSeeds read_scholar_seeds(const std::string& body) {
  const JsonDocument document = read_object(body, {"positivePaperIds", "negativePaperIds"});
  ScholarSeeds seeds{read_ids(document, "positivePaperIds"), read_ids(document, "negativePaperIds")};
  if (seeds.positive.empty()) {
    throw HttpError(400, "bad_body", "The member positivePaperIds must hold one id at least.", "positivePaperIds");
  }
  if (seeds.positive.size() + seeds.negative.size() > kMaxRelatedSeeds) {
    throw HttpError(400, "too_many_values",
                    "At most " + std::to_string(kMaxRelatedSeeds) + " ids, positive and negative ones together.",
                    "positivePaperIds");
  }
  return seeds;
}

}  // namespace paperdex
