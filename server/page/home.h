// The first page: the newest day's papers below the search box.
#pragma once

#include "server/route.h"

namespace paperdex {

// Thread-safe.
HttpResponse home_page(const Services& services, const Asked& asked);

}  // namespace paperdex
