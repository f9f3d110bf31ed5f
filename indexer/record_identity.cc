#include "indexer/record_identity.h"

#include <algorithm>
#include <vector>

#include "data/paper_id.h"
#include "data/schema.h"
#include "indexer/identity.h"

namespace paperdex {
namespace {

bool share_an_id(const Paper& a, const Paper& b) {
  const std::vector<std::string> ids = ids_of(a);
  const std::vector<std::string> others = ids_of(b);
  return std::find_first_of(ids.begin(), ids.end(), others.begin(), others.end()) != ids.end();
}

// Not one that was made of its title for want of another.
bool has_known_id(const Paper& record) { return read_paper_id(record.id).scheme != IdScheme::kOther; }

}  // namespace

std::tuple<std::string, std::string, std::string> names_of(const Paper& record) {
  return {record.source, record.entry, record.id};
}

bool is_same_record(const Paper& a, const Paper& b) {
  return std::tie(a.source, a.entry, a.id) == std::tie(b.source, b.entry, b.id);
}

bool takes_place_of(const Paper& record, const Paper& stored) {
  if (record.source != stored.source) return false;
  if (record.id == stored.id) return record.entry == stored.entry || stored.entry.empty();
  if (record.entry.empty() || record.entry != stored.entry) return false;
  if (share_an_id(record, stored) || title_words(record) == title_words(stored)) return true;
  return (!has_known_id(record) || !has_known_id(stored)) && !titles_contradict(record, stored);
}

std::string record_term(const Paper& record) {
  return record_term(record.source, record.entry.empty() ? record.id : record.entry);
}

}  // namespace paperdex
