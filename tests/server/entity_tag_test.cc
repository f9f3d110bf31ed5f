#include "server/entity_tag.h"

#include <gtest/gtest.h>

#include <string>

namespace paperdex {
namespace {

TEST(EntityTag, IsOfTheGenerationAndWhatWasAsked) {
  EXPECT_EQ(entity_tag(7, "/?q=slots"), entity_tag(7, "/?q=slots"));
  EXPECT_NE(entity_tag(7, "/?q=slots"), entity_tag(8, "/?q=slots"));
  EXPECT_NE(entity_tag(7, "/?q=slots"), entity_tag(7, "/?q=slot"));
  EXPECT_NE(entity_tag("body"), entity_tag("other body"));
}

// Without one, a new program would answer that what an old one made has not changed.
TEST(EntityTag, TheBuildHasAnId) {
  constexpr std::size_t kSha1Bytes = 20;
  EXPECT_EQ(build_id().size(), kSha1Bytes);
  EXPECT_NE(std::string(build_id()), std::string(kSha1Bytes, '\0'));
}

TEST(EntityTag, IsFoundInTheHeaderAsAWhole) {
  struct Case {
    const char* header;
    bool matches;
  };
  constexpr Case kCases[] = {
      {"W/\"1-ab\"", true}, {"\"1-ab\"", true},     {"*", true}, {"W/\"0\", W/\"1-ab\"", true}, {"W/\"1-abc\"", false},
      {"1-ab", false},      {"W/\"11-ab\"", false}, {"", false},
  };
  for (const Case& c : kCases) EXPECT_EQ(matches_tag(c.header, "W/\"1-ab\""), c.matches) << c.header;
}

}  // namespace
}  // namespace paperdex
