// Indexes that are damaged or of an earlier version, as a user meets them.
#include <cstdlib>

#include "tests/end_to_end/programs.h"

namespace paperdex {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string newest(const Workplace& place) {
  return place.query({"search", "", "--sort", "newest", "--limit", "100", "--format", "jsonl"}).out;
}

TEST(Damage, StagingIsMadeAnewAndTheNightGoesOn) {
  const Workplace place;
  ASSERT_THAT(place.indexer({"add", kSample}), EndsWithStatus(0));
  const std::string before = newest(place);
  ASSERT_THAT(place.indexer({"check"}), EndsWithStatus(0));
  flip_a_byte(place.index() + "/staging/position.glass");

  const Outcome check = place.indexer({"check"});
  EXPECT_THAT(check, EndsWithStatus(3));
  EXPECT_THAT(check.err, HasSubstr("staging/position.glass is damaged"));

  const Outcome publish = place.indexer({"publish"});
  EXPECT_THAT(publish, EndsWithStatus(0));
  EXPECT_THAT(publish.err, StartsWith("rebuilt documents=86 restored=0 lost=0 generation=1 reason="));
  EXPECT_THAT(publish.err, IsOneLine());
  EXPECT_EQ(newest(place), before);
  const Outcome deep = place.indexer({"check", "--deep"});
  EXPECT_THAT(deep, EndsWithStatus(0));
  EXPECT_THAT(deep.out, StartsWith("ok generation=2 documents=86"));
}

TEST(Damage, AManifestOfAnotherGenerationIsRefusedByName) {
  const Workplace place;
  ASSERT_THAT(place.indexer({"add", kSample}), EndsWithStatus(0));
  ASSERT_THAT(place.indexer({"publish"}), EndsWithStatus(0));
  const std::string folder = place.index() + "/generations/";
  std::filesystem::copy(folder + "1/manifest.json", folder + "2/manifest.json",
                        std::filesystem::copy_options::overwrite_existing);
  for (const Outcome& outcome : {place.indexer({"check"}), place.query({"search", "slots"})}) {
    EXPECT_THAT(outcome, EndsWithStatus(3));
    EXPECT_THAT(outcome.err, HasSubstr("generations/2/manifest.json is that of generation 1"));
  }
}

// tests/indexer/rebuild_test.cc says what is in it.
TEST(Upgrade, IsWhatEveryProgramAsksForAndWhatHelps) {
  const Workplace place;
  const std::string command =
      "tar -C '" + place.folder().string() + "' -xzf " PAPERDEX_SOURCE_DIR "/tests/data/index_format_3.tar.gz";
  ASSERT_EQ(std::system(command.c_str()), 0);

  const std::string index = place.index();
  for (const Outcome& outcome :
       {place.indexer({"add", kSample}), place.indexer({"check"}), place.indexer({"stats"}),
        place.query({"search", "slots"}), run({"paperdex-server", "--index", index, "--port", "0"})}) {
    EXPECT_THAT(outcome, EndsWithStatus(3));
    EXPECT_THAT(outcome.err, HasSubstr("has format 3 and this program reads format 4; run `paperdex-index upgrade`"));
    EXPECT_THAT(outcome.out, IsEmpty());
  }

  const Outcome beside = place.indexer({"upgrade", "--to", place.folder() / "beside"});
  EXPECT_THAT(beside, EndsWithStatus(0));
  const Outcome upgraded = place.indexer({"upgrade"});
  EXPECT_THAT(upgraded, EndsWithStatus(0));
  EXPECT_THAT(upgraded.out, StartsWith("documents=9 generation=5 "));
  EXPECT_THAT(place.indexer({"check", "--deep"}), EndsWithStatus(0));
  EXPECT_EQ(lines_of(newest(place)).size(), 9U);
  EXPECT_EQ(run({"paperdex-query", "--index", place.folder() / "beside", "search", "", "--sort", "newest", "--limit",
                 "100", "--format", "jsonl"})
                .out,
            newest(place));

  const Outcome again = place.indexer({"upgrade"});
  EXPECT_THAT(again, EndsWithStatus(0));
  EXPECT_THAT(again.err, StartsWith("unchanged format=4"));
  const Server server(index);
  EXPECT_THAT(place.indexer({"add", kSample}), EndsWithStatus(0));
}

TEST(Upgrade, CanBeKilledAtAnyMoment) {
  const Workplace place;
  const std::string command =
      "tar -C '" + place.folder().string() + "' -xzf " PAPERDEX_SOURCE_DIR "/tests/data/index_format_3.tar.gz";
  std::string whole;
  for (int milliseconds = 0; milliseconds < 400; milliseconds += 13) {
    std::filesystem::remove_all(place.index());
    ASSERT_EQ(std::system(command.c_str()), 0);
    {
      Process process({"paperdex-index", "--index", place.index(), "upgrade"});
      std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    }  // and is killed
    const Outcome outcome = place.indexer({"upgrade"});
    ASSERT_THAT(outcome, EndsWithStatus(0)) << milliseconds;
    ASSERT_THAT(place.indexer({"check", "--deep"}), EndsWithStatus(0)) << milliseconds;
    if (whole.empty()) whole = newest(place);
    ASSERT_EQ(newest(place), whole) << milliseconds;
  }
}

}  // namespace
}  // namespace paperdex
