// arXiv's own OAI-PMH interface: what was announced, replaced or edited on some days, as arXivRaw records.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "data/date.h"
#include "data/paper.h"
#include "indexer/fetcher.h"
#include "indexer/paper_source.h"
#include "indexer/source_config.h"

namespace paperdex {

struct OaiRecord;

inline constexpr char kArxivOaiUrl[] = "https://oaipmh.arxiv.org/oai";

// 2005-09-16, before which arXiv answers badArgument: it has no earlier datestamp. Earlier days are covered unasked.
inline constexpr Day kArxivFirstDay = 13'042;

// The records of task.set on each of task.days, each day followed by its Covered. `fetcher` must outlive the source.
// Throws InputError when the set is written in another way than arXiv's, or a day is later than tomorrow, which arXiv
// refuses to be asked for.
//
// A paper's record (paper_from_arxiv_raw) that is none is Rejected, one with status="deleted" is Deleted.
std::unique_ptr<PaperSource> arxiv_source(Fetcher& fetcher, HarvestTask task);

// Reads an arXivRaw record as the snapshot's are read (arxiv_fields.h): equal papers from both.
//   withdrawn   when the last version has the flag I or no bytes, or the comment or the abstract say so
//   revised     the record's datestamp
// Throws Rejection, also when the record's identifier is of another paper than its content.
Paper paper_from_arxiv_raw(const OaiRecord& record, const std::string& source);

// Throws InputError, with the right form, for a set that is written as a category ("cs.LG" for "cs:cs:LG", "hep-th" for
// "physics:hep-th"). Whether the set exists, only arXiv knows.
void check_arxiv_set(std::string_view set);

}  // namespace paperdex
