#include "query/searcher_pool.h"

#include <algorithm>
#include <utility>

namespace paperdex {

SearcherPool::SearcherPool(IndexDir dir, std::size_t workers, Log log)
    : workers_(workers),
      queue_(workers),
      snapshot_(open_to_serve(dir)),
      free_(searchers_of(snapshot_)),
      watch_(
          std::move(dir), snapshot_->manifest().generation,
          [this](std::shared_ptr<const Snapshot> next) { take(std::move(next)); }, std::move(log)) {}

SearcherPool::~SearcherPool() = default;

bool SearcherPool::acquire(const Asker& asker, std::chrono::milliseconds patience, Lease& lease) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + patience;
  const auto is_gone = [&asker] { return asker.is_gone && asker.is_gone(); };
  if (is_gone()) return false;
  std::unique_lock lock(mutex_);
  lease.ticket = queue_.enter(asker.client, asker.is_costly);
  waiting_.emplace(*lease.ticket, &lease);
  call_next();
  while (!lease.searcher) {
    const auto now = Clock::now();
    if (now >= deadline) return false;
    lease.called.wait_until(lock, std::min(deadline, now + kGoneInterval),
                            [&lease] { return lease.searcher != nullptr; });
    lock.unlock();
    if (is_gone()) return false;
    lock.lock();
  }
  return true;
}

void SearcherPool::release(Lease& lease) {
  if (!lease.ticket) return;
  const std::lock_guard lock(mutex_);
  waiting_.erase(*lease.ticket);
  queue_.leave(*lease.ticket);
  // One that was out while the generation changed has been replaced already.
  if (lease.searcher && &lease.searcher->snapshot() == snapshot_.get()) free_.push_back(std::move(lease.searcher));
  call_next();
}

// The queue gives out as many workers as there are, and a change of generation only adds free ones: there is one for
// each that it calls.
void SearcherPool::call_next() {
  while (const std::optional<FairQueue::Ticket> ticket = queue_.next()) {
    Lease& lease = *waiting_.at(*ticket);
    waiting_.erase(*ticket);
    lease.searcher = std::move(free_.back());
    free_.pop_back();
    lease.called.notify_one();
  }
}

std::shared_ptr<const Snapshot> SearcherPool::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

std::vector<std::unique_ptr<Searcher>> SearcherPool::searchers_of(
    const std::shared_ptr<const Snapshot>& snapshot) const {
  std::vector<std::unique_ptr<Searcher>> searchers;
  searchers.reserve(workers_);  // so that release() never has to ask for memory
  for (std::size_t i = 0; i < workers_; ++i) searchers.push_back(std::make_unique<Searcher>(snapshot));
  return searchers;
}

void SearcherPool::take(std::shared_ptr<const Snapshot> next) {
  std::vector<std::unique_ptr<Searcher>> fresh = searchers_of(next);
  {
    const std::lock_guard lock(mutex_);
    snapshot_ = std::move(next);
    free_.swap(fresh);
  }
}

}  // namespace paperdex
