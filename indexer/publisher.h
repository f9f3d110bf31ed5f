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

// Publishes what staging has committed as a new generation, numbered above all before it, and makes it the current one.
// Keeps the one that was current until then, to go back to and for readers that still have it open, and removes the
// others. Requires that staging.commit() was the last call. Throws IndexError; then nothing has changed.
Manifest publish(const IndexLock& lock, Staging& staging);

// Makes `number` the current generation, or without it the newest one before the current. Verifies every byte first.
// Throws IndexError when there is no such generation or it is damaged; then nothing has changed.
Generation rollback(const IndexLock& lock, std::optional<Generation> number);

// Ends what a kill interrupted: goes through with a switch of `current` whose generation is whole, and removes the
// rest.
void clean_up(const IndexLock& lock);

// Compares every byte of the current generation with its manifest and opens it and staging. Returns what is wrong, one
// line each.
std::vector<std::string> check(const IndexDir& dir);

}  // namespace paperdex
