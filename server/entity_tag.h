// ETags: the same tag means the same answer, but for how long it took.
#pragma once

#include <string>
#include <string_view>

#include "data/index_dir.h"

namespace paperdex {

// A weak tag (the answer may be compressed) of the program's version, the generation and what was asked for.
std::string entity_tag(Generation generation, std::string_view asked);

// A weak tag of a file's bytes.
std::string entity_tag(std::string_view bytes);

// Whether the header If-None-Match names `tag`, which must be weak.
bool matches_tag(std::string_view if_none_match, const std::string& tag);

}  // namespace paperdex
