// Hugging Face's Daily Papers by day, over HTTP.
#pragma once

#include <memory>

#include "indexer/fetcher.h"
#include "indexer/paper_source.h"
#include "indexer/source_config.h"

namespace paperdex {

// The papers that the page showed on each day of the task; hf_daily.h says how they are read, and one that does not say
// when it was shown was shown on the day asked for. A weekend is a whole empty day. Which days to ask for again,
// because upvotes keep moving and papers are added to past days, is the caller's to decide. Sets are not known here.
//
// Pages follow while the server names a next one or fills a page; only the number of the page is taken from here, never
// an address from the server. The list moves while it is read when votes do: a paper that moves to an earlier page
// meanwhile is missed until the day is asked for again.
//
// next() throws as json_api.h says. `fetcher` must outlive the source.
std::unique_ptr<PaperSource> hf_daily_source(Fetcher& fetcher, HarvestTask task);

inline constexpr std::size_t kHfDailyPageSize = 100;  // the most that the server gives
inline constexpr std::size_t kMaxHfDailyPages = 20;   // of one day

}  // namespace paperdex
