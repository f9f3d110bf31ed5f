#include "query/related.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "data/schema.h"
#include "query/posting_sources.h"

namespace paperdex {

Xapian::BM25Weight bm25_related() { return {kRelatedK1, 0, 1000, kRelatedB, 0}; }

Xapian::Query related_query(const Paper& seed, Xapian::docid seed_docid, const Xapian::Database& db,
                            Analyzer& analyzer) {
  std::map<std::string, Xapian::termcount> wdfs;
  const auto count = [&](const std::string& text, Xapian::termcount wdf) {
    for (const Token& token : analyzer.analyze(text)) {
      if (!token.stop && !token.joined) wdfs[token.term] += wdf;
    }
  };
  count(seed.title, 1);
  count(seed.abstract, 1);

  struct Weighted {
    double weight;
    const std::string* term;
    Xapian::termcount wdf;
  };
  std::vector<Weighted> terms;
  const double papers = db.get_doccount();
  for (const auto& [term, wdf] : wdfs) {
    const double with_it = db.get_termfreq(term);
    if (with_it < 2) continue;  // the seed alone
    terms.push_back({wdf * std::log((papers + 1) / with_it), &term, wdf});
  }
  std::sort(terms.begin(), terms.end(), [](const Weighted& a, const Weighted& b) { return a.weight > b.weight; });
  if (terms.size() > kRelatedTerms) terms.resize(kRelatedTerms);

  std::vector<Xapian::Query> parts;
  for (const Weighted& each : terms) parts.emplace_back(*each.term, each.wdf);
  if (parts.empty()) return {};
  const Xapian::Query seed_itself((new DocidSetSource({seed_docid}))->release());
  return {Xapian::Query::OP_AND_NOT, Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end()), seed_itself};
}

}  // namespace paperdex
