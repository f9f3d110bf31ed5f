// Papers as items of CSL-JSON, which citation processors, Zotero and pandoc read.
#pragma once

#include <string>

#include "data/paper.h"

namespace paperdex {

// Appends one item, without a newline:
//   id, title, abstract  the paper's
//   type                 "article-journal", "paper-conference" or "article" (publication.h)
//   author               {"family", "given", "non-dropping-particle"?, "suffix"?}, or {"literal"} (name_parts.h)
//   issued               {"date-parts": [[2020, 6, 26]]}, as precise as is known
//   container-title      the journal or the proceedings
//   DOI, PMID, PMCID, URL, keyword (the categories), note ("Withdrawn")
//   archive, archive_location, and of a preprint publisher and number: arXiv and the id there
// What is not known is left out. Pure and thread-safe; cost: linear.
void append_csl_json(std::string& out, const Paper& paper);

}  // namespace paperdex
