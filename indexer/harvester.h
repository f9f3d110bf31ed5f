// Takes what a source hands out into staging, and keeps the ledger.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "data/ledger.h"
#include "indexer/paper_source.h"
#include "indexer/source_config.h"
#include "indexer/staging.h"

namespace paperdex {

// After so many days in a row that failed, a source is left alone until next time. One day that fails must not keep the
// days after it away.
inline constexpr int kMaxFailedDays = 3;
// What came is committed with its days at least this often.
inline constexpr std::chrono::seconds kCommitInterval{30};

struct HarvestCounts {
  std::uint64_t days = 0;  // that came whole or are not over yet
  std::uint64_t announced = 0;
  std::uint64_t received = 0;
  std::uint64_t rejected = 0;
  std::uint64_t added = 0;
  std::uint64_t updated = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t removed = 0;
  std::string fault;           // the first; "" when all days came
  bool is_unreadable = false;  // the fault is a file's or the task's own, not the network's

  void count(Staging::Outcome outcome);
};

// Not thread-safe.
class Harvester {
 public:
  using MakeSource = std::function<std::unique_ptr<PaperSource>(const HarvestTask&)>;
  using OnRejected = std::function<void(const Rejected&)>;
  // Called for each item that came.
  using OnProgress = std::function<void()>;

  // All must outlive it. `now` is the time that the ledger is told.
  Harvester(Staging& staging, MakeSource make_source, OnRejected on_rejected, OnProgress on_progress, Date now);

  // Fetches the task's days into staging and writes them into `set`, whose source and set are the task's, and into the
  // ledger: papers first, then their day. A day that fails is left out and the next one tried, until kMaxFailedDays
  // failed in a row. The attempt and its fault are written too; but `by_hand`, those of the night stay as they are.
  // Commits at the end. Throws IndexError, and Stopped after having committed.
  HarvestCounts run(HarvestTask task, LedgerSet& set, bool by_hand);

 private:
  // Returns the fault with which the source ended; "" when it is done.
  std::string drain(HarvestTask& task, LedgerSet& set, HarvestCounts& counts);
  void take(const SourceItem& item, HarvestCounts& counts);
  void cover(const Covered& covered, const HarvestTask& task, LedgerSet& set, HarvestCounts& counts);
  static LedgerDay compared(LedgerDay found, const LedgerDay* before);
  void commit(const LedgerSet& set);

  Staging& staging_;
  MakeSource make_source_;
  OnRejected on_rejected_;
  OnProgress on_progress_;
  Date now_;
  LedgerDay open_day_;           // what came since the last Covered
  std::optional<Date> revised_;  // the newest of any record
  std::chrono::steady_clock::time_point committed_ = std::chrono::steady_clock::now();
};

}  // namespace paperdex
