// A source by its configuration.
#pragma once

#include <memory>

#include "indexer/fetcher.h"
#include "indexer/paper_source.h"
#include "indexer/source_config.h"

namespace paperdex {

// `fetcher` must outlive the source. Throws InputError, FetchError or Stopped.
std::unique_ptr<PaperSource> make_source(Fetcher& fetcher, const HarvestTask& task);

}  // namespace paperdex
