#include "indexer/staging.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "data/paper_json.h"
#include "data/xapian_error.h"
#include "indexer/document_builder.h"
#include "indexer/staging_setup.h"

namespace paperdex {
namespace {

std::filesystem::path ready_database(const IndexDir& dir) {
  create_staging_if_missing(dir);
  return dir.staging();
}

Xapian::Database open_reader(const IndexDir& dir) {
  const std::string path = dir.staging().string();
  return translate_xapian("cannot open " + path, [&] {
    Xapian::Database database(path);
    const std::string found = database.get_metadata(kMetaFormat);
    if (found == std::to_string(kFormatVersion)) return database;
    throw IndexError(path + " has format " + (found.empty() ? "none" : found) + " and this program needs format " +
                     std::to_string(kFormatVersion) + "; add the papers to a new index folder");
  });
}

std::uint64_t count_documents(const Xapian::Database& database, const IndexDir& dir) {
  return translate_xapian("cannot read " + dir.staging().string(), [&] { return database.get_doccount(); });
}

std::optional<Day> day_of(const Paper& paper) {
  return paper.published ? std::optional(paper.published->first_day()) : std::nullopt;
}

std::string block_key(Docid first) { return kMetaBlockPrefix + std::to_string(first); }

}  // namespace

std::optional<Generation> generation_of_commits(const IndexDir& dir, std::uint64_t commits) {
  std::optional<Generation> newest;
  for (const Generation number : dir.list()) {
    try {
      if (read_manifest(dir.generation(number)).commits == commits) newest = number;
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
      commits_(metadata_number(kMetaCommits)),
      docids_([this](Docid first) { return static_cast<Docid>(metadata_number(block_key(first))); },
              static_cast<int>(metadata_number(kMetaSpill))) {
  counted_ = generation_of_commits(dir_, commits_);
  count_incrementally_ = counted_ || documents_ == 0;
}

Staging::~Staging() {
  if (writing_.valid()) writing_.wait();
}

std::uint64_t Staging::metadata_number(const std::string& key) const {
  const std::string text =
      translate_xapian("cannot read " + dir_.staging().string(), [&] { return reader_.get_metadata(key); });
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<Staging::Stored> Staging::find(const std::string& id) const {
  for (const PendingById* batch : {&open_, &in_flight_}) {
    const auto found = batch->find(id);
    if (found == batch->end()) continue;
    return found->second.after.docid == 0 ? std::nullopt : std::optional(found->second.after);
  }
  const std::string term = id_term(id);
  const Xapian::PostingIterator posting = reader_.postlist_begin(term);
  if (posting == reader_.postlist_end(term)) return std::nullopt;
  return Stored{*posting, reader_.get_document(*posting, Xapian::DOC_ASSUME_VALID).get_data()};
}

Staging::Pending& Staging::pending(const std::string& id, const std::optional<Stored>& stored) {
  const auto [entry, is_new] = open_.try_emplace(id);
  if (is_new && stored) entry->second.before = stored->docid;
  return entry->second;
}

Staging::Outcome Staging::upsert(const Paper& paper) {
  std::string json = paper_to_json(paper);
  const Outcome outcome = translate_xapian("cannot put " + paper.id + " into " + dir_.staging().string(), [&] {
    const std::optional<Stored> stored = find(paper.id);
    if (stored && stored->json == json) return Outcome::kUnchanged;
    BuiltDocument built = build_document(paper, json, analyzer_);
    count_words(built.words, +1);
    bool stays = false;
    if (stored) {
      const Paper old = decode_stored_paper(stored->json);
      count_words(count_incrementally_ ? lexicon_words(old, analyzer_) : std::vector<std::string>(), -1);
      stays = day_of(old) == day_of(paper);
    }
    Pending& change = pending(paper.id, stored);
    change.after = {stays ? stored->docid : docids_.allocate(day_of(paper)), std::move(json)};
    change.document = std::move(built.document);
    open_bytes_ += change.after.json.size();
    if (!stored) ++documents_;
    return stored ? Outcome::kUpdated : Outcome::kAdded;
  });
  if (outcome != Outcome::kUnchanged) submit_if_full();
  return outcome;
}

bool Staging::remove(const std::string& id) {
  const bool found = translate_xapian("cannot take " + id + " out of " + dir_.staging().string(), [&] {
    const std::optional<Stored> stored = find(id);
    if (!stored) return false;
    if (count_incrementally_) count_words(lexicon_words(decode_stored_paper(stored->json), analyzer_), -1);
    Pending& change = pending(id, stored);
    change.after = {};
    change.document.reset();
    --documents_;
    return true;
  });
  if (found) submit_if_full();
  return found;
}

void Staging::commit() {
  if (!open_.empty()) submit();
  wait();
}

void Staging::submit_if_full() {
  if (open_.size() >= kMaxBatchPapers || open_bytes_ >= kMaxBatchBytes) submit();
}

void Staging::submit() {
  wait();
  writing_ = std::async(std::launch::async, [this, batch = take_batch()] { writer_.apply(batch); });
}

void Staging::wait() {
  if (!writing_.valid()) return;
  writing_.get();
  changes_committed_ += in_flight_.size();
  in_flight_.clear();
  // The reader is never more than one commit behind: Xapian keeps a commit's blocks until the one after the next.
  translate_xapian("cannot read " + dir_.staging().string(), [&] { reader_.reopen(); });
}

Batch Staging::take_batch() {
  Batch batch;
  for (auto& [id, pending] : open_) {
    const Docid after = pending.after.docid;
    if (pending.before != 0 && pending.before != after) batch.changes.push_back({pending.before, std::nullopt});
    if (after != 0) batch.changes.push_back({after, std::exchange(pending.document, std::nullopt)});
  }
  std::sort(batch.changes.begin(), batch.changes.end(),
            [](const Batch::Change& a, const Batch::Change& b) { return a.docid < b.docid; });
  for (const auto& [first, used] : docids_.take_changes()) batch.metadata[block_key(first)] = std::to_string(used);
  batch.metadata[kMetaSpill] = std::to_string(docids_.spill_days());
  batch.metadata[kMetaCommits] = std::to_string(++commits_);
  batch.documents = documents_;
  in_flight_ = std::exchange(open_, {});
  open_bytes_ = 0;
  return batch;
}

void Staging::count_words(const std::vector<std::string>& words, int sign) {
  if (!count_incrementally_) return;
  for (const std::string& word : words) word_changes_[word] += sign;
}

WordCounts Staging::word_counts() {
  std::optional<WordCounts> counts;
  if (count_incrementally_) counts = published_words();
  if (!counts) return recount_words();
  for (const auto& [word, change] : word_changes_) {
    const auto entry = counts->try_emplace(word, 0).first;
    entry->second += static_cast<std::uint32_t>(change);
    if (entry->second == 0) counts->erase(entry);
  }
  return *std::move(counts);
}

// The words that were found at opening; nothing when their file is damaged.
std::optional<WordCounts> Staging::published_words() const {
  if (!counted_) return WordCounts();
  const std::filesystem::path generation = dir_.generation(*counted_);
  try {
    Manifest words = read_manifest(generation);
    std::erase_if(words.files, [](const ManifestFile& file) { return file.name != "words"; });
    verify_generation(generation, words);
    return read_word_counts(generation / "words");
  } catch (const IndexError&) {
    return std::nullopt;
  }
}

WordCounts Staging::recount_words() {
  WordCounts counts;
  translate_xapian("cannot read " + dir_.staging().string(), [&] {
    for (auto posting = reader_.postlist_begin(""); posting != reader_.postlist_end(""); ++posting) {
      const std::string json = reader_.get_document(*posting, Xapian::DOC_ASSUME_VALID).get_data();
      for (std::string& word : lexicon_words(decode_stored_paper(json), analyzer_)) ++counts[std::move(word)];
    }
  });
  return counts;
}

}  // namespace paperdex
