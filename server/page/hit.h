// One paper in a list, the same in every list.
//
// Everything of a paper is escaped here; highlights come escaped from query/. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "query/paper_links.h"
#include "query/search_response.h"
#include "server/query_string.h"

namespace paperdex {

inline constexpr std::size_t kShownAuthors = 8;

struct ListLook {
  std::string path = "/";  // where a click on a category narrows the list: "/" or "/daily"
  QueryString params;      // of that address
  bool whole = false;      // the whole abstract, folded; else a passage of it
  std::size_t first = 1;   // number of the first
};

// An ordered list; "" when it is empty.
std::string hits_html(const std::vector<Hit>& hits, const ListLook& look);

// One item of it.
std::string hit_html(const Hit& hit, const ListLook& look);

// "arXiv" for "arxiv".
std::string link_label(std::string_view name);

// Where the paper itself is: its address, or the first that an id of it gives; "" when there is none.
std::string original_address(const Paper& paper, const std::vector<PaperLink>& links);

// "<span>▲ 12</span>", or "" without upvotes.
std::string votes_html(const Paper& paper);

// The buttons that save it and mark it seen, for browsers with scripts.
std::string shelf_buttons();
// What those buttons know of the paper.
std::string shelf_attributes(const Paper& paper);

}  // namespace paperdex
