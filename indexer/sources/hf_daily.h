// Items of Hugging Face's Daily Papers (GET /api/daily_papers).
#pragma once

#include <string_view>

#include "data/paper.h"

namespace paperdex {

// Reads an item {"paper": {...}, ...}, or the inner object alone. Throws Rejection. The inner publishedAt counts,
// because the outer one is hours wrong; hidden authors are left out, and so are links that are no web addresses.
Paper paper_from_hf_daily(std::string_view record);

}  // namespace paperdex
