#include "query/searcher.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "data/error.h"
#include "data/paper_id.h"
#include "data/paper_json.h"
#include "data/schema.h"
#include "data/xapian_error.h"
#include "query/blame.h"
#include "query/day_list.h"
#include "query/explain.h"
#include "query/facets.h"
#include "query/highlight.h"
#include "query/oldest_first.h"
#include "query/parser.h"
#include "query/posting_sources.h"
#include "query/ranking.h"
#include "query/related.h"
#include "query/trending.h"

namespace paperdex {
namespace {

using Xapian::Query;

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

// Something in the query leaves papers out: an exclusion or a filter, which loosening must not forget.
bool narrows(const Clause& clause) {
  return clause.kind == Clause::Kind::kNot || is_filter(clause.kind) ||
         std::any_of(clause.children.begin(), clause.children.end(), narrows);
}

// What is asked for, with its weights; empty when nothing has it.
Query question(const BuiltQuery& built) {
  if (built.match.empty() || built.score.empty()) return built.match.empty() ? built.score : built.match;
  return {Query::OP_AND_MAYBE, Query(Query::OP_SCALE_WEIGHT, built.match, 0.0), built.score};
}

struct Ranked {
  Xapian::docid docid = 0;
  double score = 0;
};

}  // namespace

struct Searcher::Impl {
  explicit Impl(const Snapshot& snapshot) : snapshot(snapshot), db(snapshot.database().string()) {
    const std::string format = db.get_metadata(kMetaFormat);
    if (format != std::to_string(kFormatVersion)) {
      throw IndexError("the index at " + snapshot.database().string() + " has format \"" + format +
                       "\" and this program reads format " + std::to_string(kFormatVersion));
    }
    if (db.get_doccount() != snapshot.manifest().documents) {
      throw IndexError("the index at " + snapshot.database().string() + " holds " + std::to_string(db.get_doccount()) +
                       " papers and its manifest says " + std::to_string(snapshot.manifest().documents));
    }
    spill_days = spill_days_of(db);
  }

  SearchResponse search(const SearchRequest& request);
  SearchResponse answer(const SearchRequest& request, const ParsedQuery& parsed);
  std::uint64_t count(const SearchRequest& request, const ParsedQuery& parsed);
  Query filters(const SearchRequest& request, QueryBuilder& builder) const;
  std::vector<Ranked> by_relevance(const SearchRequest& request, const BuiltQuery& built, const Query& query,
                                   Xapian::Enquire& enquire, SearchResponse& response);
  void add_phrases(const std::vector<Query>& pairs, std::vector<Ranked>& best);
  Paper read(Xapian::docid docid) const {
    return stored_paper(db.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data());
  }
  Daily daily(const DailyRequest& request, SearchRequest as_search);
  DayList by_topic(const DailyRequest& request, SearchRequest as_search, const Query& papers, Marks& marks);
  Related related(const std::vector<std::string>& positive, const std::vector<std::string>& negative, std::size_t limit,
                  bool highlights);
  Hit hit(const Ranked& ranked, const Marks& marks, bool highlights);
  std::optional<Xapian::docid> docid_of(const std::string& id) const;
  std::shared_ptr<const std::vector<float>> decay(double half_life_years);

  const Snapshot& snapshot;
  Xapian::Database db;
  Analyzer analyzer;
  int spill_days = 0;
  double decay_half_life = 0;
  std::shared_ptr<const std::vector<float>> decay_;
};

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
  any_of(request.categories, [](const std::string& name) { return Query(category_term(name)); });
  any_of(request.sources, [](const std::string& name) { return Query(source_term(name)); });
  any_of(request.venues, [&](const std::string& name) {
    Query venue = builder.venue(name);
    if (venue.empty()) throw QueryError("bad_value", "a value of venue holds no word", "venue");
    return venue;
  });
  any_of(request.ids, [](const std::string& id) { return Query(id_term(id)); });
  for (const std::string& name : request.authors) {
    if (Query author = builder.author(name); !author.empty()) all.push_back(std::move(author));
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
  if (request.prose) return answer(request, parse_prose(request.text, request.typing, analyzer));
  const ParsedQuery parsed = parse_query(request.text, request.typing, analyzer);
  SearchResponse response = answer(request, parsed);
  if (!response.hits.empty() || response.total > 0) return response;
  // Nobody is left with nothing where words alone would have found something.
  const bool may_loosen = !is_date_order(request.sort) && !narrows(parsed.root);
  SearchResponse looser;
  if (may_loosen) looser = answer(request, parse_prose(request.text, request.typing, analyzer));
  if (looser.total == 0) {
    response.blame = find_blame(
        request, parsed, [&](const SearchRequest& part, const ParsedQuery& query) { return count(part, query); });
    return response;
  }
  looser.parsed = response.parsed;
  looser.warnings.push_back("No paper has all that was asked for; these have some of the words.");
  return looser;
}

SearchResponse Searcher::Impl::answer(const SearchRequest& request, const ParsedQuery& parsed) {
  QueryBuilder builder(db, snapshot.lexicon(), analyzer, spill_days);
  const bool by_date = is_date_order(request.sort);
  const BuiltQuery built = builder.build(parsed, request.text, by_date);

  SearchResponse response;
  response.parsed = describe(parsed);
  response.corrected = built.corrected;
  response.expanded = built.expanded;
  response.index = snapshot.info();

  const bool asks_words = !parsed.root.children.empty();
  Query query = asks_words ? by_date && !built.match.empty() ? built.match : question(built) : Query::MatchAll;
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
    enquire.set_query(query);
    const Xapian::MSet found =
        enquire.get_mset(static_cast<Xapian::doccount>(request.offset), static_cast<Xapian::doccount>(request.limit),
                         request.facets ? kMaxFacetMatches : kExactTotal);
    for (auto it = found.begin(); it != found.end(); ++it) ranked.push_back({*it, 0});
    response.total = found.get_matches_estimated();
    response.total_exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
  }

  const RecencySource recency(kRecencyShare * built.idf_sum, snapshot.reference_day(), decay(request.half_life_years));
  for (const Ranked& each : ranked) {
    response.hits.push_back(hit(each, built.marks, request.highlights));
    if (request.explain) {
      const bool blended = scored && request.sort == Sort::kBlend;
      response.hits.back().explanation =
          explain(response.hits.back(), built, blended ? recency.weight_of(each.docid) : 0, analyzer);
    }
  }
  if (request.facets) response.facets = spy.facets();
  return response;
}

std::uint64_t Searcher::Impl::count(const SearchRequest& request, const ParsedQuery& parsed) {
  QueryBuilder builder(db, snapshot.lexicon(), analyzer, spill_days);
  const BuiltQuery built = builder.build(parsed, request.text, is_date_order(request.sort));
  const bool asks_words = !parsed.root.children.empty();
  Query query = !asks_words ? Query::MatchAll : built.match.empty() ? built.score : built.match;
  if (query.empty()) return 0;
  if (const Query narrowed = filters(request, builder); !narrowed.empty()) {
    query = Query(Query::OP_FILTER, query, narrowed);
  }
  Xapian::Enquire enquire(db);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(query);
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
    enquire.set_query(Query(Query::OP_AND_MAYBE, query, Query(recency->release())));
  } else {
    enquire.set_query(query);
  }
  // The first kPhraseDepth are one block that phrases reorder, so that pages neither repeat nor lose a paper.
  const std::size_t wanted = request.offset + request.limit;
  const std::size_t depth = built.pairs.empty() ? wanted : std::max(wanted, kPhraseDepth);
  const Xapian::MSet found =
      enquire.get_mset(0, static_cast<Xapian::doccount>(depth), request.facets ? kMaxFacetMatches : 0);
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

Hit Searcher::Impl::hit(const Ranked& ranked, const Marks& marks, bool highlights) {
  Hit hit;
  hit.paper = read(ranked.docid);
  hit.score = ranked.score;
  if (!highlights) return hit;
  hit.highlights.title = highlight(hit.paper.title, marks, analyzer);
  hit.highlights.abstract = highlight_passage(hit.paper.abstract, marks, analyzer);
  return hit;
}

Daily Searcher::Impl::daily(const DailyRequest& request, SearchRequest as_search) {
  const DayCalendar& calendar = snapshot.calendar();
  Daily daily;
  daily.index = snapshot.info();
  daily.range = request.range ? *request.range
                              : calendar.newest(snapshot.created_day())
                                    .value_or(DayRange{snapshot.reference_day(), snapshot.reference_day()});
  const PeriodKind kind = *kind_of_period(daily.range);
  daily.previous = calendar.before(kind, daily.range);
  daily.next = calendar.after(kind, daily.range);
  Query papers = papers_of(daily.range, spill_days);
  QueryBuilder builder(db, snapshot.lexicon(), analyzer, spill_days);
  if (const Query narrowed = filters(as_search, builder); !narrowed.empty()) {
    papers = Query(Query::OP_FILTER, papers, narrowed);
  }
  Marks marks;
  const DayList list = request.sort == DailySort::kRelevance
                           ? by_topic(request, std::move(as_search), papers, marks)
                           : day_list(db, papers, request.sort == DailySort::kUpvotes, request.limit, request.offset);
  daily.total = list.total;
  for (const Xapian::docid docid : list.docids) daily.hits.push_back(hit({docid, 0}, marks, true));
  return daily;
}

// All that have words of the topic, best first, then the others.
DayList Searcher::Impl::by_topic(const DailyRequest& request, SearchRequest as_search, const Query& papers,
                                 Marks& marks) {
  const ParsedQuery parsed = parse_query(as_search.text, false, analyzer);
  QueryBuilder builder(db, snapshot.lexicon(), analyzer, spill_days);
  const BuiltQuery built = builder.build(parsed, as_search.text, false);
  marks = built.marks;
  DayList all = day_list(db, papers, true, db.get_doccount(), 0);
  std::vector<Xapian::docid> order;
  if (const Query topic = question(built); !topic.empty()) {
    SearchResponse ignored;
    Xapian::Enquire enquire(db);
    as_search.limit = all.total;
    for (const Ranked& each :
         by_relevance(as_search, built, Query(Query::OP_FILTER, topic, papers), enquire, ignored)) {
      order.push_back(each.docid);
    }
  }
  const std::set<Xapian::docid> have_words(order.begin(), order.end());
  std::copy_if(all.docids.begin(), all.docids.end(), std::back_inserter(order),
               [&](Xapian::docid docid) { return !have_words.contains(docid); });
  const std::size_t begin = std::min(request.offset, order.size());
  const std::size_t end = std::min(begin + request.limit, order.size());
  all.docids.assign(order.begin() + static_cast<std::ptrdiff_t>(begin),
                    order.begin() + static_cast<std::ptrdiff_t>(end));
  return all;
}

// Several papers can have an id when their sources contradict each other: the one whose own it is comes first.
std::optional<Xapian::docid> Searcher::Impl::docid_of(const std::string& id) const {
  const std::string own = canonical_id(id);
  const std::string term = kIdPrefix + own;
  if (own.empty() || term.size() > kMaxTermBytes) return std::nullopt;
  const Xapian::doccount papers = db.get_termfreq(term);
  if (papers == 0) return std::nullopt;
  const auto first = db.postlist_begin(term);
  if (papers == 1) return *first;
  std::size_t looked_at = 0;
  for (auto posting = first; posting != db.postlist_end(term) && looked_at < kMaxPapersOfId; ++posting, ++looked_at) {
    if (read(*posting).id == own) return *posting;
  }
  return *db.postlist_begin(term);
}

Related Searcher::Impl::related(const std::vector<std::string>& positive, const std::vector<std::string>& negative,
                                std::size_t limit, bool highlights) {
  Related related;
  related.index = snapshot.info();
  std::vector<Seed> seeds;
  for (const std::vector<std::string>* ids : {&positive, &negative}) {
    for (const std::string& id : *ids) {
      const auto docid = docid_of(id);
      if (docid) {
        seeds.push_back({read(*docid), *docid, ids == &positive});
      } else {
        related.unknown.push_back(id);
      }
    }
  }
  for (const RelatedPaper& near : related_papers(seeds, db, analyzer, limit)) {
    related.hits.push_back(hit({near.docid, near.score}, {}, highlights));
  }
  return related;
}

Searcher::Searcher(std::shared_ptr<const Snapshot> snapshot) : snapshot_(std::move(snapshot)) {
  impl_ =
      translate_xapian("cannot open the index at " + snapshot_->database().string() + " (see `paperdex-index check`)",
                       [&] { return std::make_unique<Impl>(*snapshot_); });
}

Searcher::~Searcher() = default;

SearchResponse Searcher::search(const SearchRequest& request) {
  return translate_xapian("the search failed", [&] { return impl_->search(request); });
}

namespace {

void check_related(std::size_t limit) {
  if (limit > kMaxResults) {
    throw QueryError("too_many_results", "limit is more than " + std::to_string(kMaxResults), "limit");
  }
}

}  // namespace

std::optional<Related> Searcher::related(const std::string& id, std::size_t limit, bool highlights) {
  check_related(limit);
  return translate_xapian("the search for related papers failed", [&]() -> std::optional<Related> {
    Related found = impl_->related({id}, {}, limit, highlights);
    return found.unknown.empty() ? std::optional(std::move(found)) : std::nullopt;
  });
}

Related Searcher::related(const std::vector<std::string>& positive, const std::vector<std::string>& negative,
                          std::size_t limit, bool highlights) {
  check_related(limit);
  if (positive.size() + negative.size() > kMaxRelatedSeeds) {
    throw QueryError("too_many_values", "more than " + std::to_string(kMaxRelatedSeeds) + " papers to be near to",
                     "id");
  }
  return translate_xapian("the search for related papers failed",
                          [&] { return impl_->related(positive, negative, limit, highlights); });
}

Trending Searcher::trending(std::size_t limit) {
  check_page(limit, 0);
  return translate_xapian("the list of what is trending failed", [&] {
    Trending trending;
    trending.index = snapshot_->info();
    // Pages show papers later than they were published.
    const auto newest = snapshot_->calendar().newest(snapshot_->created_day());
    const Day today = newest ? std::max(newest->first, snapshot_->reference_day()) : snapshot_->reference_day();
    trending.range = {today - kTrendingDays + 1, today};
    for (const TrendingPaper& paper : trending_papers(impl_->db, impl_->spill_days, today, limit)) {
      trending.papers.push_back(impl_->hit({paper.docid, paper.score}, {}, true));
    }
    trending.rising = snapshot_->rising().terms;
    if (trending.rising.size() > limit) trending.rising.resize(limit);
    return trending;
  });
}

std::optional<Paper> Searcher::find(const std::string& id) {
  return translate_xapian("cannot read the paper", [&]() -> std::optional<Paper> {
    const auto docid = impl_->docid_of(id);
    if (!docid) return std::nullopt;
    return impl_->read(*docid);
  });
}

std::vector<Suggestion> Searcher::suggest(const std::string& text, std::size_t limit) {
  return paperdex::suggest(text, limit, snapshot_->lexicon(), impl_->analyzer);
}

Daily Searcher::daily(const DailyRequest& request) {
  check_page(request.limit, request.offset);
  SearchRequest as_search;
  as_search.text = request.topic;
  as_search.categories = request.categories;
  check_request(as_search);
  const auto kind = request.range ? kind_of_period(*request.range) : std::optional(PeriodKind::kDay);
  if (!kind) throw QueryError("bad_period", "the range is neither a day nor a week nor a month", "date");
  return translate_xapian("the list of the day failed", [&] { return impl_->daily(request, as_search); });
}

}  // namespace paperdex
