#include "indexer/document_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/error.h"
#include "data/paper_json.h"
#include "data/schema.h"
#include "data/stored_record.h"
#include "tests/indexer/database_content.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

BuiltDocument build(const Paper& paper) {
  Analyzer analyzer;
  const StoredPaper stored{paper, {paper}};
  return build_document(stored, encode_stored(stored), analyzer);
}

TEST(DocumentBuilder, WritesEveryTermWithItsFrequencyAndPositions) {
  Paper paper = make_paper("2006.15055", "Learning the Slots", "Fast slots learn.", "2020-06-26");
  paper.authors = {"Thomas Kipf", "An Li"};
  paper.categories = {"cs.LG", "stat.ML"};
  paper.doi = "10.1000/abc";
  paper.source = "arxiv";
  EXPECT_THAT(terms_of(build(paper).document),
              ElementsAre("Aan 0 @13", "Akipf 0 @2", "Ali 0 @14", "Athomas 0 @1", "Q10.1000/abc 0", "Q2006.15055 0",
                          "Slearn 1 @1", "Sslot 1 @3", "Sthe 1 @2", "XCcs 0", "XCcs.lg 0", "XCstat 0", "XCstat.ml 0",
                          record_term("arxiv", "2006.15055") + " 0", "XSarxiv 0", "fast 1 @10001", "learn 3 @1,10003",
                          "slot 3 @2,10002"));
}

TEST(DocumentBuilder, PutsAJoinedFormWhereItsLastPartIs) {
  const std::vector<std::string> terms = terms_of(build(make_paper("1", "Slow-Fast Networks")).document);
  EXPECT_THAT(terms,
              ElementsAre("Q1 0", "Sfast 1 @2", "Snetwork 1 @3", "Sslow 1 @1", "Sslowfast 1 @2",
                          record_term("", "1") + " 0", "fast 2 @2", "network 2 @3", "slow 2 @1", "slowfast 2 @2"));
}

TEST(DocumentBuilder, CollectsTheWordsOfTitleAndAbstractOnceAndWithoutStopWords) {
  const Paper paper = make_paper("1", "Learning the Slots", "The slots, learning slots");
  Analyzer analyzer;
  EXPECT_THAT(build(paper).words, ElementsAre("learning", "slots"));
  EXPECT_EQ(lexicon_words(paper, analyzer), build(paper).words);
}

TEST(DocumentBuilder, WritesTheValuesThatTheSchemaNames) {
  Paper paper = make_paper("1", "Slots", "", "2020-06");
  paper.categories = {"cs.LG", "stat.ML"};
  paper.source = "hf-daily";
  paper.upvotes = 42;
  paper.added = 7;
  const Xapian::Document document = build(paper).document;
  EXPECT_EQ(Date::from_day(decode_day(document.get_value(kSlotDay))).to_string(), "2020-06-01");
  EXPECT_EQ(document.get_value(kSlotCategories), "cs.LG\nstat.ML");
  EXPECT_EQ(document.get_value(kSlotSource), "hf-daily");
  EXPECT_EQ(Xapian::sortable_unserialise(document.get_value(kSlotUpvotes)), 42);
  EXPECT_EQ(Xapian::sortable_unserialise(document.get_value(kSlotAdded)), 7);
  EXPECT_EQ(document.get_data(), stored_line(paper));
}

TEST(DocumentBuilder, WritesWordsOfCommentAndVenueWithoutWeight) {
  Paper paper = make_paper("1", "Slots");
  paper.comment = "To appear; 12 pages";
  paper.venue = "Slot-Talk 2024";
  paper.journal_ref = "The Pages";
  paper.report_no = "LAB/7";
  const std::vector<std::string> terms = terms_of(build(paper).document);
  EXPECT_THAT(terms, ElementsAre("Q1 0", "Sslot 1 @1", "XJ2024 0 @3", "XJpage 0 @15", "XJslot 0 @1", "XJslottalk 0 @2",
                                 "XJtalk 0 @2", "XJthe 0 @14", "XM7 0 @2", "XMlab 0 @1", "XN12 0 @3", "XNappear 0 @2",
                                 "XNpage 0 @4", "XNto 0 @1", record_term("", "1") + " 0", "slot 2 @1"));
  paper.journal_ref = paper.venue;
  EXPECT_THAT(terms_of(build(paper).document), Contains("XJslot 0 @1")) << "said twice, it stands there once";
}

TEST(DocumentBuilder, WritesTheDayThatAPageShowedAPaperOn) {
  Paper paper = make_paper("1", "Slots");
  for (const char* day : {"2025-03-04", "2025-03-04T23:00:00Z"}) {
    paper.shown = Date::parse(day);
    EXPECT_THAT(terms_of(build(paper).document), AllOf(Contains("XD 0"), Contains("XD20250304 0"))) << day;
  }
  for (const char* month : {"2025-03", "2025", ""}) {
    paper.shown = Date::parse(month);
    EXPECT_THAT(terms_of(build(paper).document), Not(Contains(testing::StartsWith("XD")))) << month;
  }
}

TEST(DocumentBuilder, SaysWhereADateIsNoDay) {
  constexpr std::pair<const char*, const char*> kCases[] = {
      {"2025", "XPyear 0"}, {"2025-03", "XPmonth 0"}, {"2025-03-04", ""}, {"2025-03-04T01:02:03Z", ""}, {"", ""}};
  for (const auto& [published, term] : kCases) {
    const std::vector<std::string> terms = terms_of(build(make_paper("1", "Slots", "", published)).document);
    if (*term != '\0') {
      EXPECT_THAT(terms, Contains(term)) << published;
    } else {
      EXPECT_THAT(terms, Not(Contains(testing::StartsWith("XP")))) << published;
    }
  }
}

TEST(DocumentBuilder, WritesTheDayOfTheLatestVersion) {
  Paper paper = make_paper("1", "Slots", "", "2025-03-04");
  EXPECT_EQ(build(paper).document.get_value(kSlotUpdated), encode_day(day_from_ymd({2025, 3, 4})));
  paper.updated = Date::parse("2025-04-05T06:07:08Z");
  EXPECT_EQ(build(paper).document.get_value(kSlotUpdated), encode_day(day_from_ymd({2025, 4, 5})));
}

TEST(DocumentBuilder, LeavesOutValuesOfWhatIsNotKnown) {
  const Xapian::Document document = build(make_paper("1", "Slots")).document;
  EXPECT_EQ(document.values_count(), 0U);
}

TEST(DocumentBuilder, LeavesOutTermsPastTheLimitAndKeepsThoseAtIt) {
  const std::string fits(kMaxTermBytes - std::string(kCategoryPrefix).size(), 'c');
  Paper paper = make_paper("1", "Slots");
  paper.categories = {fits, fits + "c"};
  EXPECT_THAT(terms_of(build(paper).document), Contains(kCategoryPrefix + fits + " 0"));
  EXPECT_THAT(terms_of(build(paper).document), Not(Contains(kCategoryPrefix + fits + "c 0")));
}

TEST(DocumentBuilder, TakesTheLongestIdThatIsValid) {
  Paper paper = make_paper(std::string(kMaxIdBytes, 'i'), "Slots");
  validate(paper);
  EXPECT_THAT(terms_of(build(paper).document), Contains(id_term(paper.id) + " 0"));
}

TEST(DocumentBuilder, ReadsBackTheStoredPaperAndRefusesWhatIsNone) {
  const Paper paper = make_paper("1", "Slots", "Many <slots>", "2020");
  EXPECT_EQ(stored_paper(build(paper).document.get_data()), paper);
  EXPECT_THROW(stored_paper("{\"id\":"), IndexError);
}

}  // namespace
}  // namespace paperdex
