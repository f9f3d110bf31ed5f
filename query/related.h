// Which papers are near a paper: its own terms, weighted by how often it uses them.
#pragma once

#include <xapian.h>

#include "data/paper.h"
#include "data/text/analyzer.h"

namespace paperdex {

inline constexpr double kRelatedK1 = 1.6;
inline constexpr double kRelatedB = .7;
inline constexpr std::size_t kRelatedTerms = 1000;  // the heaviest by wdf x idf; all of them cost four times as much

Xapian::BM25Weight bm25_related();

// The query for papers like `seed`, which is left out. Empty when the seed has no words.
Xapian::Query related_query(const Paper& seed, Xapian::docid seed_docid, const Xapian::Database& db, Analyzer& analyzer);

}  // namespace paperdex
