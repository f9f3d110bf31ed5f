#include "query/retry_plan.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/test_index.h"

namespace paperdex {
namespace {

using std::chrono::seconds;

constexpr PickUp kNew{2, 10, 1000, 5};
constexpr RetryPlan::Time kStart{};

TEST(RetryPlan, PausesTwiceAsLongEachTimeUpToItsLongest) {
  RetryPlan plan;
  RetryPlan::Time now = kStart;
  EXPECT_TRUE(plan.is_due(kNew, now));
  seconds expected = RetryPlan::kFirstPause;
  for (int round = 0; round < 12; ++round) {
    SCOPED_TRACE(round);
    EXPECT_EQ(plan.failed(kNew, false, now), expected);
    EXPECT_FALSE(plan.is_due(kNew, now + expected - std::chrono::nanoseconds(1)));
    now += expected;
    EXPECT_TRUE(plan.is_due(kNew, now));
    expected = std::min(2 * expected, RetryPlan::kLongestPause);
  }
  EXPECT_EQ(expected, RetryPlan::kLongestPause);
}

TEST(RetryPlan, NeverTriesAgainWhatFailedForGood) {
  RetryPlan plan;
  EXPECT_EQ(plan.failed(kNew, true, kStart), std::nullopt);
  EXPECT_FALSE(plan.is_due(kNew, kStart + std::chrono::hours(24 * 365)));
}

TEST(RetryPlan, BeginsAnewWithAnotherGenerationOrManifest) {
  const PickUp others[] = {{3, 10, 1000, 5}, {2, 11, 1000, 5}, {2, 10, 1001, 5}, {2, 10, 1000, 6}};
  for (const bool is_for_good : {false, true}) {
    for (const PickUp& other : others) {
      RetryPlan plan;
      plan.failed(kNew, false, kStart);
      plan.failed(kNew, is_for_good, kStart);
      EXPECT_TRUE(plan.is_due(other, kStart));
      EXPECT_EQ(plan.failed(other, false, kStart), RetryPlan::kFirstPause);
      EXPECT_TRUE(plan.is_due(kNew, kStart)) << "the first is another now";
    }
  }
  RetryPlan plan;
  plan.failed(kNew, true, kStart);
  plan.forget();
  EXPECT_TRUE(plan.is_due(kNew, kStart));
}

TEST(RetryPlan, TellsAManifestFromTheOneThatTookItsPlace) {
  const TestIndex index({make_paper("1", "Slot")});
  const IndexDir dir = index.dir();
  const PickUp before = pick_up_of(dir, 1);
  EXPECT_EQ(before, pick_up_of(dir, 1));
  const auto manifest = dir.generation(1) / "manifest.json";
  std::filesystem::copy_file(manifest, dir.path() / "copy");
  std::filesystem::rename(dir.path() / "copy", manifest);
  EXPECT_NE(before, pick_up_of(dir, 1));
  EXPECT_EQ(pick_up_of(dir, 9), (PickUp{9, 0, 0, 0})) << "there is none";
}

}  // namespace
}  // namespace paperdex
