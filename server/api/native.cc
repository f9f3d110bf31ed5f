#include "server/api/native.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "data/json_writer.h"
#include "query/response_json.h"
#include "server/answers.h"
#include "server/api/source_status.h"
#include "server/daily_params.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

constexpr std::size_t kExpectedResultBytes = 4096;

constexpr std::array<std::string_view, 15> kSearchParams = {"q",      "limit",    "offset", "sort",      "from",
                                                            "until",  "category", "author", "source",    "facets",
                                                            "fields", "explain",  "typing", "half_life", "venue"};

// fields=title,authors
ResultFields read_fields(const QueryString& params) {
  const std::optional<std::string> text = params.text("fields");
  if (!text) return kResultFields;
  ResultFields fields = 0;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::optional<ResultFields> field = result_field(rest.substr(0, comma));
    if (!field) {
      throw HttpError(400, "bad_field",
                      "The parameter fields takes these names, with commas between: " + result_field_names() + ".",
                      "fields", static_cast<int>(text->size() - rest.size()));
    }
    fields |= *field;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return fields;
}

// A misspelt filter filters nothing, so say so.
void warn_of_unknown(const QueryString& params, std::vector<std::string>& warnings) {
  for (const auto& [name, value] : params.items()) {
    if (std::find(kSearchParams.begin(), kSearchParams.end(), name) == kSearchParams.end()) {
      warnings.push_back("The parameter " + name + " is not known and was ignored.");
    }
  }
}

// Ends the answer's object, which says so when it is partial.
HttpResponse partly_answer(JsonWriter&& json, bool is_partial) {
  if (is_partial) json.member("partial", true);
  json.end_object();
  HttpResponse response = json_answer(std::move(json));
  response.is_whole = !is_partial;
  return response;
}

HttpResponse native_search(const Services& services, const Asked& asked) {
  const QueryString& params = asked.params;
  const auto start = std::chrono::steady_clock::now();
  SearchRequest request = read_search_request(params);
  request.blame = !request.typing;
  const ResultFields fields = read_fields(params);
  SearchResponse found =
      ask(services, asked, cost_of(services, request), [&](Searcher& searcher) { return searcher.search(request); });
  warn_of_unknown(params, found.warnings);
  const auto next = next_page(params, request, found);
  const std::string address = next ? "/api/v1/search?" + *next : "";

  JsonWriter json(1024 + found.hits.size() * kExpectedResultBytes);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  write_search(json, request, found, took.count(), address, fields);
  HttpResponse response = json_answer(std::move(json));
  response.is_whole = !found.partial;
  if (next) link_next(response, address);
  return response;
}

HttpResponse native_paper(const Services& services, const Asked& asked) {
  const auto paper = ask(services, asked, 0, [&](Searcher& searcher) { return searcher.find(asked.id); });
  if (!paper) throw unknown_paper(asked.id);
  JsonWriter json(kExpectedResultBytes);
  write_paper(json, *paper);
  return json_answer(std::move(json));
}

HttpResponse native_related(const Services& services, const Asked& asked) {
  const QueryString& params = asked.params;
  const std::size_t limit = params.integer("limit", 1, kMaxResults).value_or(kDefaultRelated);
  const ResultFields fields = read_fields(params);
  const auto related =
      ask(services, asked, cost_of_hits(limit), [&](Searcher& searcher) { return searcher.related(asked.id, limit); });
  if (!related) throw unknown_paper(asked.id);
  JsonWriter json(1024 + related->hits.size() * kExpectedResultBytes);
  json.begin_object();
  json.member("id", asked.id);
  json.member("limit", limit);
  write_index(json, related->index);
  write_results(json, related->hits, fields);
  return partly_answer(std::move(json), related->partial);
}

HttpResponse native_suggest(const Services& services, const Asked& asked) {
  const QueryString& params = asked.params;
  const std::string text = params.text("q").value_or("");
  const std::size_t limit = params.integer("limit", 1, kMaxSuggestions).value_or(kDefaultSuggestions);
  const auto suggestions = ask(services, asked, 0, [&](Searcher& searcher) { return searcher.suggest(text, limit); });
  JsonWriter json(1024);
  json.begin_object();
  json.member("query", text);
  json.key("suggestions");
  json.begin_array();
  for (const Suggestion& suggestion : suggestions) {
    json.begin_object();
    json.member("text", suggestion.text);
    json.member("count", suggestion.count);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json_answer(std::move(json));
}

HttpResponse native_daily(const Services& services, const Asked& asked) {
  const QueryString& params = asked.params;
  const DailyRequest request = read_daily_request(params, kDefaultDaily);
  const ResultFields fields = read_fields(params);
  const Daily daily =
      ask(services, asked, cost_of(services, request), [&](Searcher& searcher) { return searcher.daily(request); });

  const std::size_t seen = request.offset + daily.hits.size();
  std::string next;
  if (seen < daily.total && !daily.hits.empty() && seen < kMaxResults) {
    QueryString following = with_period(params, daily.range);
    following.set("offset", std::to_string(seen));
    if (seen + request.limit > kMaxResults) following.set("limit", std::to_string(kMaxResults - seen));
    next = "/api/v1/daily?" + following.encoded();
  }
  JsonWriter json(1024 + daily.hits.size() * kExpectedResultBytes);
  json.begin_object();
  json.member("date", period_text(daily.range));
  if (daily.previous) json.member("previous_date", period_text(*daily.previous));
  if (daily.next) json.member("next_date", period_text(*daily.next));
  json.member("total", daily.total);
  json.member("offset", request.offset);
  json.member("limit", request.limit);
  json.member_if("next", next);
  write_index(json, daily.index);
  write_results(json, daily.hits, fields);
  HttpResponse response = partly_answer(std::move(json), daily.partial);
  if (!next.empty()) link_next(response, next);
  return response;
}

HttpResponse native_trending(const Services& services, const Asked& asked) {
  const std::size_t limit = asked.params.integer("limit", 1, kMaxResults).value_or(kDefaultTrending);
  const ResultFields fields = read_fields(asked.params);
  const Trending trending =
      ask(services, asked, cost_of_hits(limit), [&](Searcher& searcher) { return searcher.trending(limit); });
  JsonWriter json(1024 + trending.papers.size() * kExpectedResultBytes);
  json.begin_object();
  json.member("from", Date::from_day(trending.range.first).to_string());
  json.member("until", Date::from_day(trending.range.last).to_string());
  write_index(json, trending.index);
  write_results(json, trending.papers, fields);
  json.key("rising");
  json.begin_array();
  for (const RisingTerm& term : trending.rising) {
    json.begin_object();
    json.member("text", term.text);
    json.member("count", term.count);
    json.member("count_before", term.count_before);
    json.member("query", term.query);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json_answer(std::move(json));
}

HttpResponse native_stats(const Services& services, const Asked&) {
  const std::shared_ptr<const Snapshot> snapshot = services.pool.snapshot();
  const IndexInfo index = snapshot->info();
  JsonWriter json(512);
  json.begin_object();
  json.member("version", PAPERDEX_VERSION);
  json.member("generation", index.generation);
  json.member("documents", index.documents);
  json.member("words", snapshot->lexicon().size());
  if (index.created) json.member("created", index.created->to_string());
  if (index.data_through) json.member("data_through", index.data_through->to_string());
  if (const auto waiting = services.pool.waiting()) {
    json.key("waiting");
    json.begin_object();
    json.member("generation", waiting->generation);
    json.member("why", waiting->why);
    json.end_object();
  }
  write_sources(json, snapshot->ledger(), Date::now());
  json.end_object();
  return json_answer(std::move(json));
}

}  // namespace

HttpError unknown_paper(const std::string& id) {
  return {404, "unknown_paper", "There is no paper with the id " + id + " in this index.", "id"};
}

const Routes& native_routes() {
  static const Routes routes = {
      {"/api/v1/search", native_search},
      {"/api/v1/papers/{id}", native_paper},
      {"/api/v1/papers/{id}/related", native_related},
      {"/api/v1/suggest", native_suggest},
      {"/api/v1/daily", native_daily},
      {"/api/v1/trending", native_trending},
      {"/api/v1/stats", native_stats, Route::Keep::kNever},  // how the sources stand depends on the time
  };
  return routes;
}

}  // namespace paperdex
