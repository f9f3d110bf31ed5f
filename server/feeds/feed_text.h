// What every feed says of a paper in the same way: which it is, when it is from, and where it can be read.
//
// Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "data/paper.h"
#include "query/search_response.h"

namespace paperdex {

// A name-based UUID (RFC 9562, version 5) as "urn:uuid:...": the same for the same name, whatever server, host or
// generation says it.
std::string name_urn(std::string_view name);

// The id of a paper as an entry of a feed, by its own id: "https://arxiv.org/abs/2006.15055" (without a version, so
// that a reader shows a paper once), likewise for a DOI, the ACL Anthology, PubMed and OpenAlex; any other id by
// name_urn().
std::string entry_id(const Paper& paper);

// The id of arXiv among those of the paper, its own first; "" when it has none.
std::string arxiv_id_of(const Paper& paper);

// How many versions arXiv is known to have of it: 1 at least.
std::size_t version_count(const Paper& paper);

struct PaperTimes {
  Date published;
  Date updated;  // not before `published`
};
// Feeds cannot do without dates, so a paper without a date of publication has that of its update, of the page that
// showed it, of its record or of its arXiv id, whichever is known first; else 1970-01-01, which ends any list.
PaperTimes times_of(const Paper& paper);

// When the index was published, which is when its lists last changed.
Date published_at(const IndexInfo& index);

// The first instant of a date as RFC 3339 "2024-06-12T00:00:00Z" and as RFC 822 "Wed, 12 Jun 2024 00:00:00 +0000".
std::string rfc3339(const Date& date);
std::string rfc822(const Date& date);

// An id as the last part of an address: encoded is what cannot stand there, and the comma, which separates ids
// elsewhere.
std::string id_in_address(std::string_view id);

// "Ada Lovelace, Alan Turing"
std::string joined(const std::vector<std::string>& texts, std::string_view between = ", ");

}  // namespace paperdex
