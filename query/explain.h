// Why a hit is there, in words a person understands.
#pragma once

#include "data/text/analyzer.h"
#include "query/ranking.h"
#include "query/search_response.h"

namespace paperdex {

// `recency` is the part of the hit's score that its date gave. Cost: an analysis of the paper's text for each word.
Explanation explain(const Hit& hit, const BuiltQuery& built, double recency, Analyzer& analyzer);

}  // namespace paperdex
