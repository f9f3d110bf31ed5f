// How a paper came out, as citations tell it.
#pragma once

#include <optional>
#include <string>

#include "data/paper.h"

namespace paperdex {

struct Publication {
  enum class Kind { kJournal, kConference, kPreprint };

  Kind kind = Kind::kPreprint;  // also when nothing is known
  // The journal or the proceedings: the venue, or without one the authors' journal_ref as a whole. Of a preprint its
  // server ("bioRxiv"), or "".
  std::string container;
  std::string arxiv_id;       // "" when it has none
  std::string primary_class;  // the first category that is one of arXiv's; "" without an arXiv id
  std::string pubmed_id;      // "123"
  std::string pmc_id;         // "PMC123"
  std::string address;        // url, or else the first address of an id (paper_links.h); as plain_address() has it
};

// Pure and thread-safe. A venue that names neither a conference nor a preprint server is a journal.
Publication publication_of(const Paper& paper);

}  // namespace paperdex
