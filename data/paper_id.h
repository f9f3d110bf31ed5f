// The ids of papers, in the one way in which each is written here.
//
//   written                                                        canonical            scheme
//   arXiv:2006.15055v2, https://arxiv.org/pdf/2006.15055v1.pdf     2006.15055           arxiv
//   math.AG/9901001, 10.48550/arXiv.math/9901001                   math/9901001         arxiv
//   https://doi.org/10.1000%2FXYZ, doi:10.1000/xyz                 10.1000/xyz          doi
//   https://aclanthology.org/2022.acl-long.1/                      2022.acl-long.1      acl
//   PMID: 123, https://pubmed.ncbi.nlm.nih.gov/123/                pmid:123             pubmed
//   PMC123, https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123/      PMC123               pmc
//   https://openalex.org/W123, W123                                openalex:W123        openalex
//   anything else                                                  as it is             other
//
// No two schemes share a canonical form, so an id needs no scheme beside it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/date.h"

namespace paperdex {

enum class IdScheme { kArxiv, kDoi, kAcl, kPubmed, kPmc, kOpenAlex, kOther };

struct PaperId {
  IdScheme scheme = IdScheme::kOther;
  std::string text;  // canonical

  friend bool operator==(const PaperId&, const PaperId&) = default;
};

// Never fails: what is none of the schemes is kOther, trimmed and otherwise as it is. Idempotent on `text`.
PaperId read_paper_id(std::string_view text);

// read_paper_id(text).text
std::string canonical_id(std::string_view text);

// The DOIs of a field that may hold several (separated by white space, commas or semicolons), canonical; arXiv's own
// (10.48550/arXiv.X) are arXiv ids and come as such.
std::vector<PaperId> read_dois(std::string_view field);

// The month in which arXiv gave out an id: 2007-04 for "0704.0001", 1999-01 for "hep-th/9901001" and "math.AG/9901001".
// Nothing when the text is no arXiv id; one with a version ("v2") is none.
std::optional<Date> month_of_arxiv_id(std::string_view id);

}  // namespace paperdex
