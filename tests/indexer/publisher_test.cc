#include "indexer/publisher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "data/error.h"
#include "data/lexicon.h"
#include "data/schema.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

// Changes one byte in the middle of a file.
void damage(const std::filesystem::path& file) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  const auto middle = static_cast<std::streamoff>(std::filesystem::file_size(file) / 2);
  stream.seekg(middle);
  const char byte = static_cast<char>(stream.get() ^ 1);
  stream.seekp(middle);
  stream.put(byte);
}

TEST(Publisher, WritesAWholeGenerationThatCurrentNames) {
  const TestIndex index({make_paper("1", "Slots", "attention", "2024-06-12"), make_paper("2", "Slots", "", "2023")});
  const IndexDir dir = index.dir();
  EXPECT_EQ(dir.current(), 1U);
  EXPECT_TRUE(std::filesystem::read_symlink(dir.current_link()).is_relative()) << "the folder can be moved";
  EXPECT_THAT(names_in(dir.path()), ElementsAre("current", "generations", "lock", "staging"));
  EXPECT_THAT(names_in(dir.generations()), ElementsAre("1"));

  const Manifest manifest = read_manifest(dir.generation(1));
  EXPECT_EQ(manifest.format_version, kFormatVersion);
  EXPECT_EQ(manifest.generation, 1U);
  EXPECT_EQ(manifest.documents, 2U);
  EXPECT_EQ(manifest.newest, Date::parse("2024-06-12"));
  EXPECT_TRUE(manifest.created);
  EXPECT_NO_THROW(verify_generation(dir.generation(1), manifest));
  const std::size_t files = names_in(dir.generation(1) / "db").size();  // Xapian's lock is none, and the words are one
  EXPECT_EQ(manifest.files.size(), files);
  EXPECT_EQ(read_word_counts(dir.generation(1) / "words"), (WordCounts{{"slots", 2}, {"attention", 1}}));
  EXPECT_THAT(check(dir), IsEmpty());
}

TEST(Publisher, CompactsWithoutLosingDocidsAndMetadata) {
  const TestIndex index({make_paper("1", "Slots", "", "2024-06-12")});
  const Xapian::Database database((index.dir().current_link() / "db").string());
  EXPECT_EQ(database.get_lastdocid(), first_docid(day_from_ymd({2024, 6, 12})));
  EXPECT_EQ(database.get_metadata(kMetaFormat), std::to_string(kFormatVersion));
  EXPECT_EQ(database.get_metadata(kMetaSpill), "0");
}

TEST(Publisher, PublishesAnEmptyIndex) {
  const TestIndex index{std::vector<Paper>()};
  EXPECT_EQ(read_manifest(index.dir().generation(1)).documents, 0U);
  EXPECT_FALSE(read_manifest(index.dir().generation(1)).newest);
  EXPECT_THAT(check(index.dir()), IsEmpty());
}

TEST(Publisher, TellsTheNewestPaperThatIsNotOfTheFuture) {
  const struct {
    std::vector<const char*> published;
    const char* newest;  // "" when there is none
  } kCases[] = {
      {{"2020", "2021-02-03", "2019-12-31"}, "2021-02-03"},
      {{"2021-02-03T08:00:00Z", "2021-02-03T09:00:00Z", "2021-02-03"}, "2021-02-03T09:00:00Z"},
      {{"2098-01-01", "2020-01-01"}, "2020-01-01"},
      {{"2098-01-01", ""}, ""},
      {{"", ""}, ""},
  };
  for (const auto& c : kCases) {
    std::vector<Paper> papers;
    for (const char* date : c.published) {
      papers.push_back(make_paper(std::to_string(papers.size()), "Slots", "", date));
    }
    const TestIndex index(papers);
    const std::optional<Date> newest = read_manifest(index.dir().generation(1)).newest;
    EXPECT_EQ(newest ? newest->to_string() : "", c.newest);
  }
}

TEST(Publisher, KeepsTheFormerGenerationAndRemovesTheOthers) {
  TestIndex index;
  for (int i = 1; i <= 4; ++i) index.add({make_paper(std::to_string(i), "Slots")});
  EXPECT_EQ(index.dir().current(), 4U);
  EXPECT_THAT(index.dir().list(), ElementsAre(3, 4));
  EXPECT_EQ(read_manifest(index.dir().generation(3)).documents, 3U);
}

TEST(Publisher, KnowsWhetherAGenerationHoldsWhatWasCommitted) {
  TestIndex index({make_paper("1", "Slots")});
  const IndexLock lock(index.dir());
  Staging staging(lock);
  EXPECT_EQ(generation_of(index.dir(), staging.commit_name()), 1U);
  staging.upsert(make_paper("1", "Slots"));
  staging.commit();
  EXPECT_EQ(generation_of(index.dir(), staging.commit_name()), 1U) << "nothing has changed";
  staging.upsert(make_paper("2", "Slots"));
  staging.commit();
  EXPECT_FALSE(generation_of(index.dir(), staging.commit_name()));
}

TEST(Publisher, GoesBackAndPublishesUnderAFreshNumberAfterwards) {
  TestIndex index;
  index.add({make_paper("1", "Slots")});
  index.add({make_paper("2", "Slots")});
  {
    const IndexLock lock(index.dir());
    EXPECT_EQ(rollback(lock, std::nullopt), 1U);
    EXPECT_EQ(index.dir().current(), 1U);
    EXPECT_THAT(index.dir().list(), ElementsAre(1, 2)) << "one can go forth again";
    EXPECT_EQ(rollback(lock, 2), 2U);
    EXPECT_EQ(rollback(lock, 1), 1U);
    EXPECT_THROW(rollback(lock, std::nullopt), IndexError) << "there is none before";
    EXPECT_THROW(rollback(lock, 7), IndexError);
    EXPECT_EQ(index.dir().current(), 1U);
  }
  index.add({});
  EXPECT_EQ(index.dir().current(), 3U);
  EXPECT_EQ(read_manifest(index.dir().generation(3)).documents, 2U) << "staging was not rolled back";
  EXPECT_THAT(index.dir().list(), ElementsAre(1, 3)) << "readers may still have the former one open";
}

TEST(Publisher, DoesNotGoBackToADamagedGeneration) {
  TestIndex index;
  index.add({make_paper("1", "Slots")});
  index.add({make_paper("2", "Slots")});
  damage(index.dir().generation(1) / "db" / "postlist.glass");
  const IndexLock lock(index.dir());
  EXPECT_THROW(rollback(lock, std::nullopt), IndexError);
  EXPECT_EQ(index.dir().current(), 2U);
}

TEST(Publisher, RemovesWhatAKilledPublicationLeft) {
  TestIndex index({make_paper("1", "Slots")});
  const IndexDir dir = index.dir();
  std::filesystem::create_directories(dir.generations() / "2.tmp" / "db");
  std::filesystem::create_directories(dir.path() / "staging.tmp");
  std::filesystem::create_symlink("generations/9", dir.path() / "current.tmp");
  {
    const IndexLock lock(dir);
    clean_up(lock);
  }
  EXPECT_THAT(names_in(dir.path()), ElementsAre("current", "generations", "lock", "staging"));
  EXPECT_THAT(names_in(dir.generations()), ElementsAre("1"));
}

TEST(Publisher, GoesThroughWithASwitchThatWasBegun) {
  TestIndex index({make_paper("1", "Slots")});
  const IndexDir dir = index.dir();
  std::filesystem::copy(dir.generation(1), dir.generation(2), std::filesystem::copy_options::recursive);
  std::filesystem::create_symlink("generations/2", dir.path() / "current.tmp");
  {
    const IndexLock lock(dir);
    clean_up(lock);
  }
  EXPECT_EQ(dir.current(), 2U);
  EXPECT_THAT(names_in(dir.path()), ElementsAre("current", "generations", "lock", "staging"));
  index.add({make_paper("2", "Slots")});
  EXPECT_EQ(dir.current(), 3U);
  EXPECT_THAT(names_in(dir.generations()), ElementsAre("2", "3"));
}

TEST(Publisher, CheckNamesTheFileThatIsDamaged) {
  const struct {
    const char* file;
    void (*harm)(const std::filesystem::path&);
  } kCases[] = {
      {"db/docdata.glass", damage},
      {"db/position.glass", damage},
      {"db/postlist.glass", damage},
      {"db/iamglass", damage},
      {"words", damage},
      {"words", [](const auto& file) { std::filesystem::resize_file(file, 1); }},
      {"db/postlist.glass", [](const auto& file) { std::filesystem::remove(file); }},
      {"manifest.json", [](const auto& file) { std::filesystem::resize_file(file, 100); }},
      {"manifest.json", [](const auto& file) { std::filesystem::remove(file); }},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.file);
    const TestIndex index({make_paper("1", "Slots", "attention", "2024-06-12")});
    c.harm(index.dir().generation(1) / c.file);
    EXPECT_THAT(check(index.dir()), ElementsAre(HasSubstr(std::string("generations/1/") + c.file)));
  }
}

TEST(Publisher, GetsOverADamagedGeneration) {
  for (const char* file : {"manifest.json", "words", "db/postlist.glass"}) {
    SCOPED_TRACE(file);
    TestIndex index({make_paper("1", "Slots", "attention")});
    damage(index.dir().generation(1) / file);
    if (std::string_view(file) == "manifest.json") std::filesystem::resize_file(index.dir().generation(1) / file, 9);
    index.add({make_paper("2", "Slots")});
    EXPECT_THAT(check(index.dir()), IsEmpty());
    EXPECT_EQ(read_word_counts(index.dir().generation(2) / "words"), (WordCounts{{"slots", 2}, {"attention", 1}}));
  }
}

TEST(Publisher, CheckNamesStagingWhenThatIsDamaged) {
  const TestIndex index({make_paper("1", "Slots")});
  std::filesystem::resize_file(index.dir().staging() / "iamglass", 3);
  const std::vector<std::string> faults = check(index.dir());
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(faults[0], HasSubstr("staging"));
}

TEST(Publisher, CheckSaysThatNothingIsPublished) {
  const TestIndex index;
  EXPECT_THAT(check(index.dir()), testing::Contains(HasSubstr("nothing is published")));
}

}  // namespace
}  // namespace paperdex
