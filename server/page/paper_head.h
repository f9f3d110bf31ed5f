// What a paper's page says of it to programs.
#pragma once

#include <string>
#include <vector>

#include "data/paper.h"
#include "query/paper_links.h"

namespace paperdex {

// Of its PDF; "" where no id of it says.
std::string pdf_address(const std::vector<PaperLink>& links);

// The citation_* tags that Zotero and Google Scholar read, the canonical address and the feed of related papers, as
// HTML for the head. `base` is the site's own address. Thread-safe.
std::string paper_head_html(const Paper& paper, const std::vector<PaperLink>& links, const std::string& base);

}  // namespace paperdex
