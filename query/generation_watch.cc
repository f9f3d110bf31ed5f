#include "query/generation_watch.h"

#include <malloc.h>

#include <exception>
#include <utility>

#include "data/error.h"

namespace paperdex {
namespace {

std::string without(std::string text, const std::string& part) {
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos;) text.erase(at, part.size());
  return text;
}

}  // namespace

std::shared_ptr<const Snapshot> open_to_serve(const IndexDir& dir, std::optional<Generation> number) {
  std::shared_ptr<const Snapshot> snapshot = Snapshot::open(dir, number, Snapshot::Verify::kHashes);
  snapshot->calendar();
  snapshot->rising();
  return snapshot;
}

GenerationWatch::GenerationWatch(IndexDir dir, Generation serving, Take take, Log log)
    : dir_(std::move(dir)), take_(std::move(take)), log_(std::move(log)), serving_(serving) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

std::optional<GenerationWatch::Waiting> GenerationWatch::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

void GenerationWatch::set_waiting(std::optional<Waiting> waiting) {
  const std::lock_guard lock(mutex_);
  waiting_ = std::move(waiting);
}

void GenerationWatch::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, kPollInterval, [] { return false; });
    }
    try {
      look();
    } catch (const std::exception&) {
      // No memory even to say what went wrong: the next look is soon.
    }
  }
}

void GenerationWatch::look() {
  const std::optional<Generation> current = dir_.current();
  if (!current || *current == serving_) {
    plan_.forget();
    set_waiting(std::nullopt);
    return;
  }
  const PickUp pick_up = pick_up_of(dir_, *current);
  if (!plan_.is_due(pick_up, RetryPlan::Time::clock::now())) return;
  std::shared_ptr<const Snapshot> next;
  try {
    next = open_to_serve(dir_, current);
    take_(next);
  } catch (const LastingError& error) {
    return fail(pick_up, true, error.what());
  } catch (const std::exception& error) {
    return fail(pick_up, false, error.what());
  }
  serving_ = *current;
  plan_.forget();
  set_waiting(std::nullopt);
  log_("generation=" + std::to_string(serving_) + " documents=" + std::to_string(next->manifest().documents) +
       " status=serving");
  ::malloc_trim(0);  // else the heap keeps a little more after each generation, between what lives on
}

void GenerationWatch::fail(const PickUp& pick_up, bool is_for_good, const std::string& why) {
  const auto pause = plan_.failed(pick_up, is_for_good, RetryPlan::Time::clock::now());
  set_waiting(Waiting{pick_up.generation, without(why, dir_.path().string() + "/")});
  log_("generation=" + std::to_string(pick_up.generation) +
       (pause ? " status=waiting again_after_s=" + std::to_string(pause->count()) : " status=refused") + " error=\"" +
       why + '"');
}

}  // namespace paperdex
