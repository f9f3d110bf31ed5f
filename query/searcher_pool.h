// A Searcher for each worker, and the switch to a newly published generation without a failed request.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "query/fair_queue.h"
#include "query/generation_watch.h"
#include "query/searcher.h"

namespace paperdex {

// Whose work it is, for fair_queue.h.
struct Asker {
  std::string client;
  bool is_costly = false;
  // Whether nobody waits for the answer any more. Called by the thread that waits, now and then; nothing: somebody
  // does.
  std::function<bool()> is_gone = {};
};

// Thread-safe. Holds `workers` Searchers of the newest verified generation, and watches for a newer one: that is
// verified and opened aside, then takes over for the next request, while requests under way finish on the old one.
// While it cannot be taken, the old one goes on (generation_watch.h).
class SearcherPool {
 public:
  static constexpr std::chrono::milliseconds kGoneInterval{50};  // from one look whether an asker is gone to the next

  using Log = GenerationWatch::Log;

  // Verifies and opens the current generation. Throws IndexError.
  SearcherPool(IndexDir dir, std::size_t workers, Log log);
  ~SearcherPool();
  SearcherPool(const SearcherPool&) = delete;
  SearcherPool& operator=(const SearcherPool&) = delete;

  // Calls `work(Searcher&)` when a Searcher is free and it is the asker's turn, within `patience`; returns false,
  // without a call, when that was not, or the asker was gone before. Half of the Searchers are for one client at most,
  // and half for costly questions (fair_queue.h).
  template <typename Work>
  bool with_searcher(const Asker& asker, std::chrono::milliseconds patience, Work&& work) {
    Lease lease{*this};
    if (!acquire(asker, patience, lease)) return false;
    work(*lease.searcher);
    return true;
  }

  std::shared_ptr<const Snapshot> snapshot() const;

  // The generation that should serve and does not, and why.
  std::optional<GenerationWatch::Waiting> waiting() const { return watch_.waiting(); }

 private:
  // A question's place in the queue, and its Searcher once it has one.
  struct Lease {
    explicit Lease(SearcherPool& of) : pool(of) {}
    ~Lease() { pool.release(*this); }
    SearcherPool& pool;
    std::optional<FairQueue::Ticket> ticket;
    std::unique_ptr<Searcher> searcher;
    std::condition_variable called;
  };

  bool acquire(const Asker& asker, std::chrono::milliseconds patience, Lease& lease);
  void release(Lease& lease);
  void call_next();
  // A Searcher of it for each worker. Throws IndexError.
  std::vector<std::unique_ptr<Searcher>> searchers_of(const std::shared_ptr<const Snapshot>& snapshot) const;
  void take(std::shared_ptr<const Snapshot> next);

  std::size_t workers_;
  mutable std::mutex mutex_;
  FairQueue queue_;
  std::unordered_map<FairQueue::Ticket, Lease*> waiting_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::vector<std::unique_ptr<Searcher>> free_;
  GenerationWatch watch_;  // last: it calls take() until it ends
};

}  // namespace paperdex
