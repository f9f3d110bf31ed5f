// Staging that is damaged, older than what was published, or of an earlier format.
#include "indexer/rebuild.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "data/schema.h"
#include "data/stored_record.h"
#include "indexer/content_check.h"
#include "indexer/publisher.h"
#include "indexer/stored_papers.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Id -> stored data.
std::map<std::string, std::string> papers_in(const fs::path& database) {
  std::map<std::string, std::string> papers;
  const Xapian::Database from(database.string());
  for (auto posting = from.postlist_begin(""); posting != from.postlist_end(""); ++posting) {
    const std::string data = from.get_document(*posting).get_data();
    papers[id_in_line(data)] = data;
  }
  return papers;
}

void flip(const fs::path& file, std::uint64_t byte) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(byte));
  const int before = stream.get();
  stream.seekp(static_cast<std::streamoff>(byte));
  stream.put(static_cast<char>(before ^ 1));
}

// As a bad disk does, but for the tables' own order, so that the test can say which record it is.
void damage_record(const IndexDir& dir, const std::string& id, const std::string& at = "number") {
  Xapian::WritableDatabase database(dir.staging().string(), Xapian::DB_OPEN);
  const Xapian::docid docid = *database.postlist_begin(id_term(id));
  Xapian::Document document = database.get_document(docid);
  std::string data = document.get_data();
  data[data.find(at)] = 'N';
  document.set_data(data);
  database.replace_document(docid, document);
  database.commit();
  fs::remove(dir.staging() / "iamglass.copy");  // which would take this commit back
}

class RebuildTest : public testing::Test {
 protected:
  static Paper paper(int number) {
    return make_paper("id" + std::to_string(number), "Paper number " + std::to_string(number), "",
                      "2024-01-0" + std::to_string(1 + number % 9));
  }
  void add(const std::vector<int>& numbers, bool then_publish = true) {
    const IndexLock lock{dir()};
    const auto staging = open(lock);
    for (const int number : numbers) staging->upsert(paper(number));
    staging->commit();
    if (then_publish) publish(lock, *staging);
  }
  std::unique_ptr<Staging> open(const IndexLock& lock) {
    return open_staging(lock, [this](const Rebuilt& rebuilt) { rebuilt_.push_back(rebuilt); });
  }
  void reopen() {
    const IndexLock lock{dir()};
    open(lock);
  }
  void expect_whole() const {
    EXPECT_THAT(check(dir(), true), IsEmpty());
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(dir().path())) names.push_back(entry.path().filename());
    EXPECT_THAT(names, testing::UnorderedElementsAre("current", "generations", "lock", "staging"));
  }

  IndexDir dir() const { return IndexDir(folder_.path()); }

  TemporaryFolder folder_;
  std::vector<Rebuilt> rebuilt_;
};

TEST_F(RebuildTest, LeavesWholeStagingAlone) {
  add({1, 2});
  add({3}, false);
  reopen();
  EXPECT_THAT(rebuilt_, IsEmpty());
  expect_whole();
}

TEST_F(RebuildTest, EveryDamagedFileOfPublishedStagingIsMadeAnew) {
  add({1, 2});
  const auto before = papers_in(dir().staging());
  for (const char* file : {"docdata.glass", "postlist.glass", "position.glass", "termlist.glass", "iamglass"}) {
    SCOPED_TRACE(file);
    rebuilt_.clear();
    flip(dir().staging() / file, fs::file_size(dir().staging() / file) / 2);
    EXPECT_THAT(check(dir()), ElementsAre(HasSubstr(file)));
    reopen();
    ASSERT_EQ(rebuilt_.size(), 1U);
    EXPECT_THAT(rebuilt_[0].reason, HasSubstr(std::string("staging/") + file + " is damaged"));
    EXPECT_EQ(rebuilt_[0].documents, 2U);
    EXPECT_THAT(rebuilt_[0].lost, IsEmpty());
    EXPECT_EQ(papers_in(dir().staging()), before);
    expect_whole();
  }
}

TEST_F(RebuildTest, ABadRecordComesFromTheGenerationAndTheOthersFromStaging) {
  add({1, 2, 3});
  add({4, 5}, false);
  auto before = papers_in(dir().staging());
  damage_record(dir(), "id2");
  reopen();
  ASSERT_EQ(rebuilt_.size(), 1U);
  EXPECT_THAT(rebuilt_[0].taken, ElementsAre(HasSubstr("the stored record of id2 is damaged")));
  EXPECT_THAT(rebuilt_[0].lost, IsEmpty());
  EXPECT_EQ(papers_in(dir().staging()), before);
  expect_whole();
}

TEST_F(RebuildTest, ADamagedVersionFileLosesNothing) {
  add({1, 2});
  add({3, 4}, false);
  const auto before = papers_in(dir().staging());
  fs::resize_file(dir().staging() / "iamglass", 100);
  reopen();
  ASSERT_EQ(rebuilt_.size(), 1U);
  EXPECT_THAT(rebuilt_[0].lost, IsEmpty());
  EXPECT_EQ(papers_in(dir().staging()), before);
}

TEST_F(RebuildTest, ABadRecordThatNobodyElseHasIsLeftOutAndNamed) {
  add({1, 2, 3});
  add({4, 5}, false);
  auto before = papers_in(dir().staging());
  damage_record(dir(), "id5");
  reopen();
  ASSERT_EQ(rebuilt_.size(), 1U);
  EXPECT_THAT(rebuilt_[0].lost, ElementsAre(HasSubstr("the stored record of id5 is damaged")));
  before.erase("id5");
  EXPECT_EQ(papers_in(dir().staging()), before);
  add({5});
  EXPECT_EQ(papers_in(dir().generation(*dir().current()) / "db").size(), 5U);
  expect_whole();
}

TEST_F(RebuildTest, ABadRecordThatDoesNotSayWhoseItIsIsNamedByItsTerms) {
  add({1, 2});
  add({5}, false);
  damage_record(dir(), "id5", "id5");
  reopen();
  ASSERT_EQ(rebuilt_.size(), 1U);
  EXPECT_THAT(rebuilt_[0].lost, ElementsAre(HasSubstr("the stored record of Nd5 is damaged")));
  EXPECT_THAT(rebuilt_[0].lost, ElementsAre(HasSubstr("; its ids: id5")));
}

TEST_F(RebuildTest, ABadRecordIsFoundAfterAKillToo) {
  add({1, 2, 3});
  add({4}, false);
  break_seal(dir().staging());  // as a killed session leaves it
  damage_record(dir(), "id4");
  reopen();
  ASSERT_EQ(rebuilt_.size(), 1U);
  EXPECT_THAT(rebuilt_[0].lost, ElementsAre(HasSubstr("id4")));
}

TEST_F(RebuildTest, StagingThatIsOlderThanAGenerationIsMadeAnewFromIt) {
  add({1, 2});
  fs::copy(dir().staging(), folder_.path() / "copy");
  add({3, 4});
  const auto newest = papers_in(dir().staging());
  fs::remove_all(dir().staging());
  fs::rename(folder_.path() / "copy", dir().staging());
  EXPECT_THAT(check(dir()), ElementsAre(HasSubstr("staging is older than generation 2")));
  add({5});
  ASSERT_EQ(rebuilt_.size(), 1U);
  EXPECT_THAT(rebuilt_[0].reason, HasSubstr("is older than generation 2"));
  EXPECT_EQ(rebuilt_[0].generation, 2U);
  EXPECT_EQ(dir().current(), 3U);
  auto published = papers_in(dir().generation(3) / "db");
  EXPECT_EQ(published.erase("id5"), 1U);
  EXPECT_EQ(published, newest);
  expect_whole();
}

TEST_F(RebuildTest, CommitNumbersNeverRepeat) {
  std::set<std::uint64_t> numbers;
  add({1});
  fs::copy(dir().staging(), folder_.path() / "copy");
  for (int number = 2; number < 6; ++number) {
    add({number});
    EXPECT_TRUE(numbers.insert(read_manifest(dir().generation(*dir().current())).commits).second);
    fs::remove_all(dir().staging());
    if (number % 2 == 0) fs::copy(folder_.path() / "copy", dir().staging());
  }
}

TEST_F(RebuildTest, ArrivalsStay) {
  add({1});
  add({2});
  add({3}, false);
  const auto before = papers_in(dir().staging());
  flip(dir().staging() / "postlist.glass", fs::file_size(dir().staging() / "postlist.glass") / 2);
  reopen();
  EXPECT_EQ(papers_in(dir().staging()), before) << "`added` is in the records";
}

TEST_F(RebuildTest, AKillBetweenTheRenamesLosesNothing) {
  add({1, 2});
  fs::copy(dir().staging(), dir().path() / "staging.next");
  fs::create_directories(dir().path() / "rebuilding/staging");
  for (const bool is_away : {false, true}) {
    if (is_away) fs::rename(dir().staging(), dir().path() / "staging.old");
    reopen();
    EXPECT_EQ(papers_in(dir().staging()).size(), 2U);
    expect_whole();
    fs::copy(dir().staging(), dir().path() / "staging.next");
  }
}

TEST_F(RebuildTest, WhatEndedTheProgramOnceIsNotReadAgain) {
  add({1, 2});
  add({3}, false);
  damage_record(dir(), "id1");
  std::ofstream(dir().path() / "rebuilding.attempt");
  reopen();
  ASSERT_EQ(rebuilt_.size(), 1U);
  EXPECT_THAT(rebuilt_[0].lost, ElementsAre(HasSubstr("ended the program")));
  EXPECT_EQ(papers_in(dir().staging()), papers_in(dir().generation(1) / "db"));
  expect_whole();
}

// tests/data/index_format_3.tar.gz: made by the last program of that format. 6 papers of the sample, 2 BibTeX entries,
// one of the papers removed, then 2 papers of an ACL file, which made the ledger; each was published.
class UpgradeTest : public RebuildTest {
 protected:
  UpgradeTest() {
    const std::string command =
        "tar -C '" + folder_.path().string() + "' -xzf " PAPERDEX_SOURCE_DIR "/tests/data/index_format_3.tar.gz";
    EXPECT_EQ(std::system(command.c_str()), 0);
  }
  IndexDir old() const { return IndexDir(folder_.path() / "index"); }

  static void expect_upgraded(const IndexDir& dir) {
    EXPECT_THAT(check(dir, true), IsEmpty());
    const Manifest manifest = read_manifest(dir.generation(*dir.current()));
    EXPECT_EQ(manifest.documents, 9U);
    EXPECT_GT(manifest.generation, 4U) << "no generation's number stands for two";
    EXPECT_GT(manifest.commits, 4U);
    const Xapian::Database database((dir.generation(*dir.current()) / "db").string());
    std::map<std::string, std::uint64_t> added;
    for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting) {
      const Paper paper = stored_paper(database.get_document(*posting).get_data());
      added[paper.id] = paper.added.value_or(0);
    }
    EXPECT_EQ(added, (std::map<std::string, std::uint64_t>{{"1706.03762", 2},
                                                           {"2006.15055", 2},
                                                           {"2110.11405", 2},
                                                           {"2210.05861", 2},
                                                           {"2305.11281", 2},
                                                           {"10.1000/slots.1", 3},
                                                           {"bib:doe2018.1416876d", 3},
                                                           {"2020.acl-main.1", 5},
                                                           {"2020.acl-main.2", 5}}));
    EXPECT_EQ(database.get_metadata(kMetaGonePrefix + record_term("sample", "1810.04805")), "2");
    EXPECT_EQ(read_ledger(database).size(), 1U);
    EXPECT_EQ(database.get_metadata(kMetaOrigin).size(), 16U);
    EXPECT_EQ(database.get_metadata(kMetaOrigin), manifest.origin);
  }
};

TEST_F(UpgradeTest, MakesAnIndexOfFormat3OneOfTodaysInPlace) {
  {
    const IndexLock lock(old());
    EXPECT_THROW(open(lock), FormatError);
    const auto report = upgrade(old(), lock);
    ASSERT_TRUE(report);
    EXPECT_THAT(report->lost, IsEmpty());
    EXPECT_FALSE(upgrade(old(), lock)) << "nothing to do";
  }
  expect_upgraded(old());
}

TEST_F(UpgradeTest, MakesOneInANewFolderAndLeavesTheOldOne) {
  const IndexDir target(folder_.path() / "new");
  {
    const IndexLock lock(target);
    ASSERT_TRUE(upgrade(old(), lock));
    EXPECT_THROW(upgrade(old(), lock), IndexError) << "there is one already";
  }
  expect_upgraded(target);
  EXPECT_EQ(read_manifest(old().generation(*old().current()), 3).documents, 9U);
}

TEST_F(UpgradeTest, TakesTheGenerationWhereStagingIsGone) {
  fs::remove_all(old().staging());
  {
    const IndexLock lock(old());
    EXPECT_THROW(open(lock), FormatError);
    ASSERT_TRUE(upgrade(old(), lock));
  }
  expect_upgraded(old());
}

TEST_F(UpgradeTest, GoesOnWhereAKillLeftIt) {
  const IndexDir once(folder_.path() / "once");
  fs::copy(old().path(), once.path(), fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  {
    const IndexLock lock(once);
    ASSERT_TRUE(upgrade(once, lock));
  }
  // Published, and not yet swapped.
  fs::copy(once.generation(5), old().generation(5), fs::copy_options::recursive);
  fs::remove(old().current_link());
  fs::create_symlink("generations/5", old().current_link());
  {
    const IndexLock lock(old());
    ASSERT_TRUE(upgrade(old(), lock));
  }
  expect_upgraded(old());
}

TEST(StoredPapers, LetNoTextOfFormat3TurnTheDirectionOfWhatFollows) {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "db";
  {
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE);
    Xapian::Document document;
    document.set_data("{\"id\":\"1\",\"title\":\"A\u202etitle\"}\n{\"id\":\"1\",\"title\":\"B\u2066\"}");
    database.replace_document(1, document);
    database.commit();
  }
  std::vector<std::string> titles;
  read_stored_papers(
      {path, 3},
      [&](const StoredPaper& stored) {
        titles.push_back(stored.paper.title);
        for (const Paper& record : stored.records) titles.push_back(record.title);
      },
      [](const Unreadable& gap) { ADD_FAILURE() << gap.reason; });
  EXPECT_THAT(titles, ElementsAre("Atitle", "B"));
}

TEST_F(UpgradeTest, SaysWhenThereIsNothingToUpgrade) {
  const IndexDir nothing(folder_.path() / "nothing");
  const IndexLock lock(nothing);
  EXPECT_THROW(upgrade(nothing, lock), IndexError);
}

}  // namespace
}  // namespace paperdex
