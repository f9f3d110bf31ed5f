// Items of Hugging Face's Daily Papers (GET /api/daily_papers).
#pragma once

#include <string_view>

#include "data/json_types.h"
#include "data/paper.h"

namespace paperdex {

// Reads an item {"paper": {...}, ...}, or the inner object alone. Throws Rejection.
//   published   the inner publishedAt, because the outer one is hours wrong
//   shown       the day of submittedOnDailyAt
//   comments    numComments, of an item only
//   withdrawn   when there is a withdrawnAt
// Hidden authors are left out, and so are links that are no web addresses.
Paper paper_from_hf_daily(std::string_view record);
Paper paper_from_hf_daily(const JsonValue& item);

}  // namespace paperdex
