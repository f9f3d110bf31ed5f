#include "indexer/sources/entry_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/test_index.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;
using testing::MatchesRegex;

std::string name_of(EntryNames& names, const std::string& key, const std::string& id = "10.1000/x") {
  Paper paper = make_paper(id, "Slots");
  paper.entry = key;
  names.name(paper);
  return paper.entry;
}

TEST(EntryNames, AreTheSameForTheSameFileAgain) {
  EntryNames names("/a.bib");
  EntryNames again("/a.bib");
  const std::string name = name_of(names, "smith2020");
  EXPECT_THAT(name, MatchesRegex("[0-9a-f]{16}"));
  EXPECT_EQ(name_of(again, "smith2020", "10.1000/corrected"), name);
}

TEST(EntryNames, TellFilesAndKeysApart) {
  EntryNames names("/a.bib");
  EntryNames others("/b.bib");
  const std::string name = name_of(names, "smith2020");
  EXPECT_NE(name_of(others, "smith2020"), name);
  EXPECT_NE(name_of(names, "Smith2020"), name);
}

TEST(EntryNames, CountHowOftenAFileHasAKey) {
  EntryNames names("/a.bib");
  EntryNames again("/a.bib");
  const std::string first = name_of(names, "k");
  const std::string second = name_of(names, "k");
  const std::string third = name_of(names, "k");
  EXPECT_NE(first, second);
  EXPECT_NE(second, third);
  EXPECT_EQ(name_of(again, "k"), first);
  EXPECT_EQ(name_of(again, "other"), name_of(names, "other"));
  EXPECT_EQ(name_of(again, "k"), second);
}

TEST(EntryNames, OfStandardInputHoldThePapersId) {
  EntryNames names("-");
  const std::string name = name_of(names, "k");
  EXPECT_NE(name_of(names, "k", "10.1000/y"), name) << "another file, perhaps";
  EXPECT_NE(name_of(names, "k"), name) << "twice";
  EntryNames again("-");
  name_of(again, "k", "10.1000/z");
  EXPECT_EQ(name_of(again, "k"), name);
}

TEST(EntryNames, TakeKeysOfAnyFormAndLength) {
  EntryNames names("/a.bib");
  for (const std::string& key : {std::string(), std::string(100'000, 'k'), std::string("\x01\n\0\xff", 4)}) {
    EXPECT_THAT(name_of(names, key), MatchesRegex("[0-9a-f]{16}"));
  }
}

TEST(EntryNames, PastTheKeysThatAreRememberedTheContentCountsToo) {
  EntryNames names("/a.bib");
  Paper paper = make_paper("10.1000/x", "Slots");
  for (std::size_t i = 0; i + 1 < kMaxEntryKeys; ++i) {
    paper.entry = std::to_string(i);
    names.name(paper);
  }
  EntryNames fresh("/a.bib");
  EXPECT_EQ(name_of(names, "last"), name_of(fresh, "last"));
  const std::string past = name_of(names, "past", "10.1000/x");
  EXPECT_NE(past, name_of(fresh, "past"));
  EXPECT_EQ(name_of(names, "past", "10.1000/x"), past);
  EXPECT_NE(name_of(names, "past", "10.1000/y"), past) << "nothing is lost";
  EXPECT_NE(name_of(names, "last"), name_of(fresh, "other")) << "those before are known still";
}

TEST(EntryNames, AFileIsItsFolderAndItsNameWithoutItsCompression) {
  const TemporaryFolder folder;
  const fs::path real = fs::canonical(folder.path()) / "real";
  fs::create_directory(real);
  for (const char* name : {"a.bib", "a.bib.gz", "a.bib.zst", "b.bib"}) std::ofstream(real / name) << "x";
  fs::create_directory_symlink(real, folder.path() / "link");
  fs::create_symlink(real / "b.bib", folder.path() / "c.bib");
  const std::string file = (real / "a.bib").string();
  EXPECT_EQ(entry_file(file), file);
  EXPECT_EQ(entry_file(file + ".gz"), file);
  EXPECT_EQ(entry_file(file + ".zst"), file);
  EXPECT_EQ(entry_file((folder.path() / "link" / ".." / "real" / "." / "a.bib").string()), file);
  EXPECT_EQ(entry_file((folder.path() / "link" / "a.bib").string()), file);
  EXPECT_EQ(entry_file(fs::relative(file).string()), file);
  EXPECT_EQ(entry_file((folder.path() / "c.bib").string()), (fs::canonical(folder.path()) / "c.bib").string());
  EXPECT_EQ(entry_file("-"), "-");
  EXPECT_EQ(entry_file("/dev/null"), "-");
  EXPECT_EQ(entry_file((real / "missing").string()), "-");
}

}  // namespace
}  // namespace paperdex
