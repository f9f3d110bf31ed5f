// A published generation, opened.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "data/index_dir.h"
#include "data/ledger.h"
#include "data/lexicon.h"
#include "query/cost.h"
#include "query/day_calendar.h"
#include "query/rising.h"
#include "query/search_response.h"

namespace paperdex {

// Its manifest, its words, its ledger, and where its database lies. Immutable but for what it reads when first asked
// for; thread-safe, and shared by the Searchers of all threads.
class Snapshot {
 public:
  // What is compared with the manifest before anything is read.
  enum class Verify {
    kSizes,   // each file's size: costs nothing, and finds what was cut off or half copied
    kHashes,  // every byte
  };

  // Opens generation `number` of `dir`, or the current one. Throws IndexError.
  static std::shared_ptr<const Snapshot> open(const IndexDir& dir, std::optional<Generation> number = std::nullopt,
                                              Verify verify = Verify::kSizes);

  const std::filesystem::path& database() const { return database_; }
  const Manifest& manifest() const { return manifest_; }
  const Lexicon& lexicon() const { return lexicon_; }
  const std::vector<LedgerSet>& ledger() const { return ledger_; }  // by source and set
  // The day against which recency is measured: that of publication, or of the newest paper if that is earlier.
  Day reference_day() const { return reference_day_; }
  // How many batches of papers the index had taken when this was published, the manifest's `commits`: the number after
  // which all that comes later is new (SearchRequest::added_after). Grows from generation to generation, and smaller
  // again only after a rollback; who keeps the greatest one it saw neither misses a paper nor has one twice.
  std::uint64_t arrivals() const { return manifest_.commits; }
  // Names the count that arrivals() belongs to: an index that was built from nothing has another, and numbers of one
  // say nothing about the other.
  const std::string& origin() const { return origin_; }
  // The day of publication: the last one that papers can be of.
  Day created_day() const { return created_day_; }
  // On which days there are papers. Reads them at the first call. Throws IndexError.
  const DayCalendar& calendar() const;
  // What rises in titles up to the newest paper's day. Reads a month's titles at the first call, while which other
  // callers wait (rising.h). Throws IndexError.
  const RisingTerms& rising() const;
  IndexInfo info() const;
  // How much work a question is (cost.h). Throws QueryError and IndexError.
  Postings cost_of(const SearchRequest& request) const;

 private:
  Snapshot() = default;

  std::filesystem::path database_;
  Manifest manifest_;
  Lexicon lexicon_;
  std::unique_ptr<CostEstimator> costs_;
  std::vector<LedgerSet> ledger_;
  std::optional<Date> data_through_;
  std::string origin_;
  Day reference_day_ = 0;
  Day created_day_ = 0;
  mutable std::mutex mutex_;
  mutable std::optional<DayCalendar> calendar_;  // by whoever first asks for it
  mutable std::mutex rising_mutex_;
  mutable std::optional<RisingTerms> rising_;  // likewise
};

}  // namespace paperdex
