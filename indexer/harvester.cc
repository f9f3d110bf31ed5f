#include "indexer/harvester.h"

#include <algorithm>
#include <utility>

#include "data/error.h"
#include "indexer/fetcher.h"

namespace paperdex {

void HarvestCounts::count(Staging::Outcome outcome) {
  switch (outcome) {
    case Staging::Outcome::kAdded:
      ++added;
      break;
    case Staging::Outcome::kUpdated:
      ++updated;
      break;
    case Staging::Outcome::kUnchanged:
      ++unchanged;
      break;
  }
}

Harvester::Harvester(Staging& staging, MakeSource make_source, OnRejected on_rejected, OnProgress on_progress, Date now)
    : staging_(staging),
      make_source_(std::move(make_source)),
      on_rejected_(std::move(on_rejected)),
      on_progress_(std::move(on_progress)),
      now_(now) {}

HarvestCounts Harvester::run(HarvestTask task, LedgerSet& set) {
  HarvestCounts counts;
  const std::string fault_before = std::exchange(set.fault, {});
  std::string first_fault;
  int failed_in_a_row = 0;
  while (!task.days.empty() && failed_in_a_row < kMaxFailedDays) {
    const std::size_t days_left = task.days.size();
    bool is_done = false;
    try {
      is_done = drain(task, set, counts);
    } catch (const Stopped&) {
      set.fault = fault_before;
      commit(set);
      throw;
    }
    if (is_done) break;
    if (first_fault.empty()) first_fault = set.fault;
    failed_in_a_row = task.days.size() < days_left ? 1 : failed_in_a_row + 1;
    task.days.erase(task.days.begin());
  }
  set.fault = first_fault;
  // A second attempt on the same day that found the same is no news.
  if (!set.attempted || set.attempted->first_day() != now_.first_day() || set.fault != fault_before) {
    set.attempted = now_;
  }
  commit(set);
  return counts;
}

bool Harvester::drain(HarvestTask& task, LedgerSet& set, HarvestCounts& counts) {
  open_day_ = {};
  try {
    const std::unique_ptr<PaperSource> source = make_source_(task);
    for (;;) {
      const SourceItem item = source->next();
      if (std::holds_alternative<Done>(item)) return true;
      if (const auto* covered = std::get_if<Covered>(&item)) {
        cover(*covered, task, set, counts);
        if (!task.days.empty()) task.days.erase(task.days.begin());
      } else {
        take(item, counts);
      }
      on_progress_();
    }
  } catch (const FetchError& error) {
    set.fault = error.what();
  } catch (const InputError& error) {
    set.fault = error.what();
  }
  return false;
}

void Harvester::take(const SourceItem& item, HarvestCounts& counts) {
  ++open_day_.received;
  ++counts.received;
  if (const auto* paper = std::get_if<Paper>(&item)) {
    counts.count(staging_.upsert(*paper));
    ++open_day_.indexed;
    revised_ = std::max(revised_, paper->revised);
  } else if (const auto* deleted = std::get_if<Deleted>(&item)) {
    if (staging_.remove_record(deleted->source, deleted->id)) ++counts.removed;
    ++open_day_.indexed;
  } else if (const auto* rejected = std::get_if<Rejected>(&item)) {
    on_rejected_(*rejected);
    ++open_day_.rejected;
    ++counts.rejected;
  }
}

void Harvester::cover(const Covered& covered, const HarvestTask& task, LedgerSet& set, HarvestCounts& counts) {
  // The snapshot's day is the one that it reaches to, for arXiv's to go on from there.
  const bool is_snapshot = task.config.kind == SourceKind::kArxivSnapshot;
  const Day day = is_snapshot && revised_ ? revised_->first_day() : covered.day;
  LedgerDay found = std::exchange(open_day_, {});
  found.announced = covered.announced;
  found.closed = covered.closed;
  found.when = now_;
  ++counts.days;
  counts.announced += covered.announced;
  const auto before = set.days.find(day);
  if (before != set.days.end() && before->second.when.first_day() == now_.first_day()) {
    found.when = before->second.when;
    if (found != before->second) found.when = now_;
  }
  set.days[day] = found;
  staging_.set_ledger({ledger_entry(set, day)});
  if (std::chrono::steady_clock::now() - committed_ >= kCommitInterval) commit(set);
}

void Harvester::commit(const LedgerSet& set) {
  staging_.set_ledger({ledger_entry(set)});
  staging_.commit();
  committed_ = std::chrono::steady_clock::now();
}

}  // namespace paperdex
