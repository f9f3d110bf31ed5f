// The short commands that change an index: remove, publish, rollback.
#include <chrono>
#include <iostream>

#include "data/error.h"
#include "indexer/commands/commands.h"
#include "indexer/publisher.h"

namespace paperdex {

int remove_papers(const IndexDir& dir, const std::vector<std::string>& ids) {
  const auto start = std::chrono::steady_clock::now();
  const IndexLock lock(dir);
  clean_up(lock);
  Staging staging(lock);
  std::size_t removed = 0;
  for (const std::string& id : ids) {
    if (staging.remove(id)) {
      ++removed;
    } else {
      std::cerr << "unknown id=" << event_value(id) << '\n';
    }
  }
  staging.commit();
  if (!published_generation(staging)) publish(lock, staging);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::cout << "removed=" << removed << " unknown=" << ids.size() - removed << " documents=" << staging.documents()
            << " generation=" << dir.current().value_or(0) << " seconds=" << seconds << '\n';
  return removed == ids.size() ? kExitDone : kExitPartly;
}

int publish_staging(const IndexDir& dir) {
  const auto start = std::chrono::steady_clock::now();
  const IndexLock lock(dir);
  clean_up(lock);
  Staging staging(lock);
  const Manifest manifest = publish(lock, staging);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::cout << "documents=" << manifest.documents << " generation=" << manifest.generation << " seconds=" << seconds
            << '\n';
  return kExitDone;
}

int go_back(const IndexDir& dir, std::optional<Generation> number) {
  const IndexLock lock(dir);
  const Generation generation = rollback(lock, number);
  std::cout << "documents=" << read_manifest(dir.generation(generation)).documents << " generation=" << generation
            << '\n';
  return kExitDone;
}

}  // namespace paperdex
