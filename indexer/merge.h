// The records of one paper -> the paper.
#pragma once

#include <vector>

#include "data/paper.h"

namespace paperdex {

// Each field comes whole from the first record that has it, in the order that the field asks for:
//
//   venue, doi: acl, crossref, europepmc, openalex, others, files, arxiv, hf-daily
//   upvotes, comments, shown, repository, project_page: hf-daily, then as below
//   all others: arxiv, acl, crossref, europepmc, openalex, others, files, hf-daily
//
// "Files" are bibtex, ris, csl-json and records without a source. Within a place, records follow by source, the last
// revised first, then by id. The id is the arXiv id, where there is one, else that of the first record by the last
// order. The dates come from one record. All ids and addresses are united; the paper is withdrawn when any source says
// so, and was added with the first of them. With one record, the paper is that record but for its id.
//
// Pure; the order of `records` does not matter. Requires one record at least. Leaves `linked` empty.
Paper merge_records(const std::vector<Paper>& records);

}  // namespace paperdex
