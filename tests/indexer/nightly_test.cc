#include "indexer/nightly.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "data/error.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

SourceConfig source(SourceKind kind, const std::string& name, std::vector<std::string> sets = {}) {
  SourceConfig config;
  config.kind = kind;
  config.name = name;
  config.sets = std::move(sets);
  return config;
}

TEST(Nightly, ReadsSnapshotsBeforeWhatGoesOnFromThem) {
  const auto order = in_order_of_night({source(SourceKind::kArxiv, "arxiv"), source(SourceKind::kAcl, "acl"),
                                        source(SourceKind::kArxivSnapshot, "arxiv-snapshot")});
  std::vector<std::string> names;
  for (const SourceConfig& each : order) names.push_back(each.name);
  EXPECT_THAT(names, ElementsAre("arxiv-snapshot", "arxiv", "acl"));
}

TEST(Nightly, SetsThatTheConfigurationNoLongerHasAreNotWaitedFor) {
  const auto set = [](const char* name, const char* part, bool nightly) {
    LedgerSet set;
    set.source = name;
    set.set = part;
    set.start = 20'000;
    set.nightly = nightly;
    return set;
  };
  Config config;
  config.sources = {source(SourceKind::kArxiv, "arxiv", {"cs"}), source(SourceKind::kHfDaily, "hf-daily")};
  const auto retired =
      retired_sets(config, {set("arxiv", "cs", true), set("arxiv", "math", true), set("hf-daily", "", true),
                            set("zenodo", "", true), set("acl", "", false)});
  ASSERT_EQ(retired.size(), 2U);
  EXPECT_EQ(retired[0].set, "math");
  EXPECT_EQ(retired[1].source, "zenodo");
  for (const LedgerSet& each : retired) {
    EXPECT_FALSE(each.nightly);
    EXPECT_EQ(each.start, 20'000) << "should it come back, the days between are missing";
  }
}

TEST(Nightly, FilesAreReadWhenTheyChangedSinceTheyWereReadWhole) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "2024.acl.xml") << "<collection/>";
  SourceConfig config = source(SourceKind::kAcl, "acl");
  config.paths = {folder.path().string()};
  // The night after: the files are older than that.
  const Date now = Date::from_day(today() + 1);
  EXPECT_EQ(plan_set(config, "", {}, now).task.days.size(), 1U) << "never read";

  LedgerSet read;
  read.source = "acl";
  read.days[now.first_day()] = {1, 1, 0, 1, true, now};
  const NightTask unchanged = plan_set(config, "", {read}, now);
  EXPECT_THAT(unchanged.task.days, IsEmpty());
  EXPECT_TRUE(unchanged.set.nightly);
  EXPECT_FALSE(unchanged.set.start);
  read.days[now.first_day()].when = Date::from_day(now.first_day() - 1);
  EXPECT_EQ(plan_set(config, "", {read}, now).task.days.size(), 1U) << "changed since";
  read.days[now.first_day()].when = Date::from_day(now.first_day() + 1);
  EXPECT_EQ(plan_set(config, "", {read}, now).task.days.size(), 1U) << "read by a clock that was ahead";
  read.days[now.first_day()].when = now;
  read.days[now.first_day()].received = 0;
  EXPECT_EQ(plan_set(config, "", {read}, now).task.days.size(), 1U) << "not read whole";

  config.paths = {(folder.path() / "none").string()};
  EXPECT_THROW(plan_set(config, "", {read}, now), InputError);
}

TEST(Nightly, SaysFromWhereItGoesOn) {
  LedgerSet set;
  EXPECT_EQ(first_day_missing(set, 20'003), std::nullopt) << "no days, nothing missing";
  set.start = 20'000;
  EXPECT_EQ(first_day_missing(set, 20'000), std::nullopt) << "today is not over";
  EXPECT_EQ(first_day_missing(set, 20'001), 20'000);
  set.days[20'000] = set.days[20'002] = {1, 1, 0, 1, true, {}};
  EXPECT_EQ(first_day_missing(set, 20'001), std::nullopt);
  EXPECT_EQ(first_day_missing(set, 20'003), 20'001);
}

}  // namespace
}  // namespace paperdex
