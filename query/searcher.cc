#include "query/searcher.h"

#include <algorithm>
#include <iterator>
#include <new>
#include <set>

#include "data/database.h"
#include "data/error.h"
#include "data/paper_id.h"
#include "data/schema.h"
#include "data/xapian_error.h"
#include "query/highlight.h"
#include "query/posting_sources.h"
#include "query/related.h"
#include "query/searcher_impl.h"
#include "query/trending.h"

namespace paperdex {

using Xapian::Query;

namespace {

void append(std::vector<Hit>& hits, std::optional<Hit> hit) {
  if (hit) hits.push_back(*std::move(hit));
}

}  // namespace

Searcher::Impl::Impl(const Snapshot& snapshot) : snapshot(snapshot), db(open_database(snapshot.database())) {
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

std::optional<Hit> Searcher::Impl::hit(const Ranked& ranked, const Marks& marks, bool highlights) {
  Hit hit;
  try {
    hit.paper = read(ranked.docid);
  } catch (const DamageError& damaged) {
    left_out.emplace_back(damaged.what());
    return std::nullopt;
  } catch (const Xapian::DatabaseError& error) {
    left_out.push_back("the stored record of document " + std::to_string(ranked.docid) +
                       " is damaged: " + error.get_msg());
    return std::nullopt;
  }
  hit.score = ranked.score;
  if (!highlights) return hit;
  hit.highlights.title = highlight(hit.paper.title, marks, analyzer);
  hit.highlights.abstract = highlight_passage(hit.paper.abstract, marks, analyzer);
  return hit;
}

Daily Searcher::Impl::daily(const DailyRequest& request, SearchRequest as_search) {
  const DayCalendar& calendar = snapshot.calendar();
  deadline.keep_back(kTimePerHit * request.limit);
  Daily daily;
  daily.index = snapshot.info();
  daily.range = request.range ? *request.range
                              : calendar.newest(snapshot.created_day())
                                    .value_or(DayRange{snapshot.reference_day(), snapshot.reference_day()});
  const PeriodKind kind = *kind_of_period(daily.range);
  daily.previous = calendar.before(kind, daily.range);
  daily.next = calendar.after(kind, daily.range);
  Query papers = papers_of(db, daily.range, spill_days);
  QueryBuilder builder(db, snapshot.lexicon(), analyzer, spill_days, deadline);
  if (const Query narrowed = filters(as_search, builder); !narrowed.empty()) {
    papers = Query(Query::OP_FILTER, papers, narrowed);
  }
  Marks marks;
  const DayList list = request.sort == DailySort::kRelevance
                           ? by_topic(request, std::move(as_search), papers, marks)
                           : day_list(db, papers, request.sort == DailySort::kUpvotes, request.limit, request.offset);
  daily.total = list.total;
  daily.partial = deadline.has_passed();
  for (const Xapian::docid docid : list.docids) append(daily.hits, hit({docid, 0}, marks, true));
  return daily;
}

// All that have words of the topic, best first, then the others.
DayList Searcher::Impl::by_topic(const DailyRequest& request, SearchRequest as_search, const Query& papers,
                                 Marks& marks) {
  const ParsedQuery parsed = parse_query(as_search.text, false, analyzer);
  QueryBuilder builder(db, snapshot.lexicon(), analyzer, spill_days, deadline);
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
    try {
      if (read(*posting).id == own) return *posting;
    } catch (const DamageError&) {
      // It cannot say whose it is; another one may.
    }
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
  deadline.keep_back(kTimePerHit * limit);
  for (const RelatedPaper& near : related_papers(seeds, db, analyzer, limit, deadline)) {
    append(related.hits, hit({near.docid, near.score}, {}, highlights));
  }
  related.partial = deadline.has_passed();
  return related;
}

Searcher::Searcher(std::shared_ptr<const Snapshot> snapshot) : snapshot_(std::move(snapshot)) { open(); }

void Searcher::open() {
  impl_ =
      translate_xapian("cannot open the index at " + snapshot_->database().string() + " (see `paperdex-index check`)",
                       [&] { return std::make_unique<Impl>(*snapshot_); });
}

Searcher::~Searcher() = default;

void Searcher::set_deadline(Deadline deadline) {
  if (!impl_) open();
  impl_->deadline = std::move(deadline);
}

template <typename Work>
auto Searcher::ask(const std::string& doing, Work work) -> decltype(work(std::declval<Impl&>())) {
  if (!impl_) open();
  try {
    return translate_xapian(doing, [&] { return work(*impl_); });
  } catch (const std::bad_alloc&) {
    impl_.reset();
    throw;
  } catch (const IndexError&) {
    impl_.reset();
    throw;
  }
}

SearchResponse Searcher::search(const SearchRequest& request) {
  return ask("the search failed", [&](Impl& impl) { return impl.search(request); });
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
  return ask("the search for related papers failed", [&](Impl& impl) -> std::optional<Related> {
    Related found = impl.related({id}, {}, limit, highlights);
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
  return ask("the search for related papers failed",
             [&](Impl& impl) { return impl.related(positive, negative, limit, highlights); });
}

Trending Searcher::trending(std::size_t limit) {
  check_page(limit, 0);
  return ask("the list of what is trending failed", [&](Impl& impl) {
    Trending trending;
    trending.index = snapshot_->info();
    // Pages show papers later than they were published.
    const auto newest = snapshot_->calendar().newest(snapshot_->created_day());
    const Day today = newest ? std::max(newest->first, snapshot_->reference_day()) : snapshot_->reference_day();
    trending.range = {today - kTrendingDays + 1, today};
    for (const TrendingPaper& paper : trending_papers(impl.db, impl.spill_days, today, limit)) {
      append(trending.papers, impl.hit({paper.docid, paper.score}, {}, true));
    }
    trending.rising = snapshot_->rising().terms;
    if (trending.rising.size() > limit) trending.rising.resize(limit);
    return trending;
  });
}

std::optional<Paper> Searcher::find(const std::string& id) {
  return ask("cannot read the paper", [&](Impl& impl) -> std::optional<Paper> {
    const auto docid = impl.docid_of(id);
    if (!docid) return std::nullopt;
    return impl.read(*docid);
  });
}

std::vector<Suggestion> Searcher::suggest(const std::string& text, std::size_t limit) {
  return ask("the suggestions failed",
             [&](Impl& impl) { return paperdex::suggest(text, limit, snapshot_->lexicon(), impl.analyzer); });
}

Daily Searcher::daily(const DailyRequest& request) {
  check_page(request.limit, request.offset);
  SearchRequest as_search;
  as_search.text = request.topic;
  as_search.categories = request.categories;
  check_request(as_search);
  const auto kind = request.range ? kind_of_period(*request.range) : std::optional(PeriodKind::kDay);
  if (!kind) throw QueryError("bad_period", "the range is neither a day nor a week nor a month", "date");
  return ask("the list of the day failed", [&](Impl& impl) { return impl.daily(request, as_search); });
}

}  // namespace paperdex
