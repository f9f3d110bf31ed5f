// Answers questions against one published generation of an index.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "query/day_list.h"
#include "query/search_request.h"
#include "query/search_response.h"
#include "query/snapshot.h"
#include "query/suggest.h"

namespace paperdex {

// An id that more papers share names none of them.
inline constexpr std::size_t kMaxPapersOfId = 256;

struct Related {
  std::vector<Hit> hits;
  IndexInfo index;
};

struct Daily {
  Day day = 0;
  std::optional<Day> previous;  // nearest days with papers
  std::optional<Day> next;
  std::vector<Hit> hits;
  std::uint64_t total = 0;
  IndexInfo index;
};

// Not thread-safe: Xapian handles carry no locks. One Searcher per thread (see SearcherPool).
class Searcher {
 public:
  // Throws IndexError if the database is missing, incomplete or of another format version.
  explicit Searcher(std::shared_ptr<const Snapshot> snapshot);
  ~Searcher();

  // At most request.limit hits, best first; equal scores newest first. Throws QueryError when the text cannot be
  // understood or a limit is passed. Cost: the postings of the query's terms; stored data is read for the hits alone.
  SearchResponse search(const SearchRequest& request);

  // The papers nearest to paper `id` by its own terms, never itself; nothing when there is no such paper.
  // Requires limit <= kMaxResults, else QueryError. `highlights`: titles and passages as HTML, too, though without
  // marks.
  std::optional<Related> related(const std::string& id, std::size_t limit, bool highlights = true);

  // Completions of the last word of `text`, the most frequent first.
  std::vector<Suggestion> suggest(const std::string& text, std::size_t limit);

  // The paper that has this id, in any writing (paper_id.h), be it its own, its DOI or one that another of its sources
  // gave. Of several that share it, the one whose own it is comes first, if it is among the newest kMaxPapersOfId, else
  // the newest.
  std::optional<Paper> find(const std::string& id);

  // The papers published on `day`, or on the newest day that has any.
  Daily daily(std::optional<Day> day, DailySort sort, std::size_t limit, std::size_t offset);

  const Snapshot& snapshot() const { return *snapshot_; }

 private:
  struct Impl;
  std::shared_ptr<const Snapshot> snapshot_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace paperdex
