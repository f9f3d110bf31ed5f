// A Searcher for each worker, and the switch to a newly published generation without a failed request.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "query/searcher.h"

namespace paperdex {

// Thread-safe. Holds `workers` Searchers of the newest verified generation, and a thread that looks every kPollInterval
// whether `current` names another; a new one is verified and opened aside, then takes over for the next request, while
// requests under way finish on the old one. A damaged new generation is refused: the old one goes on.
class SearcherPool {
 public:
  static constexpr std::chrono::milliseconds kPollInterval{200};

  // Called from the pool's thread for each event, with one line of key=value; must not throw.
  using Log = std::function<void(const std::string&)>;

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
  void watch(std::stop_token stop);

  IndexDir dir_;
  std::size_t workers_;
  Log log_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::vector<std::unique_ptr<Searcher>> free_;
  std::condition_variable_any wake_;
  std::jthread watcher_;
};

}  // namespace paperdex
