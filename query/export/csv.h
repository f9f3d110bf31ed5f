// Papers as lines of CSV (RFC 4180), for spreadsheets.
#pragma once

#include <string>
#include <string_view>

#include "data/paper.h"

namespace paperdex {

// A line ends with CR LF. The columns are id, title, authors, published, updated, venue, doi, url, categories, ids,
// sources, upvotes, withdrawn ("yes" or nothing), journal_ref, comment, repository, project_page and abstract; lists
// are joined by "; ". Pure and thread-safe; cost: linear.
void append_csv_header(std::string& out);
void append_csv(std::string& out, const Paper& paper);

// One value, quoted where it has a comma, a quotation mark, CR or LF. One that begins with = + - @ TAB CR or LF gets an
// apostrophe before it, or a spreadsheet would run it as a formula.
void append_csv_value(std::string& out, std::string_view value);

}  // namespace paperdex
