// The staging database: every paper of the index, changed in transactions. What commit() acknowledged survives any
// kill.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "data/lexicon.h"
#include "data/paper.h"
#include "data/text/analyzer.h"
#include "indexer/batch_writer.h"
#include "indexer/docid_allocator.h"
#include "indexer/index_lock.h"

namespace paperdex {

// A transaction is closed by whichever comes first. Larger ones take more memory and no less time.
inline constexpr std::size_t kMaxBatchPapers = 10'000;
inline constexpr std::size_t kMaxBatchBytes = 32 * 1024 * 1024;  // of stored JSON

// The newest generation that was published when staging had made this many commits, if any. Damaged ones do not count.
std::optional<Generation> generation_of_commits(const IndexDir& dir, std::uint64_t commits);

// Papers are collected in a batch; a full batch is written by a second thread while the next one is collected. Upserts
// and removals behave as if each had been written at once. Not thread-safe. After any exception from it a Staging is of
// no more use: what was not committed is lost, what was committed stays.
class Staging {
 public:
  enum class Outcome { kAdded, kUpdated, kUnchanged };

  // Opens the staging database under `lock`, which must outlive it. Where there is none, starts one from the published
  // generation, or empty. Throws IndexError, for example on another format version.
  explicit Staging(const IndexLock& lock);
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  // Puts in the paper, or replaces the one with its id. An unchanged paper costs one look-up. Requires a paper that
  // validate() let through. Throws IndexError.
  Outcome upsert(const Paper& paper);

  // Takes the paper out; false when there is none. Throws IndexError.
  bool remove(const std::string& id);

  // Returns when everything so far is on disk. Throws IndexError.
  void commit();

  // The papers it holds, those of the open batch included.
  std::uint64_t documents() const { return documents_; }
  // kMetaCommits: stands for the committed content, and for no other, ever.
  std::uint64_t commits() const { return commits_; }
  // The papers that were put in, replaced or taken out and are on disk.
  std::uint64_t changes_committed() const { return changes_committed_; }

  // The words of all papers with their counts. Requires that commit() was the last call. Cost: reading a published list
  // of them, or the analysis of every paper when no generation has the content that was found at opening.
  WordCounts word_counts();

  // The committed papers, read-only; valid until the next upsert() or remove().
  const Xapian::Database& database() const { return reader_; }
  const IndexDir& dir() const { return dir_; }

 private:
  struct Stored {
    Docid docid = 0;
    std::string json;
  };
  // What the open batch, or the one being written, does to one id.
  struct Pending {
    Docid before = 0;  // in the database before the batch; 0: none
    Stored after;      // docid 0: removed
    std::optional<Xapian::Document> document;
  };
  using PendingById = std::unordered_map<std::string, Pending>;

  std::optional<Stored> find(const std::string& id) const;
  Pending& pending(const std::string& id, const std::optional<Stored>& stored);
  void count_words(const std::vector<std::string>& words, int sign);
  void forget_words(const std::string& json);
  void submit_if_full();
  void submit();
  void wait();
  Batch take_batch();
  std::uint64_t metadata_number(const std::string& key) const;
  std::optional<WordCounts> published_words() const;
  WordCounts recount_words();

  IndexDir dir_;
  BatchWriter writer_;
  Xapian::Database reader_;
  std::uint64_t documents_ = 0;
  std::uint64_t commits_ = 0;
  std::uint64_t changes_committed_ = 0;
  DocidAllocator docids_;
  Analyzer analyzer_;

  PendingById open_;
  std::size_t open_bytes_ = 0;
  PendingById in_flight_;
  std::future<void> writing_;

  std::optional<Generation> counted_;  // the generation with the content that was found at opening
  bool count_incrementally_ = false;   // false: words are counted anew when they are asked for
  std::unordered_map<std::string, std::int32_t> word_changes_;
};

}  // namespace paperdex
