// Feeds as other people's programs read them: Debian's feedparser and listparser, over the running server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/end_to_end/programs.h"

namespace paperdex {
namespace {

constexpr char kPython[] = "/usr/bin/python3";

// A title that would break a feed out of its elements, in a paper newer than all of the sample.
constexpr char kHostile[] =
    R"({"id": "2601.00001", "title": "A hostile \"title\" & 1 <2 ]]> )"
    R"(\ud83d\ude00 \u0645\u0631\u062d\u0628\u0627 \ufffe\u0008 end", "abstract": "If a < b & c > d, then ]]> slots.", )"
    R"("authors": ["Ada <Lovelace>", "Paul Erd\u0151s"], "categories": ["cs.LG", "stat.ML"], )"
    R"("published": "2026-01-02", "source": "arxiv"})";

TEST(FeedReaders, ReadEveryKindOfFeed) {
  const Outcome libraries = run({kPython, "-c", "import feedparser, listparser"});
  if (libraries.status != 0) GTEST_SKIP() << "python3-feedparser or python3-listparser is not installed";
  const Workplace place;
  ASSERT_THAT(place.indexer({"add", kSample}), EndsWithStatus(0));
  ASSERT_THAT(place.indexer({"add", place.file("hostile.jsonl", kHostile)}), EndsWithStatus(0));
  Server server(place.index());
  const Outcome outcome = run({kPython, PAPERDEX_SOURCE_DIR "/tests/end_to_end/feeds_read.py", server.url()});
  EXPECT_THAT(outcome, EndsWithStatus(0));
  EXPECT_THAT(outcome.out, testing::HasSubstr("outlines=2"));
}

}  // namespace
}  // namespace paperdex
