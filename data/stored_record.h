// A line of stored data (schema.h): a paper as canonical JSON, and behind it a checksum, so that damage is seen
// whenever the line is read.
//
//   {"id":"2006.15055","title":"Object-Centric Learning with Slot Attention"}9b0c2f4e
//
// The checksum is CRC-32 (that of zlib and gzip) of the JSON, as 8 lower-case hexadecimal digits. It is meant for what
// disks and memory do, not for what people do. All functions are pure.
#pragma once

#include <string>
#include <string_view>

#include "data/paper.h"

namespace paperdex {

inline constexpr std::size_t kChecksumChars = 8;

// Without a newline.
std::string stored_line(const Paper& paper);

// Throws DamageError, which names the paper as far as it can be read, when the line is not what stored_line() gave.
// Cost: linear; the checksum is a fiftieth of it.
Paper read_stored_line(std::string_view line);

// The first line of stored data: the paper without its records. Throws DamageError.
Paper stored_paper(std::string_view data);

// Compares the checksum of every line of stored data, and reads no more of it. Throws DamageError likewise.
void check_stored(std::string_view data);

// What stands where a line has the paper's id, fit for a message; "" when there is nothing like an id.
std::string id_in_line(std::string_view line);

}  // namespace paperdex
