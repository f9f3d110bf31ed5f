// CSL-JSON: items of citation processors, as Zotero, pandoc and Crossref write them.
#pragma once

#include <string_view>

#include "data/paper.h"

namespace paperdex {

// Reads one item. Throws Rejection.
//   title, subtitle         texts, or lists as in Crossref's /works
//   author                  given, particles, family and suffix; or literal or name
//   issued, published, ...  date-parts, raw or literal -> published; a date that cannot be read is none
//   container-title         venue
//   abstract, note          abstract and comment; a note that is longer than a field may be is left out
//   DOI, PMID, PMCID, URL, id, number and archive_location
//                           doi, url, and ids where they are of a known scheme (record_id.h)
//   id                      entry, a number too, as it is; the paper's id where there is none
Paper paper_from_csl(std::string_view record);

}  // namespace paperdex
