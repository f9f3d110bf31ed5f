// The records of one paper -> the paper.
#pragma once

#include <string>
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
// revised first, then by id, then those that say more first (says_more()). Two fields are not left to that order where
// files are the first to have them:
//
//   authors: of all files' records, the one that names most, then the one that writes them out longest
//   published: of all files' records, the most precise that agrees with the first: 2017-06 with 2017, but not with
//     2016; unless the first says when it was updated too
//
// The id is the arXiv id, where there is one, else that of the first record by the last order. The dates come from one
// record. All ids and addresses are united; the paper is withdrawn when any source says so, and was added with the
// first of them. With one record, the paper is that record but for its id; of several, it has no entry.
//
// Pure; the order of `records` does not matter. Requires one record at least. Leaves `linked` empty.
Paper merge_records(const std::vector<Paper>& records);

// All that a record says, but for how the index knows it (entry, added): as text.
std::string content_of_record(const Paper& record);

// Of two such contents, the longer one, else the first by its text.
bool says_more(const std::string& content, const std::string& other);

}  // namespace paperdex
