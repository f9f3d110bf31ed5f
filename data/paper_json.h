// A paper as one line of JSON, the form in which papers are read, stored in the index and answered.
//
//   {"id","title","abstract","authors":[],"categories":[],"published","updated","versions":[],"venue","doi","ids":[],
//    "url","source","comment","journal_ref","report_no","upvotes","comments","shown","links":{"repository","project_page"},
//    "withdrawn","revised","sources":[],"urls":[],"provenance":{},"linked":[],"entry","added"}
//
// Only id and title are required; a field that is not known is left out or null. Unknown fields are ignored. The last
// six are of papers in an index: they are written, and read from what we wrote, but not taken from others. "added"
// comes last, so that a record is compared with a stored one by what stands before it.
#pragma once

#include <string>
#include <string_view>

#include "data/paper.h"
#include "data/rejected.h"

namespace paperdex {

inline constexpr std::size_t kMaxLineBytes = 1024 * 1024;
inline constexpr int kMaxJsonDepth = 64;

// Reads one JSON object. Throws Rejection, with field and reason, when the line is no paper. Cost: linear.
Paper paper_from_json(std::string_view line);

// The same for what paper_to_json() wrote: nothing is checked again. Throws Rejection when it is no JSON object.
Paper paper_from_own_json(std::string line);

// The canonical line, without a newline: fixed order of fields, unknown ones left out. Equal papers give equal lines,
// and paper_from_json(paper_to_json(p)) == p for every valid record of a source, but for its entry. '<', U+2028 and
// U+2029 are escaped.
std::string paper_to_json(const Paper& paper);

// Turns markup into text as people read it (LaTeX, HTML and JATS; mathematics stays TeX), folds white space and what
// turns the direction of text (unicode.h), writes ids
// canonically, then checks every rule of paper.h; throws Rejection naming the field. Every source ends with it.
// Idempotent.
void validate(Paper& paper);

}  // namespace paperdex
