#include "indexer/stored_paper.h"

#include <algorithm>
#include <set>

#include "data/schema.h"
#include "data/stored_record.h"
#include "indexer/identity.h"
#include "indexer/record_identity.h"

namespace paperdex {

std::vector<std::string> StoredPaper::keys() const {
  std::set<std::string> keys;
  for (const Paper& record : records) {
    for (std::string& key : identity_keys(record)) keys.insert(std::move(key));
  }
  return {keys.begin(), keys.end()};
}

std::vector<std::string> StoredPaper::terms() const {
  std::vector<std::string> terms;
  for (const std::string& key : keys()) terms.push_back(key_term(key));
  for (const Paper& record : records) terms.push_back(record_term(record));
  if (std::string own = id_term(paper.id); std::find(terms.begin(), terms.end(), own) == terms.end()) {
    terms.push_back(std::move(own));  // that no record has (grouping.h)
  }
  std::erase_if(terms, [](const std::string& term) { return term.size() > kMaxTermBytes; });
  return terms;
}

std::string key_term(const std::string& key) {
  // An id has no white space, a title's key has.
  return key.find(' ') == std::string::npos ? id_term(key) : title_key_term(key);
}

std::string encode_stored(const StoredPaper& stored) {
  std::string data = stored_line(stored.paper);
  std::vector<std::string> lines;
  for (const Paper& record : stored.records) lines.push_back(stored_line(record));
  if (lines.size() == 1 && lines.front() == data) return data;
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) data.append("\n").append(line);
  return data;
}

StoredPaper decode_stored(std::string_view data) {
  StoredPaper stored{stored_paper(data), {}};
  for (std::size_t at = data.find('\n'); at != std::string_view::npos; at = data.find('\n', at + 1)) {
    stored.records.push_back(stored_paper(data.substr(at + 1)));
  }
  if (stored.records.empty()) stored.records.push_back(stored.paper);
  return stored;
}

}  // namespace paperdex
