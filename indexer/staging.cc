#include "indexer/staging.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "data/database.h"
#include "data/paper_json.h"
#include "data/schema.h"
#include "data/xapian_error.h"
#include "indexer/document_builder.h"
#include "indexer/grouping.h"
#include "indexer/identity.h"
#include "indexer/record_identity.h"
#include "indexer/room.h"
#include "indexer/staging_setup.h"

namespace paperdex {
namespace {

std::filesystem::path ready_database(const IndexDir& dir) {
  create_staging_if_missing(dir);
  check_staging(dir, Depth::kAsNeeded);
  return dir.staging();
}

Xapian::Database open_reader(const IndexDir& dir) {
  const std::string path = dir.staging().string();
  return translate_xapian("cannot open " + path, [&] { return open_database(path, TermLists::kThere); });
}

std::uint64_t count_documents(const Xapian::Database& database, const IndexDir& dir) {
  return translate_xapian("cannot read " + dir.staging().string(), [&] { return database.get_doccount(); });
}

std::optional<Day> day_of(const Paper& paper) {
  return paper.published ? std::optional(paper.published->first_day()) : std::nullopt;
}

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

std::string block_key(Docid first) { return kMetaBlockPrefix + std::to_string(first); }

}  // namespace

std::optional<Generation> generation_of(const IndexDir& dir, const CommitName& commit) {
  std::optional<Generation> newest;
  for (const Generation number : dir.list()) {
    try {
      if (commit_name_of(read_manifest(dir.generation(number))) == commit) newest = number;
    } catch (const IndexError&) {
      // A damaged generation must not keep the next one from being published.
    }
  }
  return newest;
}

Staging::Staging(const IndexLock& lock)
    : dir_(lock.dir()),
      writer_(ready_database(dir_)),
      reader_(open_reader(dir_)),
      documents_(count_documents(reader_, dir_)),
      origin_(translate_xapian("cannot read " + dir_.staging().string(),
                               [&] { return reader_.get_metadata(kMetaOrigin); })),
      commits_(metadata_number(kMetaCommits)),
      docids_([this](Docid first) { return static_cast<Docid>(metadata_number(block_key(first))); },
              static_cast<int>(metadata_number(kMetaSpill))),
      words_(dir_, generation_of(dir_, commit_name()), documents_ == 0) {}

Staging::~Staging() {
  try {
    wait();
    if (!has_failed_) seal();
  } catch (const std::exception&) {
    // The next session looks closer then.
  }
}

std::uint64_t Staging::metadata_number(const std::string& key) const {
  return number_of(
      translate_xapian("cannot read " + dir_.staging().string(), [&] { return reader_.get_metadata(key); }));
}

// The open batch goes before the one being written, and that before the database.
std::vector<Docid> Staging::docids_with(const std::string& term, std::size_t limit) const {
  std::vector<Docid> docids;
  for (const Changes* batch : {&open_, &in_flight_}) {
    const auto found = batch->by_term.find(term);
    if (found == batch->by_term.end()) continue;
    for (const Docid docid : found->second) {
      if (batch == &open_ || !open_.by_docid.contains(docid)) docids.push_back(docid);
    }
  }
  if (term.size() > kMaxTermBytes) return docids;
  for (auto posting = reader_.postlist_begin(term); posting != reader_.postlist_end(term); ++posting) {
    if (docids.size() > limit) break;
    if (!open_.by_docid.contains(*posting) && !in_flight_.by_docid.contains(*posting)) docids.push_back(*posting);
  }
  return docids;
}

std::string Staging::data_of(Docid docid) const {
  for (const Changes* batch : {&open_, &in_flight_}) {
    const auto found = batch->by_docid.find(docid);
    if (found != batch->by_docid.end()) return found->second.data.value_or("");
  }
  return reader_.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data();
}

std::string Staging::metadata(const std::string& key) const {
  for (const Changes* batch : {&open_, &in_flight_}) {
    const auto found = batch->metadata.find(key);
    if (found != batch->metadata.end()) return found->second;
  }
  return reader_.get_metadata(key);
}

Staging::Neighbourhood Staging::neighbourhood(const std::vector<Docid>& start, std::vector<std::string> keys,
                                              std::size_t leaving) const {
  Neighbourhood around;
  std::set<std::string> seen(keys.begin(), keys.end());
  std::set<Docid> taken;
  std::set<std::string> records;
  const auto take = [&](Docid docid) {
    if (!taken.insert(docid).second) return;
    std::string data = data_of(docid);
    StoredPaper paper = decode_stored(data);
    for (std::string& next : paper.keys()) {
      if (seen.insert(next).second) keys.push_back(std::move(next));
    }
    for (const Paper& record : paper.records) records.insert(which_record(record));
    around.documents.push_back({docid, std::move(data), std::move(paper)});
  };
  for (const Docid docid : start) take(docid);
  while (!keys.empty() && records.size() <= kMaxConnectedRecords) {
    const std::string key = std::move(keys.back());
    keys.pop_back();
    const std::vector<Docid> docids = docids_with(key_term(key), kMaxRecordsPerKey + leaving);
    if (docids.size() > kMaxRecordsPerKey + leaving) {
      around.void_keys.insert(key);
    } else {
      for (const Docid docid : docids) take(docid);
    }
  }
  return around;
}

namespace {

// Where `record` lies among the lines of stored data: as it is, in another form, or not at all.
enum class Held { kNo, kOther, kSame };

// `json` is the record's, which in the index has its `added` behind all else (paper_json.h).
Held held_as(const Paper& record, const std::string& json, const std::string& data) {
  const std::string stored = json.substr(0, json.size() - 1) + ",\"added\":";
  const bool alone = data.find('\n') == std::string::npos;
  if (alone ? data.starts_with(stored) : data.find('\n' + stored) != std::string::npos) return Held::kSame;
  for (const Paper& other : decode_stored(data).records) {
    if (!takes_place_of(record, other)) continue;
    return other.revised > record.revised ? Held::kSame : Held::kOther;
  }
  return Held::kNo;
}

// By which an entry was stored when entries had no names yet, or a record that is none.
std::string term_without_entry(const Paper& record) { return record_term(record.source, record.id); }

std::string gone_key(const std::string& record_term) { return kMetaGonePrefix + record_term; }

bool holds(const std::vector<StoredPaper>& papers, const Paper& record) {
  return std::any_of(papers.begin(), papers.end(), [&](const StoredPaper& paper) {
    return std::any_of(paper.records.begin(), paper.records.end(),
                       [&](const Paper& other) { return is_same_record(other, record); });
  });
}

template <typename Documents, typename Condition>
std::vector<Paper> records_but(const Documents& documents, const Condition& is_out) {
  std::vector<Paper> records;
  for (const auto& document : documents) {
    for (const Paper& record : document.paper.records) {
      if (!is_out(record)) records.push_back(record);
    }
  }
  return records;
}

}  // namespace

// One document, unless hashes collide; two of an entry that was stored without its name.
std::vector<Docid> Staging::docids_of_record(const Paper& record) const {
  std::vector<Docid> docids = docids_with(record_term(record), kNoLimit);
  if (record.entry.empty()) return docids;
  for (const Docid docid : docids_with(term_without_entry(record), kNoLimit)) {
    if (std::find(docids.begin(), docids.end(), docid) == docids.end()) docids.push_back(docid);
  }
  return docids;
}

// The number that a record has already, or had when it was taken out, or else that of the transaction to come.
std::uint64_t Staging::added_of(const Paper& record, const std::vector<Stored>& around) const {
  std::optional<std::uint64_t> added;
  for (const Stored& document : around) {
    for (const Paper& other : document.paper.records) {
      if (takes_place_of(record, other) && other.added) added = std::min(added.value_or(*other.added), *other.added);
    }
  }
  if (added) return *added;
  std::string gone = metadata(gone_key(record_term(record)));
  if (gone.empty() && !record.entry.empty()) gone = metadata(gone_key(term_without_entry(record)));
  return gone.empty() ? commits_ + 1 : number_of(gone);
}

Staging::Outcome Staging::upsert(const Paper& record) { return put_in(record, std::nullopt); }

Staging::Outcome Staging::restore(const Paper& record) { return put_in(record, record.added); }

// With `added`, or nothing for the number that is its own.
Staging::Outcome Staging::put_in(Paper record, std::optional<std::uint64_t> added) {
  record.added.reset();
  const Outcome outcome = translate_xapian("cannot put " + record.id + " into " + dir_.staging().string(), [&] {
    const std::string json = paper_to_json(record);
    const std::vector<Docid> own = docids_of_record(record);
    Held held = Held::kNo;
    for (const Docid docid : own) held = std::max(held, held_as(record, json, data_of(docid)));
    if (held == Held::kSame) return Outcome::kUnchanged;
    Neighbourhood around = neighbourhood(own, identity_keys(record), std::max(own.size(), std::size_t{1}));
    std::vector<Paper> records =
        records_but(around.documents, [&](const Paper& other) { return takes_place_of(record, other); });
    record.added = added ? *added : added_of(record, around.documents);
    records.push_back(record);
    const std::vector<StoredPaper> papers = group_papers(std::move(records), std::move(around.void_keys));
    const bool is_spare = !record.entry.empty() && held == Held::kNo && !holds(papers, record);
    if (is_spare) return Outcome::kUnchanged;  // one copy too many (grouping.h)
    replace(std::move(around.documents), papers);
    return held == Held::kOther ? Outcome::kUpdated : Outcome::kAdded;
  });
  if (outcome != Outcome::kUnchanged) submit_if_full();
  return outcome;
}

bool Staging::remove_record(const std::string& source, const std::string& id) {
  const bool found = translate_xapian("cannot take " + id + " out of " + dir_.staging().string(), [&] {
    Paper record;
    record.source = source;
    record.id = id;
    const std::vector<Docid> own = docids_with(record_term(record), kNoLimit);
    return remove_records(own, [&](const Paper& other) { return is_same_record(other, record); });
  });
  if (found) submit_if_full();
  return found;
}

bool Staging::remove(const std::string& id) {
  const bool found = translate_xapian("cannot take " + id + " out of " + dir_.staging().string(), [&] {
    const std::vector<Docid> own = docids_with(id_term(id), kNoLimit);
    std::set<std::tuple<std::string, std::string, std::string>> out;
    for (const Docid docid : own) {
      for (const Paper& record : decode_stored(data_of(docid)).records) out.insert(names_of(record));
    }
    return remove_records(own, [&](const Paper& record) { return out.contains(names_of(record)); });
  });
  if (found) submit_if_full();
  return found;
}

// A record that comes back is not new.
template <typename Condition>
void Staging::remember_gone(const std::vector<Stored>& documents, const Condition& is_out) {
  for (const Stored& document : documents) {
    for (const Paper& record : document.paper.records) {
      if (record.added && is_out(record)) open_.metadata[gone_key(record_term(record))] = std::to_string(*record.added);
    }
  }
}

template <typename Condition>
bool Staging::remove_records(const std::vector<Docid>& from, const Condition& is_out) {
  if (from.empty()) return false;
  Neighbourhood around = neighbourhood(from, {}, from.size());
  std::size_t before = 0;
  for (const Stored& document : around.documents) before += document.paper.records.size();
  std::vector<Paper> records = records_but(around.documents, is_out);
  if (records.size() == before) return false;
  remember_gone(around.documents, is_out);
  replace(std::move(around.documents), group_papers(std::move(records), std::move(around.void_keys)));
  return true;
}

// Papers keep their docid while their day stays: by their id, or else one that another paper of the day gives up.
void Staging::replace(std::vector<Stored> before, const std::vector<StoredPaper>& after) {
  const auto take = [&](const StoredPaper& paper, bool same_id) -> std::optional<Stored> {
    const auto found = std::find_if(before.begin(), before.end(), [&](const Stored& old) {
      return old.docid != 0 && (!same_id || old.paper.paper.id == paper.paper.id) &&
             day_of(old.paper.paper) == day_of(paper.paper);
    });
    if (found == before.end()) return std::nullopt;
    return std::exchange(*found, {});
  };
  std::vector<std::optional<Stored>> places;
  for (const StoredPaper& paper : after) places.push_back(take(paper, true));
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (!places[i]) places[i] = take(after[i], false);
  }
  for (const Stored& old : before) {
    if (old.docid != 0) drop(old);
  }
  for (std::size_t i = 0; i < after.size(); ++i) {
    const Stored* old = places[i] ? &*places[i] : nullptr;
    put(old != nullptr ? old->docid : docids_.allocate(day_of(after[i].paper)), old, after[i]);
  }
}

void Staging::put(Docid docid, const Stored* before, const StoredPaper& paper) {
  std::string data = encode_stored(paper);
  if (before != nullptr && before->data == data) return;
  BuiltDocument built = build_document(paper, data, analyzer_);
  words_.add(built.words);
  if (before != nullptr) {
    words_.remove(before->paper.paper, analyzer_);
  } else {
    ++documents_;
  }
  Change& change = this->change(docid, before != nullptr);
  open_.bytes += data.size();
  change.data = std::move(data);
  change.document = std::move(built.document);
  change.terms = paper.terms();
  for (const std::string& term : change.terms) open_.by_term[term].insert(docid);
}

void Staging::drop(const Stored& before) {
  words_.remove(before.paper.paper, analyzer_);
  --documents_;
  const Change& change = this->change(before.docid, true);
  if (!change.existed) open_.by_docid.erase(before.docid);
}

// The document's change in the open batch, emptied. `exists`: there is one now, be it only in the open batch.
Staging::Change& Staging::change(Docid docid, bool exists) {
  const auto [entry, is_new] = open_.by_docid.try_emplace(docid);
  Change& change = entry->second;
  if (is_new) change.existed = exists;
  for (const std::string& term : change.terms) open_.by_term[term].erase(docid);
  change.data.reset();
  change.document.reset();
  change.terms.clear();
  return change;
}

std::vector<LedgerSet> Staging::ledger() const {
  return translate_xapian("cannot read " + dir_.staging().string(), [&] {
    std::map<std::string, std::string> entries;
    const std::string prefix = kMetaLedgerPrefix;
    for (auto key = reader_.metadata_keys_begin(prefix); key != reader_.metadata_keys_end(prefix); ++key) {
      entries[*key] = reader_.get_metadata(*key);
    }
    for (const Changes* batch : {&in_flight_, &open_}) {
      for (const auto& [key, value] : batch->metadata) entries[key] = value;
    }
    return parse_ledger(entries);
  });
}

void Staging::set_ledger(const std::vector<LedgerEntry>& entries) {
  translate_xapian("cannot read " + dir_.staging().string(), [&] {
    for (const auto& [key, value] : entries) {
      if (metadata(key) != value) open_.metadata[key] = value;
    }
  });
}

void Staging::commit() {
  if (!open_.empty()) submit();
  wait();
}

void Staging::submit_if_full() {
  if (open_.by_docid.size() >= kMaxBatchPapers || open_.bytes >= kMaxBatchBytes) submit();
}

void Staging::submit() {
  wait();
  require_room(dir_, room_for_publication(dir_, documents_) + room_for_batch(open_.bytes), "adding papers");
  if (!is_changed_) break_seal(dir_.staging());
  is_changed_ = true;
  writing_ = std::async(std::launch::async, [this, batch = take_batch()] { writer_.apply(batch); });
}

void Staging::wait() {
  if (!writing_.valid()) return;
  has_failed_ = true;
  writing_.get();
  has_failed_ = false;
  changes_committed_ += in_flight_.by_docid.size();
  in_flight_ = {};
  // The reader is never more than one commit behind: Xapian keeps a commit's blocks until the one after the next.
  translate_xapian("cannot read " + dir_.staging().string(), [&] {
    reader_.reopen();
    require_tables(reader_, TermLists::kThere);
  });
}

Batch Staging::take_batch() {
  Batch batch;
  for (auto& [docid, change] : open_.by_docid) {
    batch.changes.push_back({docid, std::exchange(change.document, std::nullopt)});
  }
  std::sort(batch.changes.begin(), batch.changes.end(),
            [](const Batch::Change& a, const Batch::Change& b) { return a.docid < b.docid; });
  batch.metadata = open_.metadata;
  for (const auto& [first, used] : docids_.take_changes()) batch.metadata[block_key(first)] = std::to_string(used);
  batch.metadata[kMetaSpill] = std::to_string(docids_.spill_days());
  batch.metadata[kMetaCommits] = std::to_string(++commits_);
  batch.documents = documents_;
  in_flight_ = std::exchange(open_, {});
  return batch;
}

void Staging::seal() {
  if (!is_changed_) return;
  seal_staging(dir_.staging(), commit_name());
  is_changed_ = false;
}

WordCounts Staging::word_counts() { return words_.counts(reader_, analyzer_); }

}  // namespace paperdex
