// The short commands that change an index: remove, publish, rollback, upgrade.
#include <chrono>
#include <filesystem>
#include <iostream>

#include "data/error.h"
#include "indexer/commands/commands.h"
#include "indexer/publisher.h"
#include "indexer/rebuild.h"

namespace paperdex {
namespace {

// Only paperdex-index add makes an index: elsewhere a folder that is not there is a mistake.
const IndexDir& existing(const IndexDir& dir) {
  if (!std::filesystem::exists(dir.staging()) && !dir.current()) {
    throw IndexError("there is no index at " + dir.path().string() + "; run `paperdex-index add FILE`");
  }
  return dir;
}

void say_rebuilt(const Rebuilt& rebuilt) {
  for (const std::string& message : rebuilt.taken) std::cerr << "restored what=" << event_value(message) << '\n';
  for (const std::string& message : rebuilt.lost) std::cerr << "lost what=" << event_value(message) << '\n';
  std::cerr << "rebuilt documents=" << rebuilt.documents << " restored=" << rebuilt.taken.size()
            << " lost=" << rebuilt.lost.size();
  if (rebuilt.generation) std::cerr << " generation=" << *rebuilt.generation;
  std::cerr << " reason=" << event_value(rebuilt.reason) << '\n';
}

}  // namespace

OpenStaging open_for_change(const IndexLock& lock) {
  clean_up(lock);
  OpenStaging open;
  open.staging = open_staging(lock, [&](const Rebuilt& rebuilt) {
    say_rebuilt(rebuilt);
    open.has_lost = !rebuilt.lost.empty();
  });
  return open;
}

void publish_if_new(const IndexLock& lock, Staging& staging) {
  if (!generation_of(lock.dir(), staging.commit_name())) publish(lock, staging);
}

int remove_papers(const IndexDir& dir, const std::vector<std::string>& ids) {
  const auto start = std::chrono::steady_clock::now();
  const IndexLock lock(existing(dir));
  const OpenStaging open = open_for_change(lock);
  Staging& staging = *open.staging;
  std::size_t removed = 0;
  for (const std::string& id : ids) {
    if (staging.remove(id)) {
      ++removed;
    } else {
      std::cerr << "unknown id=" << event_value(id) << '\n';
    }
  }
  staging.commit();
  publish_if_new(lock, staging);
  std::cout << "removed=" << removed << " unknown=" << ids.size() - removed << " documents=" << staging.documents()
            << " generation=" << dir.current().value_or(0) << " seconds=" << seconds_since(start) << '\n';
  return removed == ids.size() && !open.has_lost ? kExitDone : kExitPartly;
}

int publish_staging(const IndexDir& dir) {
  const auto start = std::chrono::steady_clock::now();
  const IndexLock lock(existing(dir));
  const OpenStaging open = open_for_change(lock);
  const Manifest manifest = publish(lock, *open.staging);
  std::cout << "documents=" << manifest.documents << " generation=" << manifest.generation
            << " seconds=" << seconds_since(start) << '\n';
  return open.has_lost ? kExitPartly : kExitDone;
}

int go_back(const IndexDir& dir, std::optional<Generation> number) {
  const IndexLock lock(existing(dir));
  const Generation generation = rollback(lock, number);
  std::cout << "documents=" << read_manifest(dir.generation(generation)).documents << " generation=" << generation
            << '\n';
  return kExitDone;
}

int upgrade_index(const IndexDir& dir, const std::string& target) {
  const auto start = std::chrono::steady_clock::now();
  const IndexLock lock(existing(dir));
  std::optional<IndexLock> other;
  if (!target.empty()) other.emplace(IndexDir(target));
  const IndexLock& destination = other ? *other : lock;
  clean_up(destination);
  const std::optional<Rebuilt> rebuilt = upgrade(dir, destination);
  if (rebuilt) {
    say_rebuilt(*rebuilt);
  } else {
    std::cerr << "unchanged format=" << kFormatVersion << '\n';
  }
  std::cout << "documents="
            << read_manifest(destination.dir().generation(destination.dir().current().value_or(0))).documents
            << " generation=" << destination.dir().current().value_or(0) << " seconds=" << seconds_since(start) << '\n';
  return rebuilt && !rebuilt->lost.empty() ? kExitPartly : kExitDone;
}

}  // namespace paperdex
