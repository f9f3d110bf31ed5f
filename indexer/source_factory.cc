#include "indexer/source_factory.h"

#include "data/error.h"
#include "indexer/sources/acl.h"
#include "indexer/sources/arxiv.h"
#include "indexer/sources/arxiv_snapshot_source.h"
#include "indexer/sources/europepmc.h"
#include "indexer/sources/hf_daily_source.h"
#include "indexer/sources/oai.h"
#include "indexer/sources/openalex.h"

namespace paperdex {

std::unique_ptr<PaperSource> make_source(Fetcher& fetcher, const HarvestTask& task) {
  switch (task.config.kind) {
    case SourceKind::kArxiv:
      return arxiv_source(fetcher, task);
    case SourceKind::kArxivSnapshot:
      return arxiv_snapshot_source(task);
    case SourceKind::kHfDaily:
      return hf_daily_source(fetcher, task);
    case SourceKind::kOai:
      return oai_source(fetcher, task);
    case SourceKind::kAcl:
      return acl_source(task);
    case SourceKind::kOpenAlex:
      return openalex_source(fetcher, task);
    case SourceKind::kEuropePmc:
      return europepmc_source(fetcher, task);
  }
  throw InputError("the source is of no known kind");
}

}  // namespace paperdex
