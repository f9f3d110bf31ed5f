#include "data/folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/test_index.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

TEST(Folder, GivesAllThatIsUnderItAndFollowsNoLinks) {
  const TemporaryFolder folder;
  const fs::path root = folder.path();
  EXPECT_TRUE(all_under(root).empty());
  fs::create_directories(root / "a/b");
  std::ofstream(root / "a/b/file") << 1;
  std::ofstream(root / ".hidden") << 1;
  fs::create_directory_symlink("a", root / "link");
  EXPECT_THAT(all_under(root), testing::UnorderedElementsAre(root / "a", root / "a/b", root / "a/b/file",
                                                             root / ".hidden", root / "link"));
  EXPECT_THROW(all_under(root / "none"), fs::filesystem_error);
}

}  // namespace
}  // namespace paperdex
