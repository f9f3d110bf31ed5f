// ETags: the same tag means the same answer, but for how long it took.
#pragma once

#include <string>
#include <string_view>

#include "data/index_dir.h"

namespace paperdex {

// The linker's name for this build of the program, 20 bytes: another program of the same sources and options, on
// whatever machine, has the same, and one that could answer otherwise has another.
std::string_view build_id();

// A weak tag (the answer may be compressed) of the build, the generation and what was asked for.
std::string entity_tag(Generation generation, std::string_view asked);

// A weak tag of a file's bytes.
std::string entity_tag(std::string_view bytes);

// Whether the header If-None-Match names `tag`, which must be weak.
bool matches_tag(std::string_view if_none_match, const std::string& tag);

}  // namespace paperdex
