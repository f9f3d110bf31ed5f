// What is new since a number of Snapshot::arrivals(), as one asks who keeps the greatest number seen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "query/searcher.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// Who asks for what is new, night after night.
class Reader {
 public:
  explicit Reader(IndexDir dir) : dir_(std::move(dir)) {}

  std::vector<std::string> new_papers(const std::string& text = "") {
    Searcher searcher(Snapshot::open(dir_));
    SearchRequest request;
    request.text = text;
    request.limit = 100;
    request.added_after = seen_;
    const SearchResponse response = searcher.search(request);
    EXPECT_EQ(response.total, response.hits.size());
    std::vector<std::string> ids;
    for (const Hit& hit : response.hits) ids.push_back(hit.paper.id);
    seen_ = std::max(seen_, searcher.snapshot().arrivals());
    return ids;
  }

 private:
  IndexDir dir_;
  std::uint64_t seen_ = 0;
};

Paper of_source(const std::string& source, const std::string& id, const std::string& doi = "") {
  Paper paper = make_paper(id, "Slots of " + id, "Attention.", "2024-06-12");
  paper.source = source;
  paper.doi = doi;
  return paper;
}

TEST(NewPapers, AreThoseThatCameSince) {
  TestIndex index({make_paper("1", "Slots"), make_paper("2", "Graphs")});
  Reader reader(index.dir());
  EXPECT_THAT(reader.new_papers(), UnorderedElementsAre("1", "2"));
  EXPECT_THAT(reader.new_papers(), IsEmpty());
  index.add({make_paper("3", "Slots", "", "1999")});
  EXPECT_THAT(reader.new_papers(), ElementsAre("3")) << "old, but new here";
  index.add({make_paper("4", "Slots"), make_paper("5", "Graphs")});
  index.add({make_paper("6", "Slots, too")});
  EXPECT_THAT(reader.new_papers("slots"), UnorderedElementsAre("4", "6")) << "over several generations";
  EXPECT_THAT(reader.new_papers("graphs"), IsEmpty());
}

TEST(NewPapers, AreNotThoseThatChanged) {
  TestIndex index({make_paper("1", "Slots", "", "2024-06-12")});
  Reader reader(index.dir());
  reader.new_papers();
  index.add({make_paper("1", "More slots", "", "2024-06-13")});
  EXPECT_THAT(reader.new_papers(), IsEmpty());
}

TEST(NewPapers, AreNotThoseThatWereMergedLate) {
  TestIndex index({of_source("arxiv", "2401.00001", "10.1000/a")});
  Reader reader(index.dir());
  reader.new_papers();
  index.add({of_source("acl", "2024.acl-long.1")});
  EXPECT_THAT(reader.new_papers(), ElementsAre("2024.acl-long.1"));
  index.add({of_source("acl", "2024.acl-long.1", "10.1000/a")});
  EXPECT_THAT(reader.new_papers(), IsEmpty()) << "both were new once";
  index.add({of_source("europepmc", "PMC1", "10.1000/a")});
  EXPECT_THAT(reader.new_papers(), IsEmpty()) << "a further source of a known paper";
}

TEST(NewPapers, AreNeitherMissedNorDoubledOverARollback) {
  TestIndex index({make_paper("1", "Slots")});
  Reader early(index.dir());
  Reader late(index.dir());
  early.new_papers();
  late.new_papers();
  index.add({make_paper("2", "Graphs")});
  EXPECT_THAT(early.new_papers(), ElementsAre("2"));
  {
    const IndexLock lock(index.dir());
    rollback(lock, std::nullopt);
  }
  EXPECT_THAT(early.new_papers(), IsEmpty());
  EXPECT_THAT(late.new_papers(), IsEmpty()) << "it is not there";
  index.add({make_paper("3", "Trees")});
  EXPECT_THAT(early.new_papers(), ElementsAre("3"));
  EXPECT_THAT(late.new_papers(), UnorderedElementsAre("2", "3"));
}

TEST(NewPapers, AreNeitherMissedNorDoubledWhenStagingIsMadeAnew) {
  TestIndex index({make_paper("1", "Slots")});
  index.add({make_paper("2", "Graphs")});
  Reader reader(index.dir());
  reader.new_papers();
  std::filesystem::remove_all(index.dir().staging());
  index.add({make_paper("1", "Slots"), make_paper("2", "Graphs"), make_paper("3", "Trees")});
  EXPECT_THAT(reader.new_papers(), ElementsAre("3"));
  {
    const IndexLock lock(index.dir());
    rollback(lock, std::nullopt);
  }
  std::filesystem::remove_all(index.dir().staging());
  index.add({make_paper("3", "Trees"), make_paper("4", "Waves")});
  EXPECT_THAT(reader.new_papers(), ElementsAre("4")) << "after a rollback as well";
}

TEST(NewPapers, AreCountedUnderANameThatOnlyAnIndexFromNothingChanges) {
  TestIndex index({make_paper("1", "Slots")});
  const std::string origin = Snapshot::open(index.dir())->origin();
  std::filesystem::remove_all(index.dir().staging());
  index.add({make_paper("2", "Graphs")});
  EXPECT_EQ(Snapshot::open(index.dir())->origin(), origin);
  EXPECT_NE(Snapshot::open(TestIndex({make_paper("1", "Slots")}).dir())->origin(), origin);
}

}  // namespace
}  // namespace paperdex
