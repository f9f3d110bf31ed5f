#include "indexer/stored_paper.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "data/error.h"
#include "data/paper_json.h"
#include "data/schema.h"
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
  std::string data = paper_to_json(stored.paper);
  std::vector<std::string> lines;
  for (const Paper& record : stored.records) lines.push_back(paper_to_json(record));
  if (lines.size() == 1 && lines.front() == data) return data;
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) data.append("\n").append(line);
  return data;
}

Paper decode_stored_paper(const std::string& data) {
  try {
    return stored_paper(data);
  } catch (const Rejection& rejection) {
    throw IndexError("a stored paper is damaged, its " + (rejection.field().empty() ? "record" : rejection.field()) +
                     ' ' + rejection.reason() + ": " + data.substr(0, 100));
  }
}

StoredPaper decode_stored(const std::string& data) {
  StoredPaper stored{decode_stored_paper(data), {}};
  for (std::size_t at = data.find('\n'); at != std::string::npos; at = data.find('\n', at + 1)) {
    stored.records.push_back(decode_stored_paper(data.substr(at + 1, data.find('\n', at + 1) - at - 1)));
  }
  if (stored.records.empty()) stored.records.push_back(stored.paper);
  return stored;
}

}  // namespace paperdex
