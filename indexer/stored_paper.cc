#include "indexer/stored_paper.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "data/error.h"
#include "data/paper_json.h"
#include "indexer/identity.h"

namespace paperdex {

std::vector<std::string> StoredPaper::keys() const {
  std::set<std::string> keys;
  for (const Paper& record : records) {
    for (std::string& key : identity_keys(record)) keys.insert(std::move(key));
  }
  return {keys.begin(), keys.end()};
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
