// What a Searcher is made of: searcher.cc has the lists and the look-ups, searching.cc the search.
#pragma once

#include <xapian.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/stored_record.h"
#include "query/day_list.h"
#include "query/deadline.h"
#include "query/parser.h"
#include "query/ranking.h"
#include "query/searcher.h"

namespace paperdex {

struct Ranked {
  Xapian::docid docid = 0;
  double score = 0;
};

// What is asked for, with its weights; empty when nothing has it.
Xapian::Query question(const BuiltQuery& built);

struct Searcher::Impl {
  // Throws IndexError when the database is of another format or not the manifest's.
  explicit Impl(const Snapshot& snapshot);

  SearchResponse search(const SearchRequest& request);
  SearchResponse answer(const SearchRequest& request, const ParsedQuery& parsed);
  std::uint64_t count(const SearchRequest& request, const ParsedQuery& parsed);
  Xapian::Query filters(const SearchRequest& request, QueryBuilder& builder) const;
  std::vector<Ranked> by_relevance(const SearchRequest& request, const BuiltQuery& built, const Xapian::Query& query,
                                   Xapian::Enquire& enquire, SearchResponse& response);
  void add_phrases(const std::vector<Xapian::Query>& pairs, std::vector<Ranked>& best);
  // Throws DamageError.
  Paper read(Xapian::docid docid) const {
    return stored_paper(db.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data());
  }
  Daily daily(const DailyRequest& request, SearchRequest as_search);
  DayList by_topic(const DailyRequest& request, SearchRequest as_search, const Xapian::Query& papers, Marks& marks);
  Related related(const std::vector<std::string>& positive, const std::vector<std::string>& negative, std::size_t limit,
                  bool highlights);
  // Nothing when its record is damaged, which left_out then says: one bad record does not fail the whole answer.
  std::optional<Hit> hit(const Ranked& ranked, const Marks& marks, bool highlights);
  std::optional<Xapian::docid> docid_of(const std::string& id) const;
  std::shared_ptr<const std::vector<float>> decay(double half_life_years);

  const Snapshot& snapshot;
  Xapian::Database db;
  Analyzer analyzer;
  int spill_days = 0;
  double decay_half_life = 0;
  std::shared_ptr<const std::vector<float>> decay_;
  std::vector<std::string> left_out;  // what hit() could not read, a message each, since it was last emptied
  Deadline deadline;
};

}  // namespace paperdex
