// The half of a Searcher that searches.

#include <algorithm>
#include <cmath>
#include <map>

#include "data/error.h"
#include "data/schema.h"
#include "query/blame.h"
#include "query/explain.h"
#include "query/facets.h"
#include "query/oldest_first.h"
#include "query/posting_sources.h"
#include "query/searcher_impl.h"

namespace paperdex {

using Xapian::Query;

namespace {

constexpr double kDaysPerYear = 365.25;
constexpr double kLeastDecay = 1e-4;  // below it, age no longer matters

// 2^(-days / half-life) until it no longer matters.
std::shared_ptr<const std::vector<float>> decay_table(double half_life_years) {
  const double half_life_days = half_life_years * kDaysPerYear;
  auto table = std::make_shared<std::vector<float>>();
  for (int day = 0;; ++day) {
    const double decay = std::exp2(-day / half_life_days);
    if (decay < kLeastDecay) return table;
    table->push_back(static_cast<float>(decay));
  }
}

// How many matches are looked at so that their number is known, or counted by facets.
Xapian::doccount matches_to_count(const SearchRequest& request, Xapian::doccount otherwise) {
  if (request.facets) return kMaxFacetMatches;
  return request.exact ? static_cast<Xapian::doccount>(kMaxDeepResults) : otherwise;
}

// Something in the query leaves papers out: an exclusion or a filter, which loosening must not forget.
bool narrows(const Clause& clause) {
  return clause.kind == Clause::Kind::kNot || is_filter(clause.kind) ||
         std::any_of(clause.children.begin(), clause.children.end(), narrows);
}

}  // namespace

Query question(const BuiltQuery& built) {
  if (built.match.empty() || built.score.empty()) return built.match.empty() ? built.score : built.match;
  if (built.match_is_score) return built.score;
  // The matcher leaves out papers whose weight cannot be enough only where all that it walks has weights.
  if (built.score_has_match) return {Query::OP_FILTER, built.score, built.match};
  return {Query::OP_AND_MAYBE, Query(Query::OP_SCALE_WEIGHT, built.match, 0.0), built.score};
}

std::shared_ptr<const std::vector<float>> Searcher::Impl::decay(double half_life_years) {
  if (!decay_ || decay_half_life != half_life_years) {
    decay_ = decay_table(half_life_years);
    decay_half_life = half_life_years;
  }
  return decay_;
}

Query Searcher::Impl::filters(const SearchRequest& request, QueryBuilder& builder) const {
  std::vector<Query> all;
  const auto any_of = [&](const std::vector<std::string>& values, const auto& to_query) {
    std::vector<Query> any;
    for (const std::string& value : values) any.push_back(to_query(value));
    if (!any.empty()) all.emplace_back(Query::OP_OR, any.begin(), any.end());
  };
  any_of(request.categories, [&](const std::string& name) { return term_query(db, category_term(name)); });
  any_of(request.sources, [&](const std::string& name) { return term_query(db, source_term(name)); });
  any_of(request.venues, [&](const std::string& name) {
    Query venue = builder.venue(name);
    if (venue.empty()) throw QueryError("bad_value", "a value of venue holds no word", "venue");
    return venue;
  });
  any_of(request.ids, [&](const std::string& id) { return term_query(db, id_term(id)); });
  for (const std::string& name : request.authors) {
    Query author = builder.author(name);
    if (author.empty()) throw QueryError("bad_value", "a value of author holds no word", "author");
    all.push_back(std::move(author));
  }
  if (request.from || request.until) {
    all.push_back(days_query(request.from ? request.from->first_day() : first_day(),
                             request.until ? request.until->last_day() : last_day(), spill_days));
  }
  if (request.added_after) {
    all.emplace_back(Query::OP_VALUE_GE, kSlotAdded,
                     Xapian::sortable_serialise(static_cast<double>(*request.added_after) + 1));
  }
  return all.empty() ? Query() : Query(Query::OP_AND, all.begin(), all.end());
}

SearchResponse Searcher::Impl::search(const SearchRequest& request) {
  check_request(request);
  deadline.keep_back(kTimePerHit * request.limit);
  if (request.prose) return answer(request, parse_prose(request.text, request.typing, analyzer));
  const ParsedQuery parsed = parse_query(request.text, request.typing, analyzer);
  SearchResponse response = answer(request, parsed);
  if (!response.hits.empty() || response.total > 0 || request.exact || response.partial) return response;
  // Nobody is left with nothing where words alone would have found something.
  const bool may_loosen = !is_date_order(request.sort) && !narrows(parsed.root);
  SearchResponse looser;
  if (may_loosen) looser = answer(request, parse_prose(request.text, request.typing, analyzer));
  if (looser.total == 0) {
    if (!request.blame || request.added_after) return response;
    response.blame = find_blame(
        request, parsed, [&](const SearchRequest& part, const ParsedQuery& query) { return count(part, query); });
    // Counts that were cut short would blame the wrong part.
    if (deadline.has_passed()) response.blame.clear();
    return response;
  }
  looser.parsed = response.parsed;
  looser.warnings.push_back("No paper has all that was asked for; these have some of the words.");
  return looser;
}

SearchResponse Searcher::Impl::answer(const SearchRequest& request, const ParsedQuery& parsed) {
  QueryBuilder builder(db, snapshot.lexicon(), analyzer, spill_days, deadline);
  const bool by_date = is_date_order(request.sort);
  if (request.exact) builder.take_words_as_they_are();
  const BuiltQuery built = builder.build(parsed, request.text, by_date || request.exact);

  SearchResponse response;
  response.parsed = describe(parsed);
  response.corrected = built.corrected;
  response.expanded = built.expanded;
  response.index = snapshot.info();

  const bool asks_words = !parsed.root.children.empty() || (request.exact && !request.text.empty());
  Query query = asks_words ? by_date && !built.match.empty() ? built.match : question(built) : every_paper();
  const bool can_match = !query.empty();
  const Query narrowed = filters(request, builder);
  Xapian::Enquire enquire(db);
  // Without words there is nothing to weigh: newest first.
  const bool scored = !by_date && !built.score.empty();
  if (!narrowed.empty()) query = Query(Query::OP_FILTER, query, narrowed);

  FacetSpy spy(spill_days == 0);
  if (request.facets) enquire.add_matchspy(&spy);
  std::vector<Ranked> ranked;
  OldestFirst oldest_first;
  LeastUpdatedFirst least_updated_first;
  if (!can_match) {
    // Nothing but words that no paper has.
  } else if (scored) {
    ranked = by_relevance(request, built, query, enquire, response);
  } else {
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    if (request.sort == Sort::kOldest) enquire.set_sort_by_key(&oldest_first, false);
    if (request.sort == Sort::kUpdated) enquire.set_sort_by_value(kSlotUpdated, true);
    if (request.sort == Sort::kUpdatedOldest) enquire.set_sort_by_key(&least_updated_first, false);
    enquire.set_query(until(deadline, query));
    const Xapian::MSet found =
        enquire.get_mset(static_cast<Xapian::doccount>(request.offset), static_cast<Xapian::doccount>(request.limit),
                         matches_to_count(request, kExactTotal));
    for (auto it = found.begin(); it != found.end(); ++it) ranked.push_back({*it, 0});
    response.total = found.get_matches_estimated();
    response.total_exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
  }

  const RecencySource recency(kRecencyShare * built.idf_sum, snapshot.reference_day(), decay(request.half_life_years));
  left_out.clear();
  for (const Ranked& each : ranked) {
    std::optional<Hit> found = hit(each, built.marks, request.highlights);
    if (!found) continue;
    response.hits.push_back(*std::move(found));
    if (request.explain) {
      const bool blended = scored && request.sort == Sort::kBlend;
      response.hits.back().explanation =
          explain(response.hits.back(), built, blended ? recency.weight_of(each.docid) : 0, analyzer);
    }
  }
  for (const std::string& reason : left_out) {
    response.warnings.push_back("A paper was left out: " + reason + ". Run paperdex-index check.");
  }
  if (request.facets) response.facets = spy.facets();
  if (deadline.has_passed()) {
    response.partial = true;
    response.total_exact = false;
    if (response.facets) response.facets->exact = false;
    response.warnings.emplace_back(kPartialWarning);
  }
  return response;
}

std::uint64_t Searcher::Impl::count(const SearchRequest& request, const ParsedQuery& parsed) {
  QueryBuilder builder(db, snapshot.lexicon(), analyzer, spill_days, deadline);
  const BuiltQuery built = builder.build(parsed, request.text, is_date_order(request.sort));
  const bool asks_words = !parsed.root.children.empty();
  Query query = !asks_words ? every_paper() : built.match.empty() ? built.score : built.match;
  if (query.empty()) return 0;
  if (const Query narrowed = filters(request, builder); !narrowed.empty()) {
    query = Query(Query::OP_FILTER, query, narrowed);
  }
  Xapian::Enquire enquire(db);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(until(deadline, query));
  return enquire.get_mset(0, 0, kExactTotal).get_matches_estimated();
}

std::vector<Ranked> Searcher::Impl::by_relevance(const SearchRequest& request, const BuiltQuery& built,
                                                 const Query& query, Xapian::Enquire& enquire,
                                                 SearchResponse& response) {
  enquire.set_weighting_scheme(bm25_r1());
  enquire.set_docid_order(Xapian::Enquire::ASCENDING);
  if (request.sort == Sort::kBlend) {
    auto* recency =
        new RecencySource(kRecencyShare * built.idf_sum, snapshot.reference_day(), decay(request.half_life_years));
    enquire.set_query(until(deadline, Query(Query::OP_AND_MAYBE, query, Query(recency->release()))));
  } else {
    enquire.set_query(until(deadline, query));
  }
  // The first kPhraseDepth are one block that phrases reorder, so that pages neither repeat nor lose a paper.
  const std::size_t wanted = request.offset + request.limit;
  const std::size_t depth = built.pairs.empty() ? wanted : std::max(wanted, kPhraseDepth);
  const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(depth), matches_to_count(request, 0));
  response.total = found.get_matches_estimated();
  response.total_exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
  std::vector<Ranked> ranked;
  ranked.reserve(found.size());
  for (auto it = found.begin(); it != found.end(); ++it) ranked.push_back({*it, it.get_weight()});
  if (!built.pairs.empty()) add_phrases(built.pairs, ranked);
  ranked.erase(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(std::min(request.offset, ranked.size())));
  if (ranked.size() > request.limit) ranked.resize(request.limit);
  return ranked;
}

// Phrases inside the match are what costs, and their bonus is small: they are weighed for the best alone.
void Searcher::Impl::add_phrases(const std::vector<Query>& pairs, std::vector<Ranked>& best) {
  const auto block_end = best.begin() + static_cast<std::ptrdiff_t>(std::min(best.size(), kPhraseDepth));
  std::vector<Xapian::docid> docids;
  for (auto it = best.begin(); it != block_end; ++it) docids.push_back(it->docid);
  std::sort(docids.begin(), docids.end());
  const auto count = static_cast<Xapian::doccount>(docids.size());
  Xapian::Enquire enquire(db);
  enquire.set_weighting_scheme(bm25_r1());
  const Query any_pair(Query::OP_OR, pairs.begin(), pairs.end());
  enquire.set_query(Query(Query::OP_FILTER, Query(Query::OP_SCALE_WEIGHT, any_pair, kPhraseWeight),
                          Query((new DocidSetSource(std::move(docids)))->release())));
  const Xapian::MSet found = enquire.get_mset(0, count);
  std::map<Xapian::docid, double> bonus;
  for (auto it = found.begin(); it != found.end(); ++it) bonus.emplace(*it, it.get_weight());
  for (auto it = best.begin(); it != block_end; ++it) {
    if (const auto each = bonus.find(it->docid); each != bonus.end()) it->score += each->second;
  }
  std::sort(best.begin(), block_end, [](const Ranked& a, const Ranked& b) {
    return a.score != b.score ? a.score > b.score : a.docid < b.docid;
  });
}

}  // namespace paperdex
