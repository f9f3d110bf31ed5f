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

HarvestCounts Harvester::run(HarvestTask task, LedgerSet& set, bool by_hand) {
  HarvestCounts counts;
  int failed_in_a_row = 0;
  while (!task.days.empty() && failed_in_a_row < kMaxFailedDays) {
    const std::size_t days_left = task.days.size();
    std::string fault;
    try {
      fault = drain(task, set, counts);
    } catch (const Stopped&) {
      commit(set);
      throw;
    }
    if (fault.empty()) break;
    if (counts.fault.empty()) counts.fault = std::move(fault);
    failed_in_a_row = task.days.size() < days_left ? 1 : failed_in_a_row + 1;
    task.days.erase(task.days.begin());
  }
  // A second attempt on the same day that found the same is no news.
  const bool is_news = !set.attempted || set.attempted->first_day() != now_.first_day() || set.fault != counts.fault;
  if (is_news && !(by_hand && set.nightly)) {
    set.attempted = now_;
    set.fault = counts.fault;
  }
  commit(set);
  return counts;
}

std::string Harvester::drain(HarvestTask& task, LedgerSet& set, HarvestCounts& counts) {
  open_day_ = {};
  try {
    const std::unique_ptr<PaperSource> source = make_source_(task);
    for (;;) {
      const SourceItem item = source->next();
      if (std::holds_alternative<Done>(item)) return {};
      if (const auto* covered = std::get_if<Covered>(&item)) {
        cover(*covered, task, set, counts);
        if (!task.days.empty()) task.days.erase(task.days.begin());
      } else {
        take(item, counts);
      }
      on_progress_();
    }
  } catch (const FetchError& error) {
    return error.what();
  } catch (const InputError& error) {
    counts.is_unreadable = true;
    return error.what();
  }
}

void Harvester::take(const SourceItem& item, HarvestCounts& counts) {
  if (std::holds_alternative<Restarted>(item)) {
    open_day_ = {};
    return;
  }
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
  set.days[day] = compared(found, set.days.find(day) != set.days.end() ? &set.days[day] : nullptr);
  if (found.closed && !found.is_whole() && counts.fault.empty()) {
    counts.fault = std::to_string(found.received) + " of " + std::to_string(found.announced) + " records of " +
                   Date::from_day(day).to_string() + " came";
  }
  staging_.set_ledger({ledger_entry(set, day)});
  if (std::chrono::steady_clock::now() - committed_ >= kCommitInterval) commit(set);
}

// The same counts again on the same day are no news; on another day they confirm what was found.
LedgerDay Harvester::compared(LedgerDay found, const LedgerDay* before) {
  if (before == nullptr) return found;
  const bool is_same_day = before->when.first_day() == found.when.first_day();
  LedgerDay same = found;
  same.when = before->when;
  same.confirmed = before->confirmed;
  const bool is_same = same == *before;
  if (is_same && is_same_day) return *before;
  found.confirmed = is_same || (before->confirmed && is_same_day);
  return found;
}

void Harvester::commit(const LedgerSet& set) {
  staging_.set_ledger({ledger_entry(set)});
  staging_.commit();
  committed_ = std::chrono::steady_clock::now();
}

}  // namespace paperdex
