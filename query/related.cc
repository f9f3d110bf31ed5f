#include "query/related.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "query/posting_sources.h"

namespace paperdex {
namespace {

using Xapian::Query;

struct Term {
  double weight = 0;  // wdf x idf
  Query query;
};

// The seed's terms, heaviest first. A title word counts as one of the text: more weight for it made the ranking worse.
std::vector<Term> terms_of(const Paper& seed, const Xapian::Database& db, Analyzer& analyzer) {
  std::map<std::string, Xapian::termcount> wdfs;
  for (const std::string& text : {seed.title, seed.abstract}) {
    for (const Token& token : analyzer.analyze(text)) {
      if (!token.stop && !token.joined) ++wdfs[token.term];
    }
  }
  std::vector<Term> terms;
  const double papers = db.get_doccount();
  for (const auto& [term, wdf] : wdfs) {
    const double with_it = db.get_termfreq(term);
    if (with_it < 2) continue;  // the seed alone has it
    terms.push_back({wdf * std::log((papers + 1) / with_it), Query(term, wdf)});
  }
  std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.weight > b.weight; });
  return terms;
}

Query any_of(const std::vector<Term>& terms, std::size_t count) {
  std::vector<Query> queries;
  for (std::size_t i = 0; i < std::min(count, terms.size()); ++i) queries.push_back(terms[i].query);
  return {Query::OP_OR, queries.begin(), queries.end()};
}

}  // namespace

std::vector<RelatedPaper> related_papers(const Paper& seed, Xapian::docid seed_docid, const Xapian::Database& db,
                                         Analyzer& analyzer, std::size_t limit) {
  const std::vector<Term> terms = terms_of(seed, db, analyzer);
  if (terms.empty()) return {};
  Xapian::Enquire enquire(db);
  enquire.set_weighting_scheme(Xapian::BM25Weight(kRelatedK1, 0, 1000, kRelatedB, 0));
  enquire.set_query(any_of(terms, kHeaviestTerms));
  const Xapian::MSet heaviest = enquire.get_mset(0, static_cast<Xapian::doccount>(limit + kRelatedCandidates));
  std::vector<Xapian::docid> candidates;
  for (auto it = heaviest.begin(); it != heaviest.end(); ++it) {
    if (*it != seed_docid) candidates.push_back(*it);
  }
  std::sort(candidates.begin(), candidates.end());
  enquire.set_query(Query(Query::OP_FILTER, any_of(terms, terms.size()),
                          Query((new DocidSetSource(std::move(candidates)))->release())));
  const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(limit));
  std::vector<RelatedPaper> related;
  for (auto it = found.begin(); it != found.end(); ++it) related.push_back({*it, it.get_weight()});
  return related;
}

}  // namespace paperdex
