// Records of Kaggle's arxiv-metadata-oai-snapshot.json.
#pragma once

#include <string_view>

#include "data/paper.h"

namespace paperdex {

// Throws Rejection. What is not a paper's in the record (submitter, report-no, license) is left out.
//   published   the first version's date, else the month that the id names
//   updated     the last version's date when there are several
//   doi         the first, where one field holds several
//   withdrawn   when the comment or the abstract says so of the whole paper
Paper paper_from_arxiv_snapshot(std::string_view record);

// "This paper has been withdrawn by the author", "Withdrawn due to an error in Lemma 3"; but not "Theorem 2 is
// withdrawn".
bool says_withdrawn(std::string_view text);

}  // namespace paperdex
