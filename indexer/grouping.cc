#include "indexer/grouping.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "indexer/identity.h"
#include "indexer/merge.h"

namespace paperdex {
namespace {

void add_void_keys(const std::vector<Paper>& records, std::set<std::string>& void_keys) {
  const std::size_t most = records.size() > kMaxConnectedRecords ? 0 : kMaxRecordsPerKey;
  std::map<std::string, std::size_t> sharing;
  for (const Paper& record : records) {
    for (const std::string& key : identity_keys(record)) {
      if (++sharing[key] > most) void_keys.insert(key);
    }
  }
}

}  // namespace

std::vector<StoredPaper> group_papers(std::vector<Paper> records, std::set<std::string> void_keys) {
  std::vector<StoredPaper> papers;
  if (records.size() == 1) {  // most papers
    papers.push_back({merge_records(records), std::move(records)});
    return papers;
  }
  std::sort(records.begin(), records.end(),
            [](const Paper& a, const Paper& b) { return std::tie(a.source, a.id) < std::tie(b.source, b.id); });
  add_void_keys(records, void_keys);
  const Grouping grouping = group_records(records, void_keys);
  for (const std::vector<std::size_t>& indices : grouping.papers) {
    StoredPaper paper;
    for (const std::size_t index : indices) paper.records.push_back(std::move(records[index]));
    paper.paper = merge_records(paper.records);
    papers.push_back(std::move(paper));
  }
  for (std::size_t i = 0; i < papers.size(); ++i) {
    std::set<std::string> linked;
    for (const std::size_t other : grouping.linked[i]) linked.insert(papers[other].paper.id);
    papers[i].paper.linked.assign(linked.begin(), linked.end());
  }
  return papers;
}

}  // namespace paperdex
