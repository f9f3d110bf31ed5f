// Hands out docids as data/schema.h says: the next one of the day's block, or of the nearest older block with room.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "data/schema.h"

namespace paperdex {

// Not thread-safe. No docid is handed out twice, as long as every change is stored with the papers that use the docids.
class DocidAllocator {
 public:
  // How many docids of the block that starts at `first_docid` were handed out so far, as the index has it stored.
  using Used = std::function<Docid(Docid first_docid)>;

  // Calls `used` once for each block, when it is first needed. `spill_days` is what the index has stored.
  DocidAllocator(Used used, int spill_days) : used_(std::move(used)), spill_days_(spill_days) {}

  // Throws IndexError when no block from `day` to the first day has room.
  Docid allocate(std::optional<Day> day);

  // The greatest distance in days that any paper was moved.
  int spill_days() const { return spill_days_; }

  // First docid -> docids handed out, of the blocks that changed since the last call.
  std::map<Docid, Docid> take_changes();

 private:
  Docid& used(Docid first);
  Docid take(Docid first);

  Used used_;
  int spill_days_;
  std::map<Docid, Docid> blocks_;
  std::map<Docid, Docid> changes_;
};

}  // namespace paperdex
