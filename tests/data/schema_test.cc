#include "data/schema.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace paperdex {
namespace {

Day day(const char* date) { return Date::parse(date)->first_day(); }

TEST(Schema, BoundsTheDaysByTheYears) {
  EXPECT_EQ(first_day(), day_from_ymd({kFirstYear, 1, 1}));
  EXPECT_EQ(last_day(), day_from_ymd({kLastYear, 12, 31}));
}

TEST(Schema, GivesEachDayABlockAndFindsTheDayOfEachDocid) {
  EXPECT_EQ(first_docid(last_day()), 1U) << "0 is no docid";
  for (Day each = first_day(); each <= last_day(); ++each) {
    const Docid first = first_docid(each);
    ASSERT_EQ(day_of_docid(first), each);
    ASSERT_EQ(day_of_docid(first + kDocidsPerDay - 1), each);
    ASSERT_EQ(first + kDocidsPerDay, first_docid(each - 1)) << "newest first, no gaps";
  }
}

TEST(Schema, PutsDatelessPapersBehindAllOthers) {
  EXPECT_EQ(first_dateless_docid(), first_docid(first_day()) + kDocidsPerDay);
  EXPECT_EQ(day_of_docid(first_dateless_docid() - 1), first_day());
  EXPECT_EQ(day_of_docid(first_dateless_docid()), std::nullopt);
  EXPECT_EQ(day_of_docid(std::numeric_limits<Docid>::max()), std::nullopt);
}

TEST(Schema, LeavesRoomForSixShards) {
  // Xapian numbers the papers of n shards up to n times the greatest docid; 50 million dateless papers are allowed for.
  const std::uint64_t greatest = first_dateless_docid() + std::uint64_t{50'000'000};
  EXPECT_LT(greatest * 6, std::uint64_t{1} << 32);
}

TEST(Schema, TurnsARangeOfDaysIntoARangeOfDocids) {
  const DocidRange range = docids_of_days(day("2024-01-01"), day("2024-01-31"), 0);
  EXPECT_EQ(range.first, first_docid(day("2024-01-31")));
  EXPECT_EQ(range.last, first_docid(day("2024-01-01")) + kDocidsPerDay - 1);
  EXPECT_TRUE(range.exact);
  EXPECT_EQ(day_of_docid(range.first - 1), day("2024-02-01"));
  EXPECT_EQ(day_of_docid(range.last + 1), day("2023-12-31"));
}

TEST(Schema, WidensARangeTowardsOlderDaysByWhatSpilled) {
  const DocidRange range = docids_of_days(day("2024-01-01"), day("2024-01-31"), 3);
  EXPECT_EQ(range.first, first_docid(day("2024-01-31")));
  EXPECT_EQ(range.last, first_docid(day("2023-12-29")) + kDocidsPerDay - 1);
  EXPECT_FALSE(range.exact);
}

TEST(Schema, KeepsRangesWithinTheDatedBlocks) {
  const Day least = std::numeric_limits<Day>::min() / 2;
  const Day most = std::numeric_limits<Day>::max() / 2;
  for (const int spill : {0, 1, 1000}) {
    const DocidRange all = docids_of_days(least, most, spill);
    EXPECT_EQ(all.first, 1U);
    EXPECT_EQ(all.last, first_dateless_docid() - 1);
  }
  for (const auto& [from, until] :
       {std::pair{day("2024-01-02"), day("2024-01-01")}, std::pair{most, most}, std::pair{least, least},
        std::pair{last_day() + 1, most}, std::pair{least, first_day() - 1}}) {
    const DocidRange none = docids_of_days(from, until, 5);
    EXPECT_GT(none.first, none.last) << from << ".." << until;
  }
  const DocidRange oldest = docids_of_days(first_day(), first_day(), 0);
  EXPECT_EQ(oldest.last - oldest.first + 1, kDocidsPerDay);
  const DocidRange newest = docids_of_days(last_day(), last_day(), 0);
  EXPECT_EQ(newest.first, 1U);
  EXPECT_EQ(newest.last, kDocidsPerDay);
}

TEST(Schema, EncodesDaysInTheirOrder) {
  EXPECT_EQ(encode_day(0), std::string("\x80\0\0\0", 4));
  std::string before;
  for (Day each = first_day() - 2; each <= last_day() + 2; ++each) {
    const std::string value = encode_day(each);
    ASSERT_EQ(value.size(), 4U);
    ASSERT_LT(before, value) << each;
    ASSERT_EQ(decode_day(value), each);
    before = value;
  }
}

TEST(Schema, WritesTheTermsOfFields) {
  EXPECT_EQ(id_term("hep-th/9901001"), "Qhep-th/9901001");
  EXPECT_EQ(id_term("ABC"), "QABC") << "ids keep their case";
  EXPECT_EQ(category_term("cs.LG"), "XCcs.lg");
  EXPECT_EQ(category_term("CS.lg"), "XCcs.lg");
  EXPECT_EQ(category_term("\u00c9"), "XC\u00c9") << "beyond ASCII case is kept, in index and query alike";
  EXPECT_EQ(source_term("HF-Daily"), "XShf-daily");
}

TEST(Schema, WritesShownDaysAsTermsInTheirOrder) {
  EXPECT_EQ(shown_term(day_from_ymd({2025, 3, 4})), "XD20250304");
  for (const Day day : {first_day(), day_from_ymd({1999, 12, 31}), day_from_ymd({2024, 2, 29}), last_day()}) {
    EXPECT_EQ(day_of_shown_term(shown_term(day)), day);
    EXPECT_LT(shown_term(day - 1), shown_term(day));
  }
  for (const char* term : {kShownTerm, "XD2025030", "XD202503040", "XD20250230", "XDabcdefgh", ""}) {
    EXPECT_EQ(day_of_shown_term(term), std::nullopt) << term;
  }
}

TEST(Schema, WritesOneTermForEverySpellingOfAnId) {
  for (const char* doi :
       {"10.1000/AbC", "10.1000/abc", "doi:10.1000/abc", "DOI:10.1000/ABC", "https://doi.org/10.1000/abc",
        "http://dx.doi.org/10.1000/abc", "HTTPS://DOI.ORG/10.1000/abc", "doi.org/10.1000/abc"}) {
    EXPECT_EQ(id_term(doi), "Q10.1000/abc") << doi;
  }
}

}  // namespace
}  // namespace paperdex
