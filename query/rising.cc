#include "query/rising.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "data/error.h"
#include "data/schema.h"
#include "data/stored_record.h"
#include "query/posting_sources.h"

namespace paperdex {
namespace {

using Xapian::Query;

// A word, or a phrase of two, as titles of the last days have it.
struct Candidate {
  std::vector<std::string> stems;
  std::map<std::string, std::uint64_t> writings;
  std::uint64_t count = 0;
  std::uint64_t count_before = 0;
  double likelihood = 0;

  bool is_phrase() const { return stems.size() > 1; }
};

using Candidates = std::unordered_map<std::string, Candidate>;  // by their stems, with a space between

bool is_telling(const Token& token) {
  return !token.stop && !token.joined && token.word.size() > 1 &&
         std::any_of(token.word.begin(), token.word.end(), [](unsigned char c) { return c < '0' || c > '9'; });
}

void count(std::vector<std::string> stems, const std::string& writing, std::set<std::string>& seen,
           Candidates& candidates) {
  const std::string key = stems.size() == 1 ? stems.front() : stems.front() + ' ' + stems.back();
  Candidate& candidate = candidates[key];
  candidate.stems = std::move(stems);
  ++candidate.writings[writing];
  if (seen.insert(key).second) ++candidate.count;
}

void read_title(const std::string& title, Analyzer& analyzer, Candidates& candidates) {
  std::set<std::string> seen;
  const Token* before = nullptr;
  for (const Token& token : analyzer.analyze(title)) {
    if (token.joined) continue;
    if (is_telling(token)) {
      count({token.term}, title.substr(token.begin, token.end - token.begin), seen, candidates);
      if (before != nullptr) {
        count({before->term, token.term}, title.substr(before->begin, token.end - before->begin), seen, candidates);
      }
    }
    before = is_telling(token) ? &token : nullptr;
  }
}

std::vector<Candidate*> most_frequent(Candidates& candidates, bool phrases, std::size_t most) {
  std::vector<Candidate*> list;
  for (auto& [key, candidate] : candidates) {
    if (candidate.is_phrase() == phrases && candidate.count >= kMinRisingCount) list.push_back(&candidate);
  }
  std::sort(list.begin(), list.end(), [](const Candidate* a, const Candidate* b) {
    return a->count != b->count ? a->count > b->count : a->stems < b->stems;
  });
  if (list.size() > most) list.resize(most);
  return list;
}

std::uint64_t count_papers(const Xapian::Database& db, const Query& query, const DayRange& range, int spill_days) {
  Xapian::Enquire enquire(db);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(Query(Query::OP_FILTER, query, days_query(range.first, range.last, spill_days)));
  return enquire.get_mset(0, 0, db.get_doccount()).get_matches_estimated();
}

Query query_of(const Xapian::Database& db, const Candidate& candidate) {
  std::vector<std::string> terms;
  for (const std::string& stem : candidate.stems) terms.push_back(kTitlePrefix + stem);
  if (terms.size() == 1) return term_query(db, terms.front());
  return {Query::OP_PHRASE, terms.begin(), terms.end(), static_cast<Xapian::termcount>(terms.size())};
}

// Dunning's, of a share of `now` in `papers` against one of `before` in `papers_before`.
double likelihood_ratio(double now, double papers, double before, double papers_before) {
  const auto of = [](double k, double n, double p) {
    return (k > 0 ? k * std::log(p) : 0) + (n > k ? (n - k) * std::log1p(-p) : 0);
  };
  const double together = (now + before) / (papers + papers_before);
  return 2 * (of(now, papers, now / papers) + of(before, papers_before, before / papers_before) -
              of(now, papers, together) - of(before, papers_before, together));
}

bool rises(const Candidate& candidate, const RisingTerms& all) {
  // Half a paper more keeps what was never there before comparable.
  const double before =
      (static_cast<double>(candidate.count_before) + .5) / (static_cast<double>(all.papers_before) + .5);
  const double now = static_cast<double>(candidate.count) / static_cast<double>(all.papers);
  return now >= kMinRise * before && candidate.likelihood >= kMinRisingLikelihood;
}

bool share_a_word(const Candidate& a, const Candidate& b) {
  return std::any_of(a.stems.begin(), a.stems.end(), [&](const std::string& stem) {
    return std::find(b.stems.begin(), b.stems.end(), stem) != b.stems.end();
  });
}

// A phrase beats its words, and the surer of two phrases that overlap the other, where both speak of the same titles.
bool is_beaten(const Candidate& candidate, const Candidate& by) {
  if (&candidate == &by || !by.is_phrase() || !share_a_word(candidate, by)) return false;
  const bool covers = static_cast<double>(by.count) >= kPhraseShare * static_cast<double>(candidate.count);
  return covers && (!candidate.is_phrase() || by.likelihood > candidate.likelihood ||
                    (by.likelihood == candidate.likelihood && by.stems < candidate.stems));
}

std::string most_written(const Candidate& candidate) {
  const auto most = std::max_element(candidate.writings.begin(), candidate.writings.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most->first;
}

}  // namespace

RisingTerms rising_terms(const Xapian::Database& db, int spill_days, Day today, Analyzer& analyzer) {
  RisingTerms all;
  all.range = {today - kRisingDays + 1, today};
  const DayRange before{all.range.first - kRisingBeforeDays, all.range.first - 1};
  all.papers_before = count_papers(db, every_paper(), before, spill_days);
  Xapian::Enquire enquire(db);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(Query(Query::OP_FILTER, every_paper(), days_query(all.range.first, all.range.last, spill_days)));
  const Xapian::MSet found = enquire.get_mset(0, db.get_doccount());
  all.papers = found.size();
  if (all.papers == 0 || all.papers_before == 0) return all;
  Candidates candidates;
  for (auto it = found.begin(); it != found.end(); ++it) {
    try {
      read_title(stored_paper(it.get_document().get_data()).title, analyzer, candidates);
    } catch (const DamageError&) {
      // One title less: whoever opens the paper is told.
    }
  }
  std::vector<Candidate*> rising = most_frequent(candidates, true, kMaxRisingPhrases);
  const std::vector<Candidate*> words = most_frequent(candidates, false, kMaxRisingWords);
  rising.insert(rising.end(), words.begin(), words.end());
  for (Candidate* each : rising) {
    each->count_before = count_papers(db, query_of(db, *each), before, spill_days);
    each->likelihood =
        likelihood_ratio(static_cast<double>(each->count), static_cast<double>(all.papers),
                         static_cast<double>(each->count_before), static_cast<double>(all.papers_before));
  }
  std::erase_if(rising, [&](const Candidate* each) { return !rises(*each, all); });
  std::sort(rising.begin(), rising.end(), [](const Candidate* a, const Candidate* b) {
    return a->likelihood != b->likelihood ? a->likelihood > b->likelihood : a->stems < b->stems;
  });
  for (const Candidate* each : rising) {
    if (all.terms.size() == kMaxRising) break;
    const bool beaten =
        std::any_of(rising.begin(), rising.end(), [&](const Candidate* by) { return is_beaten(*each, *by); });
    if (beaten) continue;
    const std::string text = most_written(*each);
    std::string phrase = text;  // as it is written, quotes and all, which would end it
    std::replace(phrase.begin(), phrase.end(), '"', ' ');
    all.terms.push_back({text, each->count, each->count_before, "title:\"" + phrase + '"'});
  }
  return all;
}

}  // namespace paperdex
