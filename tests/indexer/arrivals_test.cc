// The numbers by which what came last is told from what was there: no paper may be new twice, and none passed over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "data/paper_json.h"
#include "data/schema.h"
#include "data/stored_record.h"
#include "indexer/publisher.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

class ArrivalsTest : public testing::Test {
 protected:
  // Runs `work` on staging, commits and gives the number of the transaction.
  template <typename Work>
  std::uint64_t in_one_transaction(Work work) {
    const IndexLock lock(dir());
    Staging staging(lock);
    work(staging);
    staging.commit();
    return staging.commit_name().commits;
  }
  std::uint64_t put(const std::vector<Paper>& papers) {
    return in_one_transaction([&](Staging& staging) {
      for (const Paper& paper : papers) staging.upsert(paper);
    });
  }
  Generation publish_all() {
    const IndexLock lock(dir());
    Staging staging(lock);
    return publish(lock, staging).generation;
  }
  void roll_back() {
    const IndexLock lock(dir());
    rollback(lock, std::nullopt);
  }
  // Of the paper with this id; 0 when there is none.
  std::uint64_t added(const std::string& id) const {
    const Xapian::Database database(dir().staging().string());
    const std::string term = id_term(id);
    if (database.get_termfreq(term) != 1) return 0;
    const Xapian::Document document = database.get_document(*database.postlist_begin(term));
    const std::uint64_t number = stored_paper(document.get_data()).added.value_or(0);
    EXPECT_EQ(Xapian::sortable_unserialise(document.get_value(kSlotAdded)), static_cast<double>(number)) << id;
    return number;
  }
  std::string origin() const { return Xapian::Database(dir().staging().string()).get_metadata(kMetaOrigin); }
  IndexDir dir() const { return IndexDir(folder_.path()); }

  TemporaryFolder folder_;
};

Paper of_source(const std::string& source, const std::string& id, const std::string& doi = "") {
  Paper paper = make_paper(id, "Title of " + id, "", "2024-06-12");
  paper.source = source;
  paper.doi = doi;
  return paper;
}

TEST_F(ArrivalsTest, ARecordKeepsTheNumberOfItsFirstTransaction) {
  const std::uint64_t first = put({make_paper("1", "Slots")});
  EXPECT_EQ(added("1"), first);
  const std::uint64_t second = put({make_paper("1", "Slots, revised", "", "2024-01-01"), make_paper("2", "Graphs")});
  EXPECT_EQ(second, first + 1);
  EXPECT_EQ(added("1"), first) << "changed, and moved to another day";
  EXPECT_EQ(added("2"), second);
}

TEST_F(ArrivalsTest, WhatARecordSaysOfItselfIsNotTaken) {
  const Paper read = paper_from_json(R"({"id":"1","title":"Slots","added":999})");
  EXPECT_FALSE(read.added);
  Paper record = read;
  record.added = 999;
  const std::uint64_t number = put({record});
  EXPECT_EQ(added("1"), number);
  in_one_transaction([&](Staging& staging) {
    EXPECT_EQ(staging.upsert(record), Staging::Outcome::kUnchanged);
    EXPECT_EQ(staging.upsert(read), Staging::Outcome::kUnchanged);
  });
}

TEST_F(ArrivalsTest, ARecordThatWasTakenOutAndComesAgainIsNotNew) {
  const std::uint64_t first = put({of_source("arxiv", "2401.00001")});
  in_one_transaction([](Staging& staging) { EXPECT_TRUE(staging.remove_record("arxiv", "2401.00001")); });
  put({of_source("arxiv", "2401.00001")});
  EXPECT_EQ(added("2401.00001"), first);
  in_one_transaction([](Staging& staging) {
    EXPECT_TRUE(staging.remove("2401.00001"));
    staging.upsert(of_source("arxiv", "2401.00001"));
  });
  EXPECT_EQ(added("2401.00001"), first) << "in one transaction";
}

TEST_F(ArrivalsTest, APaperCameWithTheFirstOfItsRecords) {
  const std::uint64_t first = put({of_source("arxiv", "2401.00001", "10.1000/a")});
  const std::uint64_t second = put({of_source("acl", "2024.acl-long.1")});
  put({of_source("europepmc", "PMC1", "10.1000/a")});
  EXPECT_EQ(added("PMC1"), first) << "one paper with the one of arXiv";
  Paper bridge = of_source("acl", "2024.acl-long.1", "10.1000/a");
  put({bridge});
  EXPECT_EQ(added("2024.acl-long.1"), first) << "merged late";
  bridge.doi = "10.1000/b";
  put({bridge});
  EXPECT_EQ(added("2024.acl-long.1"), second) << "parted again";
  EXPECT_EQ(added("2401.00001"), first);
}

TEST_F(ArrivalsTest, AStagingMadeAnewKeepsTheNumbersAndCountsOn) {
  const std::uint64_t first = put({make_paper("1", "Slots")});
  const std::uint64_t removed = put({make_paper("gone", "Trees")});
  in_one_transaction([](Staging& staging) { staging.remove("gone"); });
  publish_all();
  const std::string name = origin();
  const std::uint64_t unpublished = put({make_paper("2", "Graphs")});
  fs::remove_all(dir().staging());
  const std::uint64_t again = put({make_paper("2", "Graphs"), make_paper("gone", "Trees")});
  EXPECT_EQ(added("1"), first);
  EXPECT_EQ(added("gone"), removed);
  EXPECT_EQ(added("2"), again) << "nobody has seen it yet";
  EXPECT_GE(again, unpublished);
  EXPECT_EQ(origin(), name);
}

TEST_F(ArrivalsTest, WhatWasPublishedBeforeARollbackIsNotNewAfterIt) {
  put({make_paper("1", "Slots")});
  publish_all();
  const std::uint64_t second = put({make_paper("2", "Graphs")});
  publish_all();
  roll_back();
  EXPECT_EQ(added("2"), second) << "staging goes on from where it was";
  fs::remove_all(dir().staging());
  const std::uint64_t third = put({make_paper("2", "Graphs"), make_paper("3", "Trees")});
  EXPECT_GT(third, second) << "no number stands for two transactions";
  EXPECT_EQ(added("2"), second);
  EXPECT_EQ(added("3"), third);
}

// Then what came meanwhile is new once more, which is better than passed over.
TEST_F(ArrivalsTest, NumbersGoBeyondThoseOfAGenerationThatCannotBeRead) {
  put({make_paper("1", "Slots")});
  const Generation first = publish_all();
  std::uint64_t second = 0;
  for (int i = 0; i < 20; ++i) second = put({make_paper("a" + std::to_string(i), "Graphs")});
  const Generation damaged = publish_all();
  ASSERT_GT(damaged, first);
  roll_back();
  fs::remove_all(dir().staging());
  std::ofstream(dir().generation(damaged) / "manifest.json") << "{";
  const std::uint64_t third = put({make_paper("a1", "Graphs")});
  EXPECT_GT(third, second);
  EXPECT_EQ(added("a1"), third);
}

TEST_F(ArrivalsTest, AnIndexFromNothingCountsUnderANameOfItsOwn) {
  put({make_paper("1", "Slots")});
  const std::string name = origin();
  EXPECT_FALSE(name.empty());
  put({make_paper("2", "Graphs")});
  EXPECT_EQ(origin(), name);
  fs::remove_all(dir().staging());
  put({make_paper("1", "Slots")});
  EXPECT_NE(origin(), name);
}

}  // namespace
}  // namespace paperdex
