// Any repository that speaks OAI-PMH and has Dublin Core (oai_dc): Zenodo, DSpace, EPrints, an institute's own.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "data/date.h"
#include "data/paper.h"
#include "indexer/fetcher.h"
#include "indexer/paper_source.h"
#include "indexer/source_config.h"

namespace paperdex {

struct OaiRecord;

// Of one dc:subject; longer ones are sentences, and their terms would not fit the index.
inline constexpr std::size_t kMaxSubjectBytes = 198;

// The records of task.set on each of task.days, each day followed by its Covered. Days before the earliest datestamp of
// the repository, as it says itself, are covered unasked. `fetcher` must outlive the source.
// Throws InputError when task.config has no base_url or no name.
std::unique_ptr<PaperSource> oai_source(Fetcher& fetcher, HarvestTask task);

// Reads an oai_dc record. Its fields may come in any number, and repositories do not agree what they hold:
//   id          the record's identifier
//   title       the first; translations follow it
//   authors     creators, "Last, First" turned around
//   abstract    the longest description; others are notes
//   published   the earliest date that has a day, else the earliest; what is no date is left out
//   doi, ids    identifiers that are DOIs, or arXiv's, PubMed's, ACL's or OpenAlex's and say so; no reports'
//               numbers, which are not unique
//   url         the first identifier that is an http or https address
//   categories  subjects, but for those longer than kMaxSubjectBytes; the first kMaxCategories
//   venue       the first dc:source that is no address
//   revised     the record's datestamp
// Publishers, relations (other papers), rights and languages are left out. Throws Rejection, also with the field "type"
// when the types say that it is something else than a text ("dataset", "software", "info:eu-repo/semantics/other") and
// none says that it is one.
Paper paper_from_oai_dc(const OaiRecord& record, const std::string& source);

}  // namespace paperdex
