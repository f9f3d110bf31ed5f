// A paper: what a source says of it, as Paperdex keeps it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/date.h"

namespace paperdex {

// Text fields are valid UTF-8 without control characters, exactly as the source wrote them (LaTeX and all) but for
// white space, which is folded to single spaces. An empty string, an empty list or an absent optional means "not
// known".
struct Paper {
  std::string id;     // required; kMaxIdBytes at most, no white space: "2006.15055", "hep-th/9901001", "nips1987/9e9d"
  std::string title;  // required
  std::string abstract;
  std::vector<std::string> authors;     // "Thomas Kipf", in the paper's order
  std::vector<std::string> categories;  // "cs.LG", primary first
  std::optional<Date> published;        // first version
  std::optional<Date> updated;          // latest version
  std::string venue;
  std::string doi;     // without resolver
  std::string url;     // http(s) only
  std::string source;  // who said so: "arxiv", "hf-daily", ...
  std::string comment;
  std::string journal_ref;
  std::optional<std::int64_t> upvotes;
  std::string repository;    // links.repository, http(s) only
  std::string project_page;  // links.project_page, http(s) only
  bool withdrawn = false;

  friend bool operator==(const Paper&, const Paper&) = default;
};

inline constexpr std::size_t kMaxIdBytes = 128;
inline constexpr std::size_t kMaxTitleBytes = 4 * 1024;
inline constexpr std::size_t kMaxAbstractBytes = 128 * 1024;
inline constexpr std::size_t kMaxFieldBytes = 4 * 1024;  // venue, doi, url, comment, ..., one author, one category
inline constexpr std::size_t kMaxAuthors = 10'000;
inline constexpr std::size_t kMaxCategories = 100;

}  // namespace paperdex
