// Answers questions against one published generation of an index.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/period.h"
#include "query/day_list.h"
#include "query/deadline.h"
#include "query/rising.h"
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
  std::vector<std::string> unknown;  // seeds that no paper has as its id, as they were asked for
  bool partial = false;              // the deadline passed, and less of what the seeds say was weighed
};
inline constexpr std::size_t kMaxRelatedSeeds = 100;  // positive and negative ones together

struct DailyRequest {
  // A day, week or month (period.h); nothing: the newest day that has papers, or month where all dates are months.
  std::optional<DayRange> range;
  DailySort sort = DailySort::kUpvotes;
  std::string topic;                    // for DailySort::kRelevance; in the syntax of parser.h
  std::vector<std::string> categories;  // any of them
  std::size_t limit = 50;
  std::size_t offset = 0;
};

struct Daily {
  DayRange range;
  std::optional<DayRange> previous;  // nearest periods of the same kind with papers, of whatever category
  std::optional<DayRange> next;
  std::vector<Hit> hits;
  std::uint64_t total = 0;
  bool partial = false;  // the deadline passed, and not all papers with words of the topic are before the others
  IndexInfo index;
};

// What is kept back of the time until the deadline for each hit that may have to be read, highlighted and written.
inline constexpr std::chrono::microseconds kTimePerHit{50};

struct Trending {
  DayRange range;                  // the days looked at
  std::vector<Hit> papers;         // by votes that decay (trending.h); Hit::score is the decayed votes
  std::vector<RisingTerm> rising;  // the steepest first
  IndexInfo index;
};

// Not thread-safe: Xapian handles carry no locks. One Searcher per thread (see SearcherPool). After std::bad_alloc or
// an IndexError it opens the index anew for the next question: what Xapian was reading then is no longer fit to be
// read.
class Searcher {
 public:
  // Throws IndexError if the database is missing, incomplete or of another format version.
  explicit Searcher(std::shared_ptr<const Snapshot> snapshot);
  ~Searcher();

  // Until when all that is asked from now on is worked on: what was found by then is the answer, marked as partial.
  // None is set at first.
  void set_deadline(Deadline deadline);

  // At most request.limit hits, best first; equal scores newest first. Throws QueryError when the text cannot be
  // understood or a limit is passed. Cost: the postings of the query's terms; stored data is read for the hits alone.
  SearchResponse search(const SearchRequest& request);

  // The papers nearest to paper `id` by its own terms, never itself; nothing when there is no such paper.
  // Requires limit <= kMaxResults, else QueryError. `highlights`: titles and passages as HTML, too, though without
  // marks.
  std::optional<Related> related(const std::string& id, std::size_t limit, bool highlights = true);

  // The papers nearest to all of `positive` together and unlike `negative`; none of these themselves. Ids that no paper
  // has are told in Related::unknown. Throws QueryError("too_many_values") above kMaxRelatedSeeds.
  Related related(const std::vector<std::string>& positive, const std::vector<std::string>& negative, std::size_t limit,
                  bool highlights = true);

  // Completions of the last word of `text`, the most frequent first.
  std::vector<Suggestion> suggest(const std::string& text, std::size_t limit);

  // The paper that has this id, in any writing (paper_id.h), be it its own, its DOI or one that another of its sources
  // gave. Of several that share it, the one whose own it is comes first, if it is among the newest kMaxPapersOfId, else
  // the newest.
  std::optional<Paper> find(const std::string& id);

  // The papers of a day, week or month (day_calendar.h says which these are). Throws QueryError as search() does, and
  // bad_period for a range that is none of the three. Cost: the period's papers.
  Daily daily(const DailyRequest& request);

  // What is talked about: papers of the last kTrendingDays with upvotes, and words and phrases of their titles that
  // rise against the year before (trending.h, rising.h). At most `limit` of each; QueryError above kMaxResults.
  Trending trending(std::size_t limit);

  const Snapshot& snapshot() const { return *snapshot_; }

 private:
  struct Impl;
  void open();
  // What work(Impl&) returns; a Xapian::Error of it becomes an IndexError (xapian_error.h).
  template <typename Work>
  auto ask(const std::string& doing, Work work) -> decltype(work(std::declval<Impl&>()));

  std::shared_ptr<const Snapshot> snapshot_;
  std::unique_ptr<Impl> impl_;  // nothing after a failure
};

}  // namespace paperdex
