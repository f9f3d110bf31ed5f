#include "query/searcher.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "data/error.h"
#include "data/paper_json.h"
#include "data/schema.h"
#include "data/xapian_error.h"
#include "query/facets.h"
#include "query/highlight.h"
#include "query/parser.h"
#include "query/posting_sources.h"
#include "query/ranking.h"
#include "query/related.h"

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

// Oldest first, dateless papers last.
class OldestFirst : public Xapian::KeyMaker {
 public:
  std::string operator()(const Xapian::Document& document) const override {
    const Docid docid = document.get_docid();
    const Docid order = docid >= first_dateless_docid() ? docid : first_dateless_docid() - docid;
    std::string key(4, '\0');
    for (int i = 0; i < 4; ++i) key[i] = static_cast<char>(order >> (24 - 8 * i));
    return key;
  }
};

void check_filters(const std::vector<std::string>& values, const char* param) {
  if (values.size() > kMaxFilterValues) {
    throw QueryError("too_many_values", "more than " + std::to_string(kMaxFilterValues) + " values of " + param, param);
  }
  for (const std::string& value : values) {
    if (value.empty() || value.size() > kMaxFilterBytes) {
      throw QueryError(
          "bad_value",
          std::string("a value of ") + param + " is empty or longer than " + std::to_string(kMaxFilterBytes) + " bytes",
          param);
    }
  }
}

void check_request(const SearchRequest& request) {
  if (request.limit > kMaxResults || request.offset > kMaxResults || request.limit + request.offset > kMaxResults) {
    throw QueryError("too_many_results", "offset + limit is more than " + std::to_string(kMaxResults), "limit");
  }
  if (!(request.half_life_years >= kMinHalfLifeYears && request.half_life_years <= kMaxHalfLifeYears)) {
    throw QueryError("bad_half_life", "the half-life is not from 0.1 to 100 years", "half_life");
  }
  check_filters(request.categories, "category");
  check_filters(request.sources, "source");
  check_filters(request.authors, "author");
}

struct Ranked {
  Xapian::docid docid = 0;
  double score = 0;
};

// Where a paper has the words of `marks`, as text for people; "" when nowhere.
std::string where_matched(const Paper& paper, const Marks& marks, Analyzer& analyzer) {
  const auto holds = [&](const std::string& text) {
    const std::vector<Token>& tokens = analyzer.analyze(text);
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) { return marks.match(token); });
  };
  const bool title = holds(paper.title);
  const bool abstract = holds(paper.abstract);
  if (title && abstract) return "title and abstract";
  if (title) return "title";
  if (abstract) return "abstract";
  Marks names;
  names.prefixes.assign(marks.terms.begin(), marks.terms.end());
  for (const std::string& author : paper.authors) {
    for (const Token& token : analyzer.analyze(author)) {
      if (names.match(token)) return "author";
    }
  }
  return {};
}

}  // namespace

const char* sort_name(Sort sort) {
  switch (sort) {
    case Sort::kRelevance:
      return "relevance";
    case Sort::kBlend:
      return "blend";
    case Sort::kNewest:
      return "newest";
    case Sort::kOldest:
      return "oldest";
  }
  return "";
}

Sort sort_from_name(const std::string& name) {
  for (const Sort sort : {Sort::kRelevance, Sort::kBlend, Sort::kNewest, Sort::kOldest}) {
    if (name == sort_name(sort)) return sort;
  }
  throw QueryError("bad_sort", "sort is none of relevance, blend, newest and oldest", "sort");
}

std::shared_ptr<const Snapshot> Snapshot::open(const IndexDir& dir, std::optional<Generation> number, bool verify) {
  if (!number) number = dir.current();
  if (!number) {
    throw IndexError("no index is published at " + dir.path().string() +
                     "; make one with `paperdex-index add --index " + dir.path().string() + " FILE`");
  }
  const std::filesystem::path folder = dir.generation(*number);
  std::shared_ptr<Snapshot> snapshot(new Snapshot);
  snapshot->manifest_ = read_manifest(folder);
  if (verify) verify_generation(folder, snapshot->manifest_);
  snapshot->database_ = folder / "db";
  snapshot->lexicon_ = Lexicon(folder / "words");
  const Manifest& manifest = snapshot->manifest_;
  const Day created = manifest.created ? manifest.created->last_day() : today();
  snapshot->reference_day_ = manifest.newest ? std::min(manifest.newest->first_day(), created) : created;
  return snapshot;
}

IndexInfo Snapshot::info() const {
  return {manifest_.generation, manifest_.documents, manifest_.created, manifest_.newest};
}

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
    if (const std::string spill = db.get_metadata(kMetaSpill); !spill.empty()) {
      std::from_chars(spill.data(), spill.data() + spill.size(), spill_days);
    }
  }

  SearchResponse search(const SearchRequest& request);
  Query filters(const SearchRequest& request, QueryBuilder& builder) const;
  std::vector<Ranked> by_relevance(const SearchRequest& request, const BuiltQuery& built, const Query& query,
                                   Xapian::Enquire& enquire, SearchResponse& response);
  void add_phrases(const std::vector<Query>& pairs, std::vector<Ranked>& best);
  Paper read(Xapian::docid docid) const {
    return stored_paper(db.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data());
  }
  Hit hit(const Ranked& ranked, const Marks& marks, bool highlights);
  Explanation explain(const Hit& hit, const BuiltQuery& built, double recency);
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
  for (const std::string& name : request.authors) {
    if (Query author = builder.author(name); !author.empty()) all.push_back(std::move(author));
  }
  if (request.from || request.until) {
    all.push_back(builder.days(request.from ? request.from->first_day() : first_day(),
                               request.until ? request.until->last_day() : last_day()));
  }
  return all.empty() ? Query() : Query(Query::OP_AND, all.begin(), all.end());
}

SearchResponse Searcher::Impl::search(const SearchRequest& request) {
  check_request(request);
  const ParsedQuery parsed = request.prose ? parse_prose(request.text, request.typing, analyzer)
                                           : parse_query(request.text, request.typing, analyzer);
  QueryBuilder builder(db, snapshot.lexicon(), analyzer, spill_days);
  const bool by_date = request.sort == Sort::kNewest || request.sort == Sort::kOldest;
  const BuiltQuery built = builder.build(parsed, request.text, by_date);

  SearchResponse response;
  response.parsed = describe(parsed);
  response.corrected = built.corrected;
  response.expanded = built.expanded;
  response.index = snapshot.info();

  const bool asks_words = !parsed.root.children.empty();
  const bool can_match = !asks_words || !built.match.empty() || !built.score.empty();
  Query query = !asks_words ? Query::MatchAll : built.match.empty() ? built.score : built.match;
  const Query narrowed = filters(request, builder);
  Xapian::Enquire enquire(db);
  // Without words there is nothing to weigh: newest first.
  const bool scored = !by_date && !built.score.empty();
  if (scored && !built.match.empty()) {
    query = Query(Query::OP_AND_MAYBE, Query(Query::OP_SCALE_WEIGHT, query, 0.0), built.score);
  }
  if (!narrowed.empty()) query = Query(Query::OP_FILTER, query, narrowed);

  FacetSpy spy(spill_days == 0);
  if (request.facets) enquire.add_matchspy(&spy);
  std::vector<Ranked> ranked;
  std::unique_ptr<OldestFirst> oldest_first;
  if (!can_match) {
    // Nothing but words that no paper has.
  } else if (scored) {
    ranked = by_relevance(request, built, query, enquire, response);
  } else {
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    if (request.sort == Sort::kOldest) {
      oldest_first = std::make_unique<OldestFirst>();
      enquire.set_sort_by_key(oldest_first.get(), false);
    }
    enquire.set_query(query);
    const Xapian::MSet found =
        enquire.get_mset(static_cast<Xapian::doccount>(request.offset), static_cast<Xapian::doccount>(request.limit),
                         request.facets ? kMaxFacetMatches : 0);
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
          explain(response.hits.back(), built, blended ? recency.weight_of(each.docid) : 0);
    }
  }
  if (request.facets) response.facets = spy.facets();
  return response;
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

Explanation Searcher::Impl::explain(const Hit& hit, const BuiltQuery& built, double recency) {
  Explanation explanation;
  explanation.recency = recency;
  explanation.relevance = hit.score - recency;
  for (const auto& [word, marks] : built.words) {
    std::string where = where_matched(hit.paper, marks, analyzer);
    if (!where.empty()) explanation.terms.push_back({word, std::move(where)});
  }
  return explanation;
}

std::optional<Xapian::docid> Searcher::Impl::docid_of(const std::string& id) const {
  const auto first = [&](const std::string& term) -> std::optional<Xapian::docid> {
    if (term.size() > kMaxTermBytes) return std::nullopt;
    const Xapian::PostingIterator posting = db.postlist_begin(term);
    if (posting == db.postlist_end(term)) return std::nullopt;
    return *posting;
  };
  if (id.empty()) return std::nullopt;
  if (const auto docid = first(id_term(id))) return docid;
  const std::size_t version = id.find_last_not_of("0123456789");
  if (version != std::string::npos && version > 0 && version + 1 < id.size() && id[version] == 'v') {
    if (const auto docid = first(id_term(id.substr(0, version)))) return docid;
  }
  return first(doi_term(id));
}

Searcher::Searcher(std::shared_ptr<const Snapshot> snapshot) : snapshot_(std::move(snapshot)) {
  impl_ = translate_xapian("cannot open the index at " + snapshot_->database().string(),
                           [&] { return std::make_unique<Impl>(*snapshot_); });
}

Searcher::~Searcher() = default;

SearchResponse Searcher::search(const SearchRequest& request) {
  return translate_xapian("the search failed", [&] { return impl_->search(request); });
}

std::optional<Related> Searcher::related(const std::string& id, std::size_t limit, bool highlights) {
  if (limit > kMaxResults) {
    throw QueryError("too_many_results", "limit is more than " + std::to_string(kMaxResults), "limit");
  }
  return translate_xapian("the search for related papers failed", [&]() -> std::optional<Related> {
    const auto seed = impl_->docid_of(id);
    if (!seed) return std::nullopt;
    Related related;
    related.index = snapshot_->info();
    const Paper paper = impl_->read(*seed);
    for (const RelatedPaper& near : related_papers(paper, *seed, impl_->db, impl_->analyzer, limit)) {
      related.hits.push_back(impl_->hit({near.docid, near.score}, {}, highlights));
    }
    return related;
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
  const std::size_t last = text.find_last_of(" \t\n") + 1;  // 0 when there is one word
  if (text.size() > kMaxQueryBytes) {
    throw QueryError("query_too_long", "the query is longer than " + std::to_string(kMaxQueryBytes) + " bytes");
  }
  if (limit > kMaxResults) {
    throw QueryError("too_many_results", "limit is more than " + std::to_string(kMaxResults), "limit");
  }
  const std::vector<Token>& tokens = impl_->analyzer.analyze(std::string_view(text).substr(last));
  if (tokens.empty()) return {};
  std::vector<Suggestion> suggestions;
  for (const Lexicon::Entry& entry : snapshot_->lexicon().complete(tokens.back().word, limit)) {
    suggestions.push_back({text.substr(0, last) + std::string(entry.word), entry.count});
  }
  return suggestions;
}

Daily Searcher::daily(std::optional<Day> day, DailySort sort, std::size_t limit, std::size_t offset) {
  if (limit > kMaxResults || offset > kMaxResults || limit + offset > kMaxResults) {
    throw QueryError("too_many_results", "offset + limit is more than " + std::to_string(kMaxResults), "limit");
  }
  return translate_xapian("the list of the day failed", [&] {
    const Xapian::Database& db = impl_->db;
    // The first paper at or after `docid` that has a date.
    const auto dated_from = [&](Docid docid) -> std::optional<Day> {
      Xapian::PostingIterator posting = db.postlist_begin("");
      posting.skip_to(docid);
      if (posting == db.postlist_end("")) return std::nullopt;
      return day_of_docid(*posting);
    };
    Daily daily;
    daily.index = snapshot_->info();
    if (!day) day = dated_from(first_docid(snapshot_->reference_day()));
    if (!day) return daily;
    daily.day = *day;
    if (daily.day > first_day()) daily.previous = dated_from(first_docid(daily.day - 1));
    // "Some paper is newer than the day, and not newer than `later`" only ever turns true: bisect for where.
    const auto newer_until = [&](Day later) {
      const auto found = dated_from(first_docid(later));
      return found && *found > daily.day;
    };
    Day low = daily.day;
    Day high = last_day();
    if (low < high && newer_until(high)) {
      while (high - low > 1) {
        const Day middle = low + (high - low) / 2;
        (newer_until(middle) ? high : low) = middle;
      }
      daily.next = high;
    }
    QueryBuilder builder(db, snapshot_->lexicon(), impl_->analyzer, impl_->spill_days);
    Xapian::Enquire enquire(db);
    enquire.set_query(Query(Query::OP_FILTER, Query::MatchAll, builder.days(daily.day, daily.day)));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    if (sort == DailySort::kUpvotes) enquire.set_sort_by_value(kSlotUpvotes, true);
    const Xapian::MSet found =
        enquire.get_mset(static_cast<Xapian::doccount>(offset), static_cast<Xapian::doccount>(limit), kDocidsPerDay);
    daily.total = found.get_matches_estimated();
    for (auto it = found.begin(); it != found.end(); ++it) daily.hits.push_back(impl_->hit({*it, 0}, {}, true));
    return daily;
  });
}

}  // namespace paperdex
