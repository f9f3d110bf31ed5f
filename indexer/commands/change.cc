// The short commands that change an index: remove, publish, rollback.
#include <chrono>
#include <filesystem>
#include <iostream>

#include "data/error.h"
#include "indexer/commands/commands.h"
#include "indexer/publisher.h"

namespace paperdex {
namespace {

// Only paperdex-index add makes an index: elsewhere a folder that is not there is a mistake.
const IndexDir& existing(const IndexDir& dir) {
  if (!std::filesystem::exists(dir.staging()) && !dir.current()) {
    throw IndexError("there is no index at " + dir.path().string() + "; run `paperdex-index add FILE`");
  }
  return dir;
}

}  // namespace

int remove_papers(const IndexDir& dir, const std::vector<std::string>& ids) {
  const auto start = std::chrono::steady_clock::now();
  const IndexLock lock(existing(dir));
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
  if (!generation_of_commits(dir, staging.commits())) publish(lock, staging);
  std::cout << "removed=" << removed << " unknown=" << ids.size() - removed << " documents=" << staging.documents()
            << " generation=" << dir.current().value_or(0) << " seconds=" << seconds_since(start) << '\n';
  return removed == ids.size() ? kExitDone : kExitPartly;
}

int publish_staging(const IndexDir& dir) {
  const auto start = std::chrono::steady_clock::now();
  const IndexLock lock(existing(dir));
  clean_up(lock);
  Staging staging(lock);
  const Manifest manifest = publish(lock, staging);
  std::cout << "documents=" << manifest.documents << " generation=" << manifest.generation
            << " seconds=" << seconds_since(start) << '\n';
  return kExitDone;
}

int go_back(const IndexDir& dir, std::optional<Generation> number) {
  const IndexLock lock(existing(dir));
  const Generation generation = rollback(lock, number);
  std::cout << "documents=" << read_manifest(dir.generation(generation)).documents << " generation=" << generation
            << '\n';
  return kExitDone;
}

}  // namespace paperdex
