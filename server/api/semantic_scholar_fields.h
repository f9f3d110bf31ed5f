// A paper as Semantic Scholar's API writes it, and the choice of its members: fields=title,authors.name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "data/json_writer.h"
#include "data/paper.h"

namespace paperdex {

// Sets of members of a paper and of its authors; bits are the implementation's. paperId and authorId are in each.
struct ScholarFields {
  std::uint32_t paper = 0;
  std::uint32_t author = 0;
};

// Names with commas between; nothing or "" is paperId and title. Every name that Semantic Scholar documents is
// understood. Throws HttpError 400 that lists the others. Pure.
ScholarFields read_scholar_fields(const std::optional<std::string>& names);

// The paper's id such that a client may put it into an address as it is.
std::string scholar_id(const Paper& paper);

// An object with the chosen members. What this index does not know is null, never 0: counts of citations and
// references, open access, fields of study, ids of authors. Two differ, for clients go through them unasked: citations
// and references, and lists within authors, are left out. `base` is the server's address.
void write_scholar_paper(JsonWriter& json, const Paper& paper, const ScholarFields& fields, const std::string& base);

// "Kipf et al., 2020", for completions.
std::string authors_and_year(const Paper& paper);

}  // namespace paperdex
