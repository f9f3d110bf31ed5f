#include "query/snapshot.h"

#include <algorithm>

#include "data/database.h"
#include "data/error.h"
#include "data/schema.h"
#include "data/xapian_error.h"
#include "query/posting_sources.h"

namespace paperdex {
namespace {

// Where nothing is harvested, papers of files are all there is to go by.
std::optional<Date> through(const std::vector<LedgerSet>& ledger, const Manifest& manifest) {
  const std::optional<Day> day = data_through(ledger, Date::now());
  return day ? std::optional(Date::from_day(*day)) : manifest.newest;
}

}  // namespace

std::shared_ptr<const Snapshot> Snapshot::open(const IndexDir& dir, std::optional<Generation> number, Verify verify) {
  if (!number) number = dir.current();
  if (!number) {
    throw IndexError("no index is published at " + dir.path().string() +
                     "; make one with `paperdex-index add --index " + dir.path().string() + " FILE`");
  }
  const std::filesystem::path folder = dir.generation(*number);
  std::shared_ptr<Snapshot> snapshot(new Snapshot);
  snapshot->manifest_ = read_manifest(folder);
  if (verify == Verify::kHashes) {
    verify_generation(folder, snapshot->manifest_);
  } else {
    verify_sizes(folder, snapshot->manifest_);
  }
  snapshot->database_ = folder / "db";
  snapshot->lexicon_ = Lexicon(folder / "words");
  translate_xapian("cannot open the index at " + snapshot->database_.string() + " (see `paperdex-index check`)", [&] {
    const Xapian::Database database = open_database(snapshot->database_);
    snapshot->ledger_ = read_ledger(database);
    snapshot->origin_ = database.get_metadata(kMetaOrigin);
    snapshot->costs_ = std::make_unique<CostEstimator>(snapshot->database_, snapshot->lexicon_);
  });
  const Manifest& manifest = snapshot->manifest_;
  snapshot->data_through_ = through(snapshot->ledger_, manifest);
  const Day created = snapshot->created_day_ = manifest.created ? manifest.created->last_day() : today();
  snapshot->reference_day_ = manifest.newest ? std::min(manifest.newest->first_day(), created) : created;
  return snapshot;
}

const DayCalendar& Snapshot::calendar() const {
  const std::lock_guard lock(mutex_);
  if (!calendar_) {
    calendar_ = translate_xapian("cannot read the days of " + database_.string(),
                                 [&] { return DayCalendar(open_database(database_)); });
  }
  return *calendar_;
}

const RisingTerms& Snapshot::rising() const {
  const std::lock_guard lock(rising_mutex_);
  if (!rising_) {
    rising_ = translate_xapian("cannot read the titles of " + database_.string(), [&] {
      const Xapian::Database database = open_database(database_);
      Analyzer analyzer;
      return rising_terms(database, spill_days_of(database), reference_day_, analyzer);
    });
  }
  return *rising_;
}

Postings Snapshot::cost_of(const SearchRequest& request) const {
  return translate_xapian("cannot look up the words of a question in " + database_.string(),
                          [&] { return costs_->of(request); });
}

IndexInfo Snapshot::info() const {
  return {manifest_.generation, manifest_.documents, manifest_.created, data_through_};
}

}  // namespace paperdex
