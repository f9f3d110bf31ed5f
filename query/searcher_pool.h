// A Searcher for each worker, and the switch to a newly published generation without a failed request.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "query/generation_watch.h"
#include "query/searcher.h"

namespace paperdex {

// Thread-safe. Holds `workers` Searchers of the newest verified generation, and watches for a newer one: that is
// verified and opened aside, then takes over for the next request, while requests under way finish on the old one.
// While it cannot be taken, the old one goes on (generation_watch.h).
class SearcherPool {
 public:
  using Log = GenerationWatch::Log;

  // Verifies and opens the current generation. Throws IndexError.
  SearcherPool(IndexDir dir, std::size_t workers, Log log);
  ~SearcherPool();
  SearcherPool(const SearcherPool&) = delete;
  SearcherPool& operator=(const SearcherPool&) = delete;

  // Calls `work(Searcher&)` when a Searcher is free, within `patience`; returns false, without a call, when none was.
  template <typename Work>
  bool with_searcher(std::chrono::milliseconds patience, Work&& work) {
    Lease lease = acquire(patience);
    if (!lease.searcher) return false;
    work(*lease.searcher);
    return true;
  }

  std::shared_ptr<const Snapshot> snapshot() const;

  // The generation that should serve and does not, and why.
  std::optional<GenerationWatch::Waiting> waiting() const { return watch_.waiting(); }

 private:
  struct Lease {
    SearcherPool* pool = nullptr;
    std::unique_ptr<Searcher> searcher;
    Lease() = default;
    Lease(Lease&& other) noexcept : pool(other.pool), searcher(std::move(other.searcher)) {}
    ~Lease();
  };

  Lease acquire(std::chrono::milliseconds patience);
  void release(std::unique_ptr<Searcher> searcher);
  // A Searcher of it for each worker. Throws IndexError.
  std::vector<std::unique_ptr<Searcher>> searchers_of(const std::shared_ptr<const Snapshot>& snapshot) const;
  void take(std::shared_ptr<const Snapshot> next);

  std::size_t workers_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::vector<std::unique_ptr<Searcher>> free_;
  GenerationWatch watch_;  // last: it calls take() until it ends
};

}  // namespace paperdex
