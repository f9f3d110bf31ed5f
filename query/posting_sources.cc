#include "query/posting_sources.h"

#include <algorithm>
#include <charconv>

namespace paperdex {

RecencySource::RecencySource(double scale, Day reference_day, std::shared_ptr<const std::vector<float>> decay)
    : scale_(scale), reference_day_(reference_day), decay_(std::move(decay)) {}

void RecencySource::init(const Xapian::Database& db) {
  documents_ = db.get_doccount();
  current_ = 0;
  told_max_ = scale_;
  set_maxweight(scale_);
}

double RecencySource::weight_of(Xapian::docid docid) const {
  const std::optional<Day> day = day_of_docid(docid);
  if (!day) return 0;
  const Day age = std::max(reference_day_ - *day, 0);
  return static_cast<std::size_t>(age) < decay_->size() ? scale_ * static_cast<double>((*decay_)[age]) : 0;
}

void RecencySource::move_to(Xapian::docid docid) {
  current_ = docid;
  // Telling the matcher makes it work its bounds out anew, so only a fall that matters is told.
  constexpr double kFallTold = 0.9;
  if (const double weight = weight_of(docid); weight < told_max_ * kFallTold) {
    told_max_ = weight;
    set_maxweight(weight);
  }
}

void RecencySource::next(double) { move_to(current_ + 1); }

void RecencySource::skip_to(Xapian::docid to, double) {
  if (to > current_) move_to(to);
}

bool RecencySource::check(Xapian::docid to, double min_weight) {
  skip_to(to, min_weight);
  return true;
}

void DocidRangeSource::init(const Xapian::Database& db) {
  documents_ = db.get_doccount();
  current_ = 0;
  set_maxweight(0);
}

std::string DocidRangeSource::get_description() const {
  return "Docids(" + std::to_string(first_) + ".." + std::to_string(last_) + ')';
}

void DocidSetSource::init(const Xapian::Database&) {
  at_ = 0;
  started_ = false;
  set_maxweight(0);
}

void DocidSetSource::next(double) {
  if (started_) ++at_;
  started_ = true;
}

void DocidSetSource::skip_to(Xapian::docid to, double) {
  started_ = true;
  at_ = static_cast<std::size_t>(
      std::lower_bound(docids_.begin() + static_cast<std::ptrdiff_t>(at_), docids_.end(), to) - docids_.begin());
}

void TitleOnlySource::init(const Xapian::Database& db) {
  const std::string title_term = kTitlePrefix + term_;
  termfreq_ = db.get_termfreq(title_term);
  title_ = db.postlist_begin(title_term);
  title_end_ = db.postlist_end(title_term);
  text_ = db.postlist_begin(term_);
  text_end_ = db.postlist_end(term_);
  started_ = false;
  set_maxweight(0);
}

void TitleOnlySource::settle() {
  for (; title_ != title_end_ && text_ != text_end_; ++title_) {
    text_.skip_to(*title_);
    if (text_ == text_end_ || *text_ != *title_) continue;
    if (text_.get_wdf() <= title_.get_wdf() * kTitleWdf) return;
  }
  title_ = title_end_;
}

void TitleOnlySource::next(double) {
  if (started_) ++title_;
  started_ = true;
  settle();
}

void TitleOnlySource::skip_to(Xapian::docid to, double) {
  const bool is_settled = started_;
  started_ = true;
  if (title_ != title_end_ && *title_ < to) {
    title_.skip_to(to);
  } else if (is_settled) {
    return;
  }
  settle();
}

void DeadlineSource::init(const Xapian::Database& db) {
  documents_ = db.get_doccount();
  current_ = 0;
  passed_ = deadline_.passed();
  set_maxweight(0);
}

Xapian::Query until(Deadline& deadline, const Xapian::Query& query) {
  if (!deadline.is_set() || query.empty()) return query;
  return {Xapian::Query::OP_FILTER, query, Xapian::Query((new DeadlineSource(deadline))->release())};
}

int spill_days_of(const Xapian::Database& db) {
  const std::string text = db.get_metadata(kMetaSpill);
  int days = 0;
  std::from_chars(text.data(), text.data() + text.size(), days);
  return days;
}

Xapian::Query term_query(const Xapian::Database& db, const std::string& term) {
  const Xapian::doccount papers = db.get_doccount();
  const bool is_everywhere = papers > kPapersOfOneBlock && db.get_termfreq(term) == papers;
  return is_everywhere ? every_paper() : Xapian::Query(term);
}

Xapian::Query beginning_query(const Xapian::Database& db, const std::string& prefix, std::size_t most) {
  std::vector<std::pair<Xapian::doccount, std::string>> terms;
  const auto is_more_frequent = [](const auto& a, const auto& b) { return a.first > b.first; };
  for (auto term = db.allterms_begin(prefix); term != db.allterms_end(prefix); ++term) {
    terms.emplace_back(term.get_termfreq(), *term);  // a heap whose front is the least frequent
    std::push_heap(terms.begin(), terms.end(), is_more_frequent);
    if (terms.size() <= most) continue;
    std::pop_heap(terms.begin(), terms.end(), is_more_frequent);
    terms.pop_back();
  }
  if (terms.empty()) return Xapian::Query(prefix);  // which no paper has
  std::vector<Xapian::Query> any;
  for (const auto& [papers, term] : terms) any.push_back(term_query(db, term));
  return {Xapian::Query::OP_SYNONYM, any.begin(), any.end()};
}

Xapian::Query days_query(Day from, Day until, int spill_days) {
  const DocidRange range = docids_of_days(from, until, spill_days);
  Xapian::Query docids((new DocidRangeSource(range.first, range.last))->release());
  if (range.exact) return docids;
  return {Xapian::Query::OP_FILTER, docids,
          Xapian::Query(Xapian::Query::OP_VALUE_RANGE, kSlotDay, encode_day(from), encode_day(until))};
}

}  // namespace paperdex
