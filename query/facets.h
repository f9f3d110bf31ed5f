// How many matches there are by year, category and source.
#pragma once

#include <xapian.h>

#include <map>
#include <string>

#include "data/schema.h"
#include "query/search_response.h"

namespace paperdex {

// Watches the matches go by. Not thread-safe; one match each. The year is arithmetic on the docid; category and source
// are read from their slots. Counts the first kMaxFacetMatches.
class FacetSpy : public Xapian::MatchSpy {
 public:
  explicit FacetSpy(bool exact_days) : exact_days_(exact_days) {}

  void operator()(const Xapian::Document& document, double weight) override;
  Facets facets() const;

 private:
  bool exact_days_;  // no paper was spilled to another day's block
  std::uint64_t seen_ = 0;
  std::map<int, std::uint64_t> years_;
  std::map<std::string, std::uint64_t> categories_;  // by the slot's whole value; split in facets()
  std::map<std::string, std::uint64_t> sources_;
};

}  // namespace paperdex
