// Papers as RIS records.
#pragma once

#include <string>

#include "data/paper.h"

namespace paperdex {

// Appends one record and an empty line; lines end with CR LF, and each value is one line, so that none can begin with a
// tag.
//   TY  JOUR, CONF or GEN (publication.h)       DO  the DOI
//   ID  the paper's id                          UR  its address, then those of its ids but the DOI
//   TI  the title                               KW  each category
//   AU  each author, "van der Hulst, Frank"     N1  "Withdrawn"
//   AB  the abstract                            PB  the preprint server
//   PY  the year                                T2  the journal or the proceedings; JO too, of a journal
//   DA  the date, where more than the year is known: 2020/06/26/, 2020/06//
// Names that cannot be taken apart (name_parts.h) stand as they are, but that a comma or a semicolon in them, which RIS
// has for its own use, becomes a space. Pure and thread-safe; cost: linear.
void append_ris(std::string& out, const Paper& paper);

}  // namespace paperdex
