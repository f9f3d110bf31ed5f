// Where a staging database comes from.
#pragma once

#include "data/index_dir.h"

namespace paperdex {

// Makes DIR/staging when it is missing: a copy of the current generation, or an empty database when none is published.
// A kill leaves either none or a whole one. Requires the index's lock. Throws IndexError.
void create_staging_if_missing(const IndexDir& dir);

}  // namespace paperdex
