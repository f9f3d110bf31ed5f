#include "query/searcher_pool.h"

#include <utility>

namespace paperdex {

SearcherPool::SearcherPool(IndexDir dir, std::size_t workers, Log log)
    : workers_(workers),
      snapshot_(open_to_serve(dir)),
      free_(searchers_of(snapshot_)),
      watch_(
          std::move(dir), snapshot_->manifest().generation,
          [this](std::shared_ptr<const Snapshot> next) { take(std::move(next)); }, std::move(log)) {}

SearcherPool::~SearcherPool() = default;

SearcherPool::Lease::~Lease() {
  if (searcher) pool->release(std::move(searcher));
}

SearcherPool::Lease SearcherPool::acquire(std::chrono::milliseconds patience) {
  Lease lease;
  std::unique_lock lock(mutex_);
  if (!freed_.wait_for(lock, patience, [this] { return !free_.empty(); })) return lease;
  lease.pool = this;
  lease.searcher = std::move(free_.back());
  free_.pop_back();
  return lease;
}

void SearcherPool::release(std::unique_ptr<Searcher> searcher) {
  {
    const std::lock_guard lock(mutex_);
    // One that was out while the generation changed has been replaced already.
    if (&searcher->snapshot() == snapshot_.get()) free_.push_back(std::move(searcher));
  }
  freed_.notify_one();
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
  freed_.notify_all();
}

}  // namespace paperdex
