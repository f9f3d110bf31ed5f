// Generations: publishing one from staging, and going back to an earlier one.
//
// A generation is written aside, synced whole, renamed into place, and only then named by DIR/current, whose switch is
// one rename. A kill at any moment leaves `current` on a whole generation; what was unfinished is removed by the next
// clean_up() or publish().
#pragma once

#include <optional>
#include <string>

#include "data/index_dir.h"
#include "indexer/index_lock.h"
#include "indexer/staging.h"

namespace paperdex {

// Publishes what staging has committed as a new generation, numbered above `above` and all before it, and makes it the
// current one. Keeps the one that was current until then, to go back to and for readers that still have it open, and
// removes the others. Seals staging meanwhile. Requires that staging.commit() was the last call. Throws IndexError, for
// example when the disk has no room or a stored record is damaged; then nothing has changed.
Manifest publish(const IndexLock& lock, Staging& staging, Generation above = 0);

// Makes `number` the current generation, or without it the newest one before the current. Verifies every byte first.
// Throws IndexError when there is no such generation or it is damaged; then nothing has changed.
Generation rollback(const IndexLock& lock, std::optional<Generation> number);

// Ends what a kill interrupted: goes through with a switch of `current` whose generation is whole, and removes the
// rest.
void clean_up(const IndexLock& lock);

// Compares every byte of the current generation with its manifest, and those of staging where the last session ended
// well, and staging's age with the generations'. `deep`: reads the content of both, too (content_check.h), for which no
// session may be at work. Returns what is wrong, one line each.
std::vector<std::string> check(const IndexDir& dir, bool deep = false);

}  // namespace paperdex
