// Room on the disk, asked for before it is taken: what is committed can be published, too.
#pragma once

#include <cstdint>
#include <string>

#include "data/index_dir.h"

namespace paperdex {

// The bytes that a new generation of `documents` papers will take while it is made: by what the newest generation takes
// for its papers and kRoomMargin more, or where there is none by what staging takes. Throws IndexError.
std::uint64_t room_for_publication(const IndexDir& dir, std::uint64_t documents);

// The bytes that staging may grow by when records of `stored_bytes` are written to it.
std::uint64_t room_for_batch(std::uint64_t stored_bytes);

// Throws IndexError that says what is needed for `doing` ("adding papers"), what there is and what to do, when the disk
// of `dir` has less than `bytes` to give.
void require_room(const IndexDir& dir, std::uint64_t bytes, const std::string& doing);

}  // namespace paperdex
