// Atom (RFC 4287) of lists of papers.
//
// Thread-safe. An entry is a paper, and stays the same entry when the paper is revised; feed readers tell by its id.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "query/search_response.h"
#include "server/route.h"

namespace paperdex {

inline constexpr char kAtomType[] = "application/atom+xml; charset=utf-8";
inline constexpr char kAtomNameSpace[] = "http://www.w3.org/2005/Atom";
inline constexpr std::size_t kExpectedEntryBytes = 4096;

// What a feed says of itself. Addresses are absolute, "" where there is none.
struct AtomHead {
  std::string id;
  std::string title;
  std::string subtitle;
  Date updated;
  std::string self;
  std::string alternate;  // the same list as a page
  std::string next;
  std::string previous;
};

// `base` as in Asked.
HttpResponse atom_feed(const AtomHead& head, const std::vector<Hit>& hits, const std::string& base);

// An error as a feed with one entry, titled "Error", that says what is wrong: a reader shows it where it would show the
// papers. An ErrorWriter.
HttpResponse atom_error(const HttpError& error, const Asked& asked);

}  // namespace paperdex
