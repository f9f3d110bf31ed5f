// Papers as BibTeX entries.
#pragma once

#include <string>
#include <string_view>

#include "data/paper.h"

namespace paperdex {

// Appends one entry:
//   @article        with journal, where the paper came out in a journal (publication.h)
//   @inproceedings  with booktitle, where at a conference
//   @misc           otherwise
// and title, author, year, month, day, doi, eprint with archivePrefix and primaryClass, pmid, pmcid, url, keywords (the
// categories), abstract and note ("Withdrawn"), as far as they are known. Titles stand in two pairs of braces, so that
// styles leave their capitals alone. Names are "van der Hulst, Frank"; those that cannot be taken apart (name_parts.h)
// stand in braces. Texts are escaped (bibtex_text.h), each field is one line. Pure and thread-safe; cost: linear.
void append_bibtex(std::string& out, const Paper& paper, std::string_view key);

}  // namespace paperdex
