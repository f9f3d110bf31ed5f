// The staging database: every record of the index, grouped to papers, changed in transactions. What commit()
// acknowledged survives any kill.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <future>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/ledger.h"
#include "data/lexicon.h"
#include "data/paper.h"
#include "data/text/analyzer.h"
#include "indexer/batch_writer.h"
#include "indexer/docid_allocator.h"
#include "indexer/index_lock.h"
#include "indexer/staging_state.h"
#include "indexer/stored_paper.h"
#include "indexer/word_tally.h"

namespace paperdex {

// A transaction is closed by whichever comes first. Larger ones take more memory and no less time.
inline constexpr std::size_t kMaxBatchPapers = 10'000;
inline constexpr std::size_t kMaxBatchBytes = 32 * 1024 * 1024;  // of stored JSON

// The newest generation that was published of this commit, if any. Damaged ones do not count.
std::optional<Generation> generation_of(const IndexDir& dir, const CommitName& commit);

// A record is known by its source and id, an entry of a file by its name there (record_identity.h). Which records are
// one paper is identity.h's to say: after each change all that are connected with it by keys are grouped anew, so that
// the papers depend on the records alone.
//
// Papers are collected in a batch; a full batch is written by a second thread while the next one is collected. Upserts
// and removals behave as if each had been written at once. Not thread-safe. After any exception from it a Staging is of
// no more use: what was not committed is lost, what was committed stays.
class Staging {
 public:
  enum class Outcome { kAdded, kUpdated, kUnchanged };

  // Opens the staging database under `lock`, which must outlive it. Where there is none, starts one from the published
  // generation, or empty. Throws UnfitStaging when it is damaged or older than a generation (staging_state.h; rebuild.h
  // opens it all the same), FormatError when it is of another format version, else IndexError. Cost: reads all of it,
  // at 1.5 GB a second and thread; where the last session was killed, as long as indexing its papers takes.
  explicit Staging(const IndexLock& lock);
  // Seals it, unless it failed.
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  // Puts in a source's record, or replaces what it takes the place of (record_identity.h); one that was revised before
  // the one that is there changes nothing. An unchanged record costs one look-up. Its `added` is ours to give: the
  // number of the transaction to come, or the one that the record had before, be it that it was taken out since.
  // Requires a record that validate() let through. Throws IndexError.
  Outcome upsert(const Paper& record);

  // The same for a record that comes from an index: it keeps the `added` that it has.
  Outcome restore(const Paper& record);

  // Takes out one source's record, but no entry of a file; false when there is none. Throws IndexError.
  bool remove_record(const std::string& source, const std::string& id);

  // Takes out the papers that have the id, with all their records; false when there is none. Throws IndexError.
  bool remove(const std::string& id);

  // The ledger with what was set in this batch. Throws IndexError.
  std::vector<LedgerSet> ledger() const;
  // Writes entries of the ledger, in the transaction of the papers that were put in before. Entries that are there
  // already change nothing. Throws IndexError.
  void set_ledger(const std::vector<LedgerEntry>& entries);

  // Returns when everything so far is on disk. Throws IndexError, for example when the disk has no room for that and
  // for publishing what is there then (room.h).
  void commit();

  // Says that what commit() wrote is whole (staging_state.h); while it runs, nothing but reading is allowed. Does
  // nothing where nothing was changed. Throws IndexError.
  void seal();

  // The papers it holds, those of the open batch included.
  std::uint64_t documents() const { return documents_; }
  // Stands for the committed content. While a batch is open, it is that of the batch before.
  CommitName commit_name() const { return {origin_, commits_}; }
  // The papers that were put in, replaced or taken out and are on disk.
  std::uint64_t changes_committed() const { return changes_committed_; }

  // The words of all papers with their counts (word_tally.h). Requires that commit() was the last call.
  WordCounts word_counts();

  // The committed papers, read-only; valid until the next upsert() or remove().
  const Xapian::Database& database() const { return reader_; }
  const IndexDir& dir() const { return dir_; }

 private:
  // What the open batch, or the one being written, does to one document.
  struct Change {
    bool existed = false;             // in the database before the batch
    std::optional<std::string> data;  // nothing: the document goes
    std::optional<Xapian::Document> document;
    std::vector<std::string> terms;  // of its keys
  };
  struct Changes {
    std::unordered_map<Docid, Change> by_docid;
    std::unordered_map<std::string, std::set<Docid>> by_term;  // of documents that stay
    std::map<std::string, std::string> metadata;
    std::size_t bytes = 0;

    bool empty() const { return by_docid.empty() && metadata.empty(); }
  };
  // A document that is there.
  struct Stored {
    Docid docid = 0;
    std::string data;
    StoredPaper paper;
  };
  // Documents whose keys lead to one another, and the keys that are too frequent to lead anywhere. All of them, but not
  // many more than kMaxConnectedRecords (grouping.h).
  struct Neighbourhood {
    std::vector<Stored> documents;
    std::set<std::string> void_keys;
  };

  // Of the documents that are there; more than `limit` are not all given.
  std::vector<Docid> docids_with(const std::string& term, std::size_t limit) const;
  std::vector<Docid> docids_of_record(const Paper& record) const;
  std::string data_of(Docid docid) const;
  std::string metadata(const std::string& key) const;
  // Of these documents and keys. `leaving` records may leave it: a key that is too frequent now may then no longer be.
  Neighbourhood neighbourhood(const std::vector<Docid>& start, std::vector<std::string> keys,
                              std::size_t leaving) const;
  Outcome put_in(Paper record, std::optional<std::uint64_t> added);
  std::uint64_t added_of(const Paper& record, const std::vector<Stored>& around) const;
  template <typename Condition>
  void remember_gone(const std::vector<Stored>& documents, const Condition& is_out);
  template <typename Condition>
  bool remove_records(const std::vector<Docid>& from, const Condition& is_out);
  void replace(std::vector<Stored> before, const std::vector<StoredPaper>& after);
  void put(Docid docid, const Stored* before, const StoredPaper& paper);
  void drop(const Stored& before);
  Change& change(Docid docid, bool exists);
  void submit_if_full();
  void submit();
  void wait();
  Batch take_batch();
  std::uint64_t metadata_number(const std::string& key) const;

  IndexDir dir_;
  BatchWriter writer_;
  Xapian::Database reader_;
  std::uint64_t documents_ = 0;
  std::string origin_;
  std::uint64_t commits_ = 0;
  std::uint64_t changes_committed_ = 0;
  DocidAllocator docids_;
  WordTally words_;
  Analyzer analyzer_;

  Changes open_;
  Changes in_flight_;
  std::future<void> writing_;
  bool is_changed_ = false;  // in this session, so that the seal is broken
  bool has_failed_ = false;
};

}  // namespace paperdex
