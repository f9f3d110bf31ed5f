// Kaggle's snapshot of arXiv as a source: the first load.
#pragma once

#include <memory>

#include "indexer/paper_source.h"
#include "indexer/source_config.h"

namespace paperdex {

// Streams the files of config.paths one after another (file_source.h), in bounded memory. At the end comes one Covered
// with the number of records, rejections included. Throws InputError when a path is no file; next() throws it, with the
// file's name, when one cannot be read or is cut off. Requires a day in task.days.
std::unique_ptr<PaperSource> arxiv_snapshot_source(HarvestTask task);

}  // namespace paperdex
