// Records of Europe PMC (GET /rest/search, resultType=core).
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "data/json_types.h"
#include "data/paper.h"
#include "indexer/fetcher.h"
#include "indexer/paper_source.h"
#include "indexer/source_config.h"

namespace paperdex {

// Reads one record. Throws Rejection.
//   id          "pmid:N", or else "PMC...", or else "epmc:SOURCE/ID" ("epmc:PPR/PPR123"); the others are in ids, and so
//   is
//               the arXiv id that the DOI or the full text's addresses name
//   authors     "Ada Lovelace", or else "Lovelace A", or else a group's name
//   published   firstPublicationDate, or else pubYear
//   venue       the journal, or else the publisher (the server of a preprint)
//   url         its page at Europe PMC
//   withdrawn   by its types: retracted publication, preprint-withdrawal, preprint-removal
//   revised     dateOfRevision
Paper paper_from_europepmc(std::string_view record);
Paper paper_from_europepmc(const JsonValue& record);

// The records that the configuration's query finds (Europe PMC's search syntax; empty finds all) and that came into
// Europe PMC or were changed on each day of the task: FIRST_IDATE or UPDATE_DATE. Neither is the day of publication, so
// what is indexed late is not missed. A record that changes again leaves the day of the change before.
//
// Throws InputError when brackets or quotes of the query are not paired, since what it finds would then not be bound to
// the day. next() throws as json_api.h says; an error that the server reports with status 200 is a fault like
// another. `fetcher` must outlive the source.
std::unique_ptr<PaperSource> europepmc_source(Fetcher& fetcher, HarvestTask task);

inline constexpr std::size_t kEuropePmcPageSize = 1000;  // the most that the server gives
inline constexpr std::size_t kMaxEuropePmcPages = 500;   // of one day

}  // namespace paperdex
