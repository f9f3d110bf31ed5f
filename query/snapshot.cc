#include "query/snapshot.h"

#include <algorithm>

#include "data/error.h"

namespace paperdex {

std::shared_ptr<const Snapshot> Snapshot::open(const IndexDir& dir, std::optional<Generation> number, bool verify) {
  if (!number) number = dir.current();
  if (!number) {
    throw IndexError("no index is published at " + dir.path().string() +
                     "; make one with `paperdex-index add --index " + dir.path().string() + " FILE`");
  }
  const std::filesystem::path folder = dir.generation(*number);
  std::shared_ptr<Snapshot> snapshot(new Snapshot);
  snapshot->manifest_ = read_manifest(folder);
  if (verify) verify_generation(folder, snapshot->manifest_);
  snapshot->database_ = folder / "db";
  snapshot->lexicon_ = Lexicon(folder / "words");
  const Manifest& manifest = snapshot->manifest_;
  const Day created = manifest.created ? manifest.created->last_day() : today();
  snapshot->reference_day_ = manifest.newest ? std::min(manifest.newest->first_day(), created) : created;
  return snapshot;
}

IndexInfo Snapshot::info() const {
  return {manifest_.generation, manifest_.documents, manifest_.created, manifest_.newest};
}

}  // namespace paperdex
