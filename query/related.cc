#include "query/related.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace paperdex {
namespace {

constexpr double kLinearK3 = 1000;  // so large that a term counts by its wdf in the seed

struct Term {
  std::string term;
  Xapian::termcount wdf = 0;  // in the seed
  double weight = 0;          // wdf x idf
};

// The seeds' terms, heaviest first. A title word counts as one of the text: more weight for it made the ranking worse.
std::vector<Term> terms_of(const std::vector<Seed>& seeds, const Xapian::Database& db, Analyzer& analyzer) {
  std::map<std::string, std::int64_t> wdfs;
  for (const Seed& seed : seeds) {
    for (const std::string* text : {&seed.paper.title, &seed.paper.abstract}) {
      for (const Token& token : analyzer.analyze(*text)) {
        if (!token.stop && !token.joined) wdfs[token.term] += seed.positive ? 1 : -1;
      }
    }
  }
  std::vector<Term> terms;
  const double papers = db.get_doccount();
  for (const auto& [term, wdf] : wdfs) {
    const double with_it = db.get_termfreq(term);
    if (with_it < 2 || wdf <= 0) continue;  // no paper but a seed has it
    terms.push_back({term, static_cast<Xapian::termcount>(wdf),
                     static_cast<double>(wdf) * std::log(1 + (papers - with_it + .5) / (with_it + .5))});
  }
  std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.weight > b.weight; });
  return terms;
}

// The papers that are best by the seeds' heaviest terms, without the seeds, by docid.
std::vector<RelatedPaper> candidates(const std::vector<Term>& terms, const std::set<Xapian::docid>& seeds,
                                     const Xapian::Database& db, std::size_t count) {
  std::vector<Xapian::Query> heaviest;
  for (std::size_t i = 0; i < std::min(kHeaviestTerms, terms.size()); ++i) {
    heaviest.emplace_back(terms[i].term, terms[i].wdf);
  }
  Xapian::Enquire enquire(db);
  enquire.set_weighting_scheme(Xapian::BM25Weight(kRelatedK1, 0, kLinearK3, kRelatedB, 0));
  enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, heaviest.begin(), heaviest.end()));
  const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(count));
  std::vector<RelatedPaper> papers;
  for (auto it = found.begin(); it != found.end(); ++it) {
    if (!seeds.contains(*it)) papers.push_back({*it, 0});
  }
  std::sort(papers.begin(), papers.end(),
            [](const RelatedPaper& a, const RelatedPaper& b) { return a.docid < b.docid; });
  return papers;
}

// BM25 of all terms over the candidates: a walk along each posting list that stops at them alone. The matcher could do
// it, but its tree of a hundred terms costs three times as much.
void score(const std::vector<Term>& terms, const Xapian::Database& db, Deadline& deadline,
           std::vector<RelatedPaper>& papers) {
  const double average_length = db.get_average_length();
  std::vector<double> length_factor;
  for (const RelatedPaper& paper : papers) {
    const double length = db.get_doclength(paper.docid);
    length_factor.push_back(kRelatedK1 * (1 - kRelatedB + kRelatedB * length / average_length));
  }
  for (const Term& term : terms) {
    if (deadline.passed()) return;
    Xapian::PostingIterator posting = db.postlist_begin(term.term);
    const Xapian::PostingIterator end = db.postlist_end(term.term);
    for (std::size_t i = 0; i < papers.size() && posting != end; ++i) {
      if (*posting < papers[i].docid) {
        posting.skip_to(papers[i].docid);
        if (posting == end) break;
      }
      if (*posting != papers[i].docid) continue;
      const double wdf = posting.get_wdf();
      papers[i].score += term.weight * (kRelatedK1 + 1) * wdf / (length_factor[i] + wdf);
    }
  }
}

}  // namespace

std::vector<RelatedPaper> related_papers(const std::vector<Seed>& seeds, const Xapian::Database& db, Analyzer& analyzer,
                                         std::size_t limit, Deadline& deadline) {
  const std::vector<Term> terms = terms_of(seeds, db, analyzer);
  if (terms.empty()) return {};
  std::set<Xapian::docid> docids;
  for (const Seed& seed : seeds) docids.insert(seed.docid);
  std::vector<RelatedPaper> papers = candidates(terms, docids, db, limit + kRelatedCandidates + docids.size() - 1);
  score(terms, db, deadline, papers);
  std::sort(papers.begin(), papers.end(), [](const RelatedPaper& a, const RelatedPaper& b) {
    return a.score != b.score ? a.score > b.score : a.docid < b.docid;
  });
  if (papers.size() > limit) papers.resize(limit);
  return papers;
}

}  // namespace paperdex
