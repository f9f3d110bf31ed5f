// Ids for records of formats that have none of their own (BibTeX, RIS, CSL-JSON).
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "data/paper.h"

namespace paperdex {

// Sets the paper's id and ids from its DOI and from `texts`, of which those count that are ids of a known scheme
// (paper_id.h) and cannot be mistaken for a key of the file's own ("W123"). The id is the arXiv id, else the DOI, else
// the first of the others, else id_of_words(): the same record is the same paper again. Reads title, authors, published
// and doi.
void set_record_id(Paper& paper, const std::vector<std::string>& texts, std::string_view prefix);

// `prefix`, a colon and 16 hexadecimal digits of a hash of the title's and the first author's letters and the year.
std::string id_of_words(const Paper& paper, std::string_view prefix);

// 16 hexadecimal digits of a hash of the text.
std::string hash_of_text(std::string_view text);

// 16 hexadecimal digits of a hash of the texts' letters and digits, without case and accents.
std::string hash_of_letters(std::initializer_list<std::string_view> texts);

}  // namespace paperdex
