// What arXiv says of a paper, however it was obtained: the snapshot and the nightly records give equal Papers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/date.h"
#include "data/paper.h"

namespace paperdex {

// As arXiv writes them; white space and line breaks do not matter.
struct ArxivFields {
  std::string id;
  std::string title;
  std::string abstract;
  std::vector<std::string> authors;  // split_names() of the flat field
  std::string categories;            // separated by spaces, primary first
  std::string comments;
  std::string journal_ref;
  std::string report_no;
  std::string doi;             // may hold several
  std::vector<Date> versions;  // of all versions, first to last; empty: published is the month that the id names
  bool withdrawn = false;      // as the last version says; the comment and the abstract are looked at here
  std::optional<Date> revised;
};

// A valid paper with source "arxiv". Throws Rejection.
Paper paper_from_arxiv_fields(ArxivFields fields);

// The names of a flat list of authors: "A. One (1), B. Two, Jr. and C. Three ((1) Univ X)" gives "A. One", "B. Two Jr."
// and "C. Three". What is in parentheses, numbers, "et al" and "and others" are left out; collaborations ("ATLAS
// Collaboration: ...", "A. One for the ATLAS Collaboration") are authors. Never fails. Cost: linear.
std::vector<std::string> split_names(std::string_view authors);

// "This paper has been withdrawn by the author", "Withdrawn due to an error in Lemma 3"; but not "Theorem 2 is
// withdrawn".
bool says_withdrawn(std::string_view text);

}  // namespace paperdex
