// Records of Kaggle's arxiv-metadata-oai-snapshot.json.
#pragma once

#include <string_view>

#include "data/paper.h"

namespace paperdex {

// Throws Rejection. What is not a paper's in the record (submitter, license) is left out.
//   authors     the flat field split, else the parsed names
//   published   the first version's date, else the month that the id names
//   updated     the last version's date when there are several; versions holds all then
//   doi, ids    the first of the field, and the further ones
//   withdrawn   when the comment or the abstract says so of the whole paper
//   revised     update_date
Paper paper_from_arxiv_snapshot(std::string_view record);

}  // namespace paperdex
