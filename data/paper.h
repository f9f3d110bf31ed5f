// A paper: what one source says of it, or what all that know it say together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/date.h"

namespace paperdex {

// Text fields are valid UTF-8 without control characters, white space folded to single spaces. Title, abstract,
// authors, venue, comment, journal_ref and report_no are as people read them (text/plain.h): no markup, but mathematics
// stays TeX. An empty string, an empty list or an absent optional means "not known".
//
// A source's own record and the paper that records of several sources were merged into have the same form; the fields
// of the last group are only set in merged papers (indexer/merge.h).
struct Paper {
  std::string id;     // required; canonical (paper_id.h): "2006.15055", "hep-th/9901001", "nips1987/9e9d"
  std::string title;  // required
  std::string abstract;
  std::vector<std::string> authors;     // "Thomas Kipf", in the paper's order
  std::vector<std::string> categories;  // "cs.LG", primary first
  std::optional<Date> published;        // first version
  std::optional<Date> updated;          // latest version, when there are several
  std::vector<Date> versions;           // of all versions, oldest first, when there are several
  std::string venue;
  std::string doi;               // canonical: lower case, without resolver
  std::vector<std::string> ids;  // all further ids, canonical, sorted; neither `id` nor `doi` is among them
  std::string url;               // http(s) only
  std::string source;            // who said so: "arxiv", "hf-daily", ...
  std::string comment;
  std::string journal_ref;
  std::string report_no;  // of the authors' institutions: "CERN-PH-TH/2010-005, LPSC-11026"
  std::optional<std::int64_t> upvotes;
  std::optional<std::int64_t> comments;  // in its discussion; `comment` is the authors' own
  std::optional<Date> shown;             // the day a page of daily papers showed it
  std::string repository;                // links.repository, http(s) only
  std::string project_page;              // links.project_page, http(s) only
  bool withdrawn = false;                // or retracted
  std::optional<Date> revised;           // when the source last changed its record, as it says

  // Of a merged paper, when more than one source knows it:
  std::vector<std::string> sources;                             // all of them, sorted
  std::vector<std::string> urls;                                // all addresses but `url`
  std::vector<std::pair<std::string, std::string>> provenance;  // JSON name of a field -> source, in order of names
  // Of a record that is an entry of a file (BibTeX, RIS, CSL-JSON): which entry of which file, as a hash
  // (sources/entry_names.h); empty for all other records, which source and id tell apart. Of this index alone.
  std::string entry;
  // Of a record in an index: the number of the transaction that first brought it (kMetaCommits), for good; of a paper,
  // the least of its records'. The index gives it, whatever a record says of itself.
  std::optional<std::uint64_t> added;
  // Of a merged paper: ids of papers that share an id or the title with it but contradict it in another id.
  std::vector<std::string> linked;

  friend bool operator==(const Paper&, const Paper&) = default;
};

inline constexpr std::size_t kMaxIdBytes = 190;  // of any id, the DOI too; a term has room for it
inline constexpr std::size_t kMaxTitleBytes = 4 * 1024;
inline constexpr std::size_t kMaxAbstractBytes = 128 * 1024;
inline constexpr std::size_t kMaxFieldBytes = 4 * 1024;  // venue, doi, url, comment, ..., one author, one category
inline constexpr std::size_t kMaxAuthors = 10'000;
inline constexpr std::size_t kMaxCategories = 100;
inline constexpr std::size_t kMaxIds = 100;
inline constexpr std::size_t kMaxVersions = 1000;

}  // namespace paperdex
