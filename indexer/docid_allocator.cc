#include "indexer/docid_allocator.h"

#include <algorithm>
#include <utility>

#include "data/error.h"

namespace paperdex {

Docid DocidAllocator::allocate(std::optional<Day> day) {
  if (!day) return take(first_dateless_docid());
  for (Day block = *day; block >= first_day(); --block) {
    if (used(first_docid(block)) == kDocidsPerDay) continue;
    spill_days_ = std::max(spill_days_, *day - block);
    return take(first_docid(block));
  }
  throw IndexError("the index has no room for another paper of " + Date::from_day(*day).to_string() + " or before");
}

std::map<Docid, Docid> DocidAllocator::take_changes() { return std::exchange(changes_, {}); }

Docid& DocidAllocator::used(Docid first) {
  const auto [block, is_new] = blocks_.try_emplace(first, 0);
  if (is_new) block->second = used_(first);
  return block->second;
}

Docid DocidAllocator::take(Docid first) {
  const Docid docid = first + used(first)++;
  changes_[first] = used(first);
  return docid;
}

}  // namespace paperdex
