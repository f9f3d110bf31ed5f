// The server's look-out for a newly published generation.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "data/index_dir.h"
#include "query/retry_plan.h"
#include "query/snapshot.h"

namespace paperdex {

// Verified against its manifest, and with all that answers need read already: no request waits for what rises or for
// the calendar. Throws IndexError, and LastingError when trying again would change nothing. Reads every file.
std::shared_ptr<const Snapshot> open_to_serve(const IndexDir& dir, std::optional<Generation> number = std::nullopt);

// Thread-safe. Its thread looks every kPollInterval whether `current` names another generation than the one that
// serves, opens it and hands it over. One that is damaged is refused until its manifest changes; after any other fault,
// which may pass (no file descriptors, no memory, a disk that fails), it is tried again (retry_plan.h).
class GenerationWatch {
 public:
  static constexpr std::chrono::milliseconds kPollInterval{200};

  // Both are called from the thread. `take` puts a generation to work, and leaves all as it was when it throws. A log
  // takes one line of key=value, and must not throw.
  using Take = std::function<void(std::shared_ptr<const Snapshot>)>;
  using Log = std::function<void(const std::string&)>;

  GenerationWatch(IndexDir dir, Generation serving, Take take, Log log);
  GenerationWatch(const GenerationWatch&) = delete;
  GenerationWatch& operator=(const GenerationWatch&) = delete;

  // The generation that should serve and does not, and why, without the index's folder: fit to be shown to anybody.
  struct Waiting {
    Generation generation = 0;
    std::string why;
  };
  std::optional<Waiting> waiting() const;

 private:
  void run(const std::stop_token& stop);
  void look();
  void fail(const PickUp& pick_up, bool is_for_good, const std::string& why);
  void set_waiting(std::optional<Waiting> waiting);

  const IndexDir dir_;
  const Take take_;
  const Log log_;
  Generation serving_;  // this and the plan are the thread's alone
  RetryPlan plan_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::optional<Waiting> waiting_;
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace paperdex
