// What Xapian's matcher asks of docids rather than of terms. All hold a position in one match: not thread-safe, and
// owned by the match through Xapian's reference counting (release()).
#pragma once

#include <xapian.h>

#include <memory>
#include <string>
#include <vector>

#include "data/schema.h"
#include "query/deadline.h"

namespace paperdex {

// Every docid is in it, with weight `scale` x 2^(-age / half-life): the docid is the date (schema.h), so the weight
// only falls as the match goes on, and the matcher is told so, which lets it stop early. Stands on the right of
// OP_AND_MAYBE.
class RecencySource : public Xapian::PostingSource {
 public:
  // `decay[days]` is 2^(-days / half-life); beyond its end the weight is 0. Papers after `reference_day` weigh `scale`.
  RecencySource(double scale, Day reference_day, std::shared_ptr<const std::vector<float>> decay);

  Xapian::doccount get_termfreq_min() const override { return documents_; }
  Xapian::doccount get_termfreq_est() const override { return documents_; }
  Xapian::doccount get_termfreq_max() const override { return documents_; }
  double get_weight() const override { return weight_of(current_); }
  void next(double min_weight) override;
  void skip_to(Xapian::docid to, double min_weight) override;
  bool check(Xapian::docid to, double min_weight) override;
  bool at_end() const override { return false; }
  Xapian::docid get_docid() const override { return current_; }
  void init(const Xapian::Database& db) override;
  std::string get_description() const override { return "Recency"; }

  double weight_of(Xapian::docid docid) const;

 private:
  void move_to(Xapian::docid docid);

  double scale_;
  Day reference_day_;
  std::shared_ptr<const std::vector<float>> decay_;
  Xapian::doccount documents_ = 0;
  Xapian::docid current_ = 0;
  double told_max_ = 0;
};

// The docids first..last, without weight. Meant for OP_FILTER: it holds docids that have no paper.
class DocidRangeSource : public Xapian::PostingSource {
 public:
  DocidRangeSource(Xapian::docid first, Xapian::docid last) : first_(first), last_(last) {}

  // The estimate is the whole index, so that the terms lead and the range follows.
  Xapian::doccount get_termfreq_min() const override { return 0; }
  Xapian::doccount get_termfreq_est() const override { return documents_; }
  Xapian::doccount get_termfreq_max() const override { return documents_; }
  void next(double) override { current_ = current_ == 0 ? first_ : current_ + 1; }
  void skip_to(Xapian::docid to, double) override { current_ = to < first_ ? first_ : to; }
  bool at_end() const override { return current_ > last_; }
  Xapian::docid get_docid() const override { return current_; }
  void init(const Xapian::Database& db) override;
  std::string get_description() const override;

 private:
  Xapian::docid first_;
  Xapian::docid last_;
  Xapian::docid current_ = 0;
  Xapian::doccount documents_ = 0;
};

// A given set of docids, without weight.
class DocidSetSource : public Xapian::PostingSource {
 public:
  // `docids` ascending.
  explicit DocidSetSource(std::vector<Xapian::docid> docids) : docids_(std::move(docids)) {}

  Xapian::doccount get_termfreq_min() const override { return count(); }
  Xapian::doccount get_termfreq_est() const override { return count(); }
  Xapian::doccount get_termfreq_max() const override { return count(); }
  void next(double min_weight) override;
  void skip_to(Xapian::docid to, double min_weight) override;
  bool at_end() const override { return at_ >= docids_.size(); }
  Xapian::docid get_docid() const override { return docids_[at_]; }
  void init(const Xapian::Database& db) override;
  std::string get_description() const override { return "DocidSet"; }

 private:
  Xapian::doccount count() const { return static_cast<Xapian::doccount>(docids_.size()); }

  std::vector<Xapian::docid> docids_;
  std::size_t at_ = 0;
  bool started_ = false;
};

// The papers that have `term` in the title alone, without weight: the text's postings count a title word kTitleWdf
// times, the title's postings once, and nothing is over for the abstract. Meant for the right of OP_AND_NOT. Cost: the
// title's postings.
class TitleOnlySource : public Xapian::PostingSource {
 public:
  explicit TitleOnlySource(std::string term) : term_(std::move(term)) {}

  Xapian::doccount get_termfreq_min() const override { return 0; }
  Xapian::doccount get_termfreq_est() const override { return termfreq_ / 2; }
  Xapian::doccount get_termfreq_max() const override { return termfreq_; }
  void next(double min_weight) override;
  void skip_to(Xapian::docid to, double min_weight) override;
  bool at_end() const override { return started_ && title_ == title_end_; }
  Xapian::docid get_docid() const override { return *title_; }
  void init(const Xapian::Database& db) override;
  std::string get_description() const override { return "TitleOnly(" + term_ + ')'; }

 private:
  void settle();

  std::string term_;
  Xapian::doccount termfreq_ = 0;  // of the title
  Xapian::PostingIterator text_, text_end_, title_, title_end_;
  bool started_ = false;
};

// All papers, as Xapian::Query::MatchAll: that is one object for all threads, whose references are counted without a
// lock.
inline Xapian::Query every_paper() { return Xapian::Query(std::string()); }

// Every docid, until the deadline has passed: then none. Beside a query under OP_FILTER it ends the match, which keeps
// what it has found. (An exception would lose it, and Enquire::set_time_limit bounds nothing.)
class DeadlineSource : public Xapian::PostingSource {
 public:
  // `deadline` outlives the match.
  explicit DeadlineSource(Deadline& deadline) : deadline_(deadline) {}

  Xapian::doccount get_termfreq_min() const override { return documents_; }
  Xapian::doccount get_termfreq_est() const override { return documents_; }
  Xapian::doccount get_termfreq_max() const override { return documents_; }
  void next(double min_weight) override { skip_to(current_ + 1, min_weight); }
  void skip_to(Xapian::docid to, double) override {
    current_ = to;
    passed_ = deadline_.passed_at_step();
  }
  bool at_end() const override { return passed_; }
  Xapian::docid get_docid() const override { return current_; }
  void init(const Xapian::Database& db) override;
  std::string get_description() const override { return "Deadline"; }

 private:
  Deadline& deadline_;
  Xapian::doccount documents_ = 0;
  Xapian::docid current_ = 0;
  bool passed_ = false;
};

// The papers of `query` that are met before the deadline; the query itself where none is set.
Xapian::Query until(Deadline& deadline, const Xapian::Query& query);

// The database's kMetaSpill.
int spill_days_of(const Xapian::Database& db);

// Of a Xapian list of documents, whose blocks have 2,000 bytes: 7 at most a document.
inline constexpr Xapian::doccount kPapersOfOneBlock = 256;

// The papers with this term; where that are all, and many, it weighs nothing. Xapian 1.4 swaps a term that every
// document has, where neither weight nor positions are wanted, for its list of all documents, but goes on reading it by
// the term's name: "Unexpected end of posting list" once that list has a second block. So no query holds such a term on
// its own.
Xapian::Query term_query(const Xapian::Database& db, const std::string& term);

// Any of the `most` most frequent terms that begin with `prefix`; a term that no paper has when there is none. As
// OP_WILDCARD, but for terms that all papers have. Cost: a look at each term that begins so.
Xapian::Query beginning_query(const Xapian::Database& db, const std::string& prefix, std::size_t most);

// The papers published from one day to another: a range of docids, and a look at kSlotDay where papers were spilled.
// `spill_days` is the database's kMetaSpill. Meant for OP_FILTER: docids without a paper are among them.
Xapian::Query days_query(Day from, Day until, int spill_days);

}  // namespace paperdex
