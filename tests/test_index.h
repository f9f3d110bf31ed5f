// A small published index in a folder of its own, for the tests of what reads one.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "data/date.h"
#include "data/error.h"
#include "data/index_dir.h"
#include "data/ledger.h"
#include "data/paper.h"
#include "data/paper_json.h"
#include "indexer/publisher.h"
#include "indexer/staging.h"

namespace paperdex {

// A folder that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "paperdex-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw IndexError("cannot make a folder like " + name);
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline Paper make_paper(const std::string& id, const std::string& title, const std::string& abstract = "",
                        const std::string& published = "") {
  Paper paper;
  paper.id = id;
  paper.title = title;
  paper.abstract = abstract;
  paper.published = Date::parse(published);
  return paper;
}

class TestIndex {
 public:
  // Nothing is published yet.
  TestIndex() = default;
  explicit TestIndex(const std::vector<Paper>& papers, const std::vector<LedgerSet>& ledger = {}) {
    add(papers, ledger);
  }

  // Adds or updates the papers and the ledger's entries and publishes. Throws Rejection for a paper that is not valid.
  void add(const std::vector<Paper>& papers, const std::vector<LedgerSet>& ledger = {}) {
    const IndexLock lock(dir());
    Staging staging(lock);
    for (Paper paper : papers) {
      validate(paper);
      staging.upsert(paper);
    }
    for (const LedgerSet& set : ledger) {
      staging.set_ledger({ledger_entry(set)});
      for (const auto& [day, counts] : set.days) staging.set_ledger({ledger_entry(set, day)});
    }
    staging.commit();
    publish(lock, staging);
  }

  IndexDir dir() const { return IndexDir(folder_.path() / "index"); }

 private:
  TemporaryFolder folder_;
};

}  // namespace paperdex
