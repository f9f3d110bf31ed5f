// What a BibTeX entry says of its paper.
#pragma once

#include <optional>

#include "data/date.h"
#include "data/paper.h"
#include "indexer/sources/bibtex_entry.h"

namespace paperdex {

// Throws Rejection. Cross references were followed before (bibtex.h).
//   title        title and subtitle
//   authors      author
//   published    date, else year with month and day
//   venue        journaltitle or journal, else booktitle, else eventtitle
//   url          url, else an address in howpublished
//   ids          eprint with its type, pmid, pmcid, arxivid, and ids in url and journal; doi
//   categories   primaryclass (eprintclass) of an arXiv eprint
//   comment      note, when it is no longer than a field may be
// keywords are no categories and left out. The id is the arXiv id, else the DOI, else the first of the other ids, else
// "bib:" with the key and 8 digits of a hash of title and first author. A key alone would not do: in two people's files
// "smith2020" are two papers, of which one would overwrite the other. The entry is the key as it is, or the id.
Paper paper_from_bibtex(const BibtexEntry& entry);

// The first date that can be read of a range: "1999-05/2000", "1999/2000", "[1999]", "1999?", "1999a", "2008" with the
// month "may" or "5". Nothing when there is none, or none of the years that papers have.
std::optional<Date> date_of_bibtex(const BibtexEntry& entry);

}  // namespace paperdex
