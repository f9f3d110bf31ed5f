#include "server/api/semantic_scholar.h"

#include "server/answers.h"
#include "server/api/semantic_scholar_fields.h"
#include "server/api/semantic_scholar_params.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

constexpr std::size_t kExpectedPaperBytes = 4096;

HttpError not_found(const std::string& id) {
  return {404, "unknown_paper", "Paper with id " + id + " not found in this index.", "id"};
}

HttpResponse scholar_search(const Services& services, const Asked& asked) {
  check_scholar_params(asked.http.query,
                       {"query", "fields", "offset", "limit", "year", "publicationDateOrYear", "venue"});
  const SearchRequest asked_for = read_scholar_search(asked.params);
  const ScholarFields fields = read_scholar_fields(asked.params.text("fields"));
  // Clients go on at offset + limit as long as `next` says so, and with the same limit. The total is an estimate, so
  // one more than the page tells whether there is another.
  const std::size_t next = asked_for.offset + asked_for.limit;
  SearchRequest request = asked_for;
  if (next < kMaxResults) ++request.limit;
  SearchResponse found = whole(
      ask(services, asked, cost_of(services, request), [&](Searcher& searcher) { return searcher.search(request); }));
  const bool more = found.hits.size() > asked_for.limit;
  if (more) found.hits.pop_back();
  JsonWriter json(256 + found.hits.size() * kExpectedPaperBytes);
  json.begin_object();
  json.member("total", found.total);
  json.member("offset", request.offset);
  if (more && next + asked_for.limit <= kMaxResults) json.member("next", next);
  json.key("data");
  json.begin_array();
  for (const Hit& hit : found.hits) write_scholar_paper(json, hit.paper, fields, asked.base);
  json.end_array();
  json.end_object();
  return json_answer(std::move(json));
}

HttpResponse scholar_autocomplete(const Services& services, const Asked& asked) {
  check_scholar_params(asked.http.query, {"query"});
  SearchRequest request;
  const std::optional<std::string> query = asked.params.text("query");
  if (!query) throw HttpError(400, "missing_parameter", "The parameter query is missing.", "query");
  request.text = *query;
  request.typing = true;
  request.limit = kAutocompleted;
  request.highlights = false;
  const SearchResponse found =
      ask(services, asked, cost_of(services, request), [&](Searcher& searcher) { return searcher.search(request); });
  JsonWriter json(4096);
  json.begin_object();
  json.key("matches");
  json.begin_array();
  for (const Hit& hit : found.hits) {
    json.begin_object();
    json.member("id", scholar_id(hit.paper));
    json.member("title", hit.paper.title);
    json.member("authorsYear", authors_and_year(hit.paper));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  HttpResponse response = json_answer(std::move(json));
  response.is_whole = !found.partial;
  return response;
}

HttpResponse scholar_paper(const Services& services, const Asked& asked) {
  check_scholar_params(asked.http.query, {"fields"});
  const ScholarFields fields = read_scholar_fields(asked.params.text("fields"));
  const auto paper =
      ask(services, asked, 0, [&](Searcher& searcher) { return find_scholar_paper(searcher, asked.id); });
  if (!paper) throw not_found(asked.id);
  JsonWriter json(kExpectedPaperBytes);
  write_scholar_paper(json, *paper, fields, asked.base);
  return json_answer(std::move(json));
}

HttpResponse scholar_batch(const Services& services, const Asked& asked) {
  check_scholar_params(asked.http.query, {"fields"});
  const ScholarFields fields = read_scholar_fields(asked.params.text("fields"));
  const std::vector<std::string> ids = read_scholar_batch(asked.http.body);
  JsonWriter json(64 + ids.size() * kExpectedPaperBytes);
  json.begin_array();
  ask(services, asked, cost_of_hits(ids.size()), [&](Searcher& searcher) {
    for (const std::string& id : ids) {
      if (const auto paper = find_scholar_paper(searcher, id)) {
        write_scholar_paper(json, *paper, fields, asked.base);
      } else {
        json.value_null();
      }
    }
    return true;
  });
  json.end_array();
  return json_answer(std::move(json));
}

// The ids that this index knows them by.
std::vector<std::string> own_ids(Searcher& searcher, const std::vector<std::string>& ids) {
  std::vector<std::string> own;
  for (const std::string& id : ids) {
    const auto paper = find_scholar_paper(searcher, id);
    if (!paper) throw not_found(id);
    own.push_back(paper->id);
  }
  return own;
}

HttpResponse recommend(const Services& services, const Asked& asked, const ScholarSeeds& seeds) {
  const std::size_t limit = asked.params.integer("limit", 1, kMaxRecommended).value_or(kDefaultRecommended);
  const ScholarFields fields = read_scholar_fields(asked.params.text("fields"));
  const std::size_t seeds_asked = seeds.positive.size() + seeds.negative.size();
  const Related related =
      whole(ask(services, asked, seeds_asked > 1 ? kCostly : cost_of_hits(limit), [&](Searcher& searcher) {
        const std::vector<std::string> positive = own_ids(searcher, seeds.positive);
        const std::vector<std::string> negative = own_ids(searcher, seeds.negative);
        if (positive.size() > 1 || !negative.empty()) return searcher.related(positive, negative, limit, false);
        return searcher.related(positive[0], limit, false).value_or(Related());
      }));
  JsonWriter json(64 + related.hits.size() * kExpectedPaperBytes);
  json.begin_object();
  json.key("recommendedPapers");
  json.begin_array();
  for (const Hit& hit : related.hits) write_scholar_paper(json, hit.paper, fields, asked.base);
  json.end_array();
  json.end_object();
  return json_answer(std::move(json));
}

HttpResponse scholar_recommend_for(const Services& services, const Asked& asked) {
  check_scholar_params(asked.http.query, {"fields", "limit", "from"});
  const std::string pool = asked.params.text("from").value_or("recent");
  if (pool != "recent" && pool != "all-cs") {
    throw HttpError(400, "bad_value", "The parameter from must be recent or all-cs.", "from");
  }
  return recommend(services, asked, {{asked.id}, {}});
}

HttpResponse scholar_recommend(const Services& services, const Asked& asked) {
  check_scholar_params(asked.http.query, {"fields", "limit"});
  return recommend(services, asked, read_scholar_seeds(asked.http.body));
}

}  // namespace

const Routes& semantic_scholar_routes() {
  constexpr auto kKeep = Route::Keep::kGeneration;
  constexpr auto kNever = Route::Keep::kNever;
  static const Routes routes = {
      {"/graph/v1/paper/search", scholar_search, kKeep, Route::kGet, bare_error},
      {"/graph/v1/paper/autocomplete", scholar_autocomplete, kKeep, Route::kGet, bare_error},
      {"/graph/v1/paper/batch", scholar_batch, kNever, Route::kPost, bare_error},
      {"/graph/v1/paper/{id}", scholar_paper, kKeep, Route::kGet, bare_error},
      {"/recommendations/v1/papers/forpaper/{id}", scholar_recommend_for, kKeep, Route::kGet, bare_error},
      {"/recommendations/v1/papers/", scholar_recommend, kNever, Route::kPost, bare_error},
      {"/recommendations/v1/papers", scholar_recommend, kNever, Route::kPost, bare_error},
  };
  return routes;
}

}  // namespace paperdex
