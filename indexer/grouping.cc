#include "indexer/grouping.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "indexer/identity.h"
#include "indexer/merge.h"
#include "indexer/sources/record_id.h"

namespace paperdex {
namespace {

// Records by which_record(): of one, or copies.
using Records = std::map<std::string, std::vector<Paper>>;

// What says the most first, and what says the same as another last; no more than kMaxCopies.
void sort_copies(std::vector<Paper>& copies) {
  if (copies.size() < 2) return;
  std::map<std::string, std::vector<Paper>, decltype(&says_more)> by_content(&says_more);
  std::optional<std::uint64_t> added;  // with the first of all, be it left out
  for (Paper& copy : copies) {
    if (copy.added) added = std::min(added.value_or(*copy.added), *copy.added);
    by_content[content_of_record(copy)].push_back(std::move(copy));
  }
  copies.clear();
  std::vector<Paper> repeating;
  for (auto& [content, same] : by_content) {
    std::sort(same.begin(), same.end(), [](const Paper& a, const Paper& b) { return a.entry < b.entry; });
    copies.push_back(std::move(same.front()));
    std::move(same.begin() + 1, same.end(), std::back_inserter(repeating));
  }
  std::move(repeating.begin(), repeating.end(), std::back_inserter(copies));
  if (copies.size() <= kMaxCopies) return;
  copies.resize(kMaxCopies);
  copies.front().added = added;
}

std::set<std::string> keys_of(const std::vector<Paper>& copies) {
  std::set<std::string> keys;
  for (const Paper& record : copies) {
    for (std::string& key : identity_keys(record)) keys.insert(std::move(key));
  }
  return keys;
}

void add_void_keys(const Records& records, std::set<std::string>& void_keys) {
  const std::size_t most = records.size() > kMaxConnectedRecords ? 0 : kMaxRecordsPerKey;
  std::map<std::string, std::size_t> sharing;
  for (const auto& [which, copies] : records) {
    for (const std::string& key : keys_of(copies)) {
      if (++sharing[key] > most) void_keys.insert(key);
    }
  }
}

bool is_of_entries(const StoredPaper& paper) {
  return std::none_of(paper.records.begin(), paper.records.end(), [](const Paper& r) { return r.entry.empty(); });
}

// Makes another id of the paper, or one that no record has, its id.
void rename(Paper& paper, const std::string& id) {
  if (id == paper.id) return;
  std::set<std::string> ids(paper.ids.begin(), paper.ids.end());
  ids.insert(std::exchange(paper.id, id));
  ids.erase(id);
  ids.erase(paper.doi);
  paper.ids.assign(ids.begin(), ids.end());
}

void give_own_ids(std::vector<StoredPaper>& papers, std::set<std::string> taken) {
  for (const StoredPaper& paper : papers) {
    if (!is_of_entries(paper)) taken.insert(paper.paper.id);
  }
  for (StoredPaper& paper : papers) {
    if (!is_of_entries(paper)) continue;
    const std::vector<std::string> ids = ids_of(paper.paper);
    const auto own = std::find_if(ids.begin(), ids.end(), [&](const std::string& id) { return !taken.contains(id); });
    rename(paper.paper, own != ids.end() ? *own : id_of_words(paper.paper, "paper"));
    taken.insert(paper.paper.id);
  }
}

}  // namespace

std::string which_record(const Paper& record) {
  std::string which = record.source + '\n' + record.id;
  return record.entry.empty() ? which : which + '\n' + title_words(record);
}

std::vector<StoredPaper> group_papers(std::vector<Paper> records, std::set<std::string> void_keys) {
  std::vector<StoredPaper> papers;
  if (records.size() == 1 && (void_keys.empty() || records.front().entry.empty())) {  // most papers
    papers.push_back({merge_records(records), std::move(records)});
    return papers;
  }
  Records by_which;
  for (Paper& record : records) by_which[which_record(record)].push_back(std::move(record));
  records.clear();
  for (auto& [which, copies] : by_which) sort_copies(copies);
  add_void_keys(by_which, void_keys);
  for (auto& [which, copies] : by_which) std::move(copies.begin(), copies.end(), std::back_inserter(records));
  const Grouping grouping = group_records(records, void_keys);
  for (const std::vector<std::size_t>& indices : grouping.papers) {
    StoredPaper paper;
    for (const std::size_t index : indices) paper.records.push_back(std::move(records[index]));
    paper.paper = merge_records(paper.records);
    papers.push_back(std::move(paper));
  }
  give_own_ids(papers, std::move(void_keys));
  for (std::size_t i = 0; i < papers.size(); ++i) {
    std::set<std::string> linked;
    for (const std::size_t other : grouping.linked[i]) linked.insert(papers[other].paper.id);
    papers[i].paper.linked.assign(linked.begin(), linked.end());
  }
  return papers;
}

}  // namespace paperdex
