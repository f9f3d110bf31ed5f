// What a paper is called, and where it is on the web.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/paper.h"

namespace paperdex {

// Its own id, its DOI and the others, each once. Pure.
std::vector<std::string> all_ids(const Paper& paper);

// A name and an address. Addresses of ids come first, each by the name of its scheme ("arxiv", "doi", "acl", "pubmed",
// "pmc", "openalex"), then "repository" and "project_page". Each name is there once: of several ids of a scheme, the
// paper's own or else the first.
using PaperLink = std::pair<std::string_view, std::string>;

// Pure. The addresses need escaping for HTML. Cost: a look at each id.
std::vector<PaperLink> links_of(const Paper& paper);

}  // namespace paperdex
