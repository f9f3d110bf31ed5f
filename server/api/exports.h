// Lists of papers as files: query/export.h over HTTP.
//
//   /papers/{id}.bib, .ris, .json     one paper as BibTeX, RIS or CSL-JSON
//   /export?format=csv|bibtex|ris|csl-json|jsonl&...
//     &q=...                          what /api/v1/search finds, with the same parameters
//     &daily=2025-03-04&sort=         the papers of a day, week or month, as /api/v1/daily lists them
//     &related=ID                     papers like this one
//     &id=A&id=B                      these, in this order: a reading list; by POST as a form, too
//
// Answers are attachments. Of a reading list, ids that the index does not have are told in the header X-Unknown-Ids,
// percent-encoded; none known is 404. Thread-safe; throws as native.h's endpoints do.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "server/route.h"

namespace paperdex {

inline constexpr std::size_t kMaxToldIds = 20;        // of those in X-Unknown-Ids
inline constexpr std::size_t kMaxFileNameBytes = 80;  // without the extension

// A file's name of letters, digits, '.', '_' and '-' alone, which is no hidden file: what else `name` has becomes '-'.
std::string safe_file_name(std::string_view name);

}  // namespace paperdex
