#include "query/searcher_pool.h"

#include "data/error.h"

namespace paperdex {

SearcherPool::SearcherPool(IndexDir dir, std::size_t workers, Log log)
    : dir_(std::move(dir)),
      workers_(workers),
      log_(std::move(log)),
      snapshot_(Snapshot::open(dir_, std::nullopt, true)) {
  for (std::size_t i = 0; i < workers_; ++i) free_.push_back(std::make_unique<Searcher>(snapshot_));
  watcher_ = std::jthread([this](std::stop_token stop) { watch(std::move(stop)); });
}

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

void SearcherPool::watch(std::stop_token stop) {
  std::optional<Generation> refused;
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, kPollInterval, [] { return false; });
    }
    const std::optional<Generation> current = dir_.current();
    if (!current || current == snapshot()->manifest().generation || current == refused) continue;
    try {
      const auto next = Snapshot::open(dir_, current, true);
      std::vector<std::unique_ptr<Searcher>> fresh;
      for (std::size_t i = 0; i < workers_; ++i) fresh.push_back(std::make_unique<Searcher>(next));
      {
        const std::lock_guard lock(mutex_);
        snapshot_ = next;
        free_.swap(fresh);
      }
      freed_.notify_all();
      log_("generation=" + std::to_string(*current) + " documents=" + std::to_string(next->manifest().documents) +
           " status=serving");
    } catch (const Error& error) {
      refused = current;
      log_("generation=" + std::to_string(*current) + " status=refused error=\"" + error.what() + '"');
    }
  }
}

}  // namespace paperdex
