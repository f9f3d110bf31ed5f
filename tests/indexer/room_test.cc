#include "indexer/room.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <filesystem>
#include <fstream>

#include "data/error.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Room, IsThereOrTheErrorSaysHowMuchIsMissing) {
  const TemporaryFolder folder;
  const IndexDir dir(folder.path());
  const std::uint64_t available = fs::space(folder.path()).available;
  EXPECT_NO_THROW(require_room(dir, 0, "adding papers"));
  EXPECT_NO_THROW(require_room(dir, available / 2, "adding papers"));
  try {
    require_room(dir, available * 2, "adding papers");
    FAIL() << "was taken for enough";
  } catch (const IndexError& error) {
    EXPECT_THAT(error.what(), HasSubstr(folder.path().string() + " has no room for adding papers: "));
    EXPECT_THAT(error.what(), HasSubstr("are free. Nothing is lost; free "));
  }
}

TEST(Room, OfAPublicationGoesByTheGenerationBefore) {
  TestIndex index;
  EXPECT_GT(room_for_publication(index.dir(), 0), 0U) << "where nothing is";
  std::vector<Paper> papers;
  for (int i = 0; i < 2000; ++i) papers.push_back(make_paper(std::to_string(i), "Slots " + std::to_string(i * 7919)));
  index.add(papers);
  std::uint64_t generation = 0;
  for (const ManifestFile& file : read_manifest(index.dir().generation(1)).files) generation += file.bytes;
  const std::uint64_t room = room_for_publication(index.dir(), papers.size());
  EXPECT_GT(room, generation);
  EXPECT_LT(room, 3 * generation + 2'000'000);
  EXPECT_LT(room_for_publication(index.dir(), papers.size() / 2), room);
}

// A disk of its own, where the tests may mount one.
class SmallDiskTest : public testing::Test {
 protected:
  void SetUp() override {
    if (mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=24m") != 0) {
      GTEST_SKIP() << "no small disk can be mounted here: it takes root";
    }
    is_mounted_ = true;
  }
  void TearDown() override {
    if (is_mounted_) umount2(folder_.path().c_str(), MNT_DETACH);
  }

  TemporaryFolder folder_;
  bool is_mounted_ = false;
};

TEST_F(SmallDiskTest, AFullDiskStopsABatchAndNothingElse) {
  const IndexDir dir(folder_.path() / "index");
  const auto add = [&](int first, int last, std::size_t bytes) {
    const IndexLock lock(dir);
    clean_up(lock);
    Staging staging(lock);
    for (int i = first; i < last; ++i) {
      std::string text;
      for (std::size_t at = 0; text.size() < bytes; ++at) text += std::to_string(i * 7919 + at * 104729) + ' ';
      staging.upsert(make_paper(std::to_string(i), "Slots " + std::to_string(i), text));
    }
    staging.commit();
    publish(lock, staging);
  };
  add(0, 100, 500);
  const auto in_use = [&] { return fs::space(folder_.path()).capacity - fs::space(folder_.path()).available; };
  const std::uint64_t before = in_use();
  EXPECT_THROW(add(100, 4000, 4000), IndexError);
  EXPECT_LE(in_use(), before + 500'000) << "what a batch took that failed is given back";
  EXPECT_EQ(dir.current(), 1U);
  EXPECT_NO_THROW(add(100, 110, 500)) << "ten papers still fit";
  EXPECT_EQ(read_manifest(dir.generation(2)).documents, 110U);
  {
    // Room that goes while a batch is written.
    std::ofstream(folder_.path() / "other", std::ios::binary)
        << std::string(fs::space(folder_.path()).available - 40'000, 'x');
    EXPECT_THROW(add(110, 120, 500), IndexError);
  }
  fs::remove(folder_.path() / "other");
  EXPECT_NO_THROW(add(110, 120, 500));
  EXPECT_EQ(read_manifest(dir.generation(3)).documents, 120U);
  EXPECT_THAT(check(dir, true), testing::IsEmpty());
}

}  // namespace
}  // namespace paperdex
