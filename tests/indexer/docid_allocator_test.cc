#include "indexer/docid_allocator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/error.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const Day kDay = day_from_ymd({2024, 6, 12});

// An index whose blocks of `full` have one docid left each, and the others all.
DocidAllocator allocator_with_one_left(const std::vector<Day>& full) {
  return DocidAllocator(
      [full](Docid first) {
        for (const Day day : full) {
          if (first_docid(day) == first) return kDocidsPerDay - 1;
        }
        return Docid{0};
      },
      0);
}

TEST(DocidAllocator, HandsOutADaysDocidsOneAfterAnother) {
  DocidAllocator docids = allocator_with_one_left({});
  EXPECT_EQ(docids.allocate(kDay), first_docid(kDay));
  EXPECT_EQ(docids.allocate(kDay), first_docid(kDay) + 1);
  EXPECT_EQ(docids.allocate(kDay + 1), first_docid(kDay + 1));
  EXPECT_LT(first_docid(kDay + 1), first_docid(kDay));
  EXPECT_THAT(docids.take_changes(), ElementsAre(Pair(first_docid(kDay + 1), 1), Pair(first_docid(kDay), 2)));
  EXPECT_THAT(docids.take_changes(), IsEmpty());
}

TEST(DocidAllocator, GivesDatelessPapersTheLastBlock) {
  DocidAllocator docids = allocator_with_one_left({});
  EXPECT_EQ(docids.allocate(std::nullopt), first_dateless_docid());
  EXPECT_EQ(docids.allocate(std::nullopt), first_dateless_docid() + 1);
}

TEST(DocidAllocator, MovesToTheNearestOlderBlockWhenADayIsFull) {
  DocidAllocator docids = allocator_with_one_left({kDay, kDay - 1});
  EXPECT_EQ(docids.allocate(kDay), first_docid(kDay) + kDocidsPerDay - 1);
  EXPECT_EQ(docids.spill_days(), 0);
  EXPECT_EQ(docids.allocate(kDay), first_docid(kDay - 1) + kDocidsPerDay - 1);
  EXPECT_EQ(docids.spill_days(), 1);
  EXPECT_EQ(docids.allocate(kDay), first_docid(kDay - 2));
  EXPECT_EQ(docids.spill_days(), 2);
  EXPECT_EQ(docids.allocate(kDay - 1), first_docid(kDay - 2) + 1);
  EXPECT_EQ(docids.spill_days(), 2) << "the greatest distance counts";
}

TEST(DocidAllocator, RefusesWhenNoOlderBlockHasRoom) {
  DocidAllocator docids = allocator_with_one_left({first_day()});
  docids.allocate(first_day());
  EXPECT_THROW(docids.allocate(first_day()), IndexError);
}

TEST(DocidAllocator, AsksForABlockOnce) {
  int asked = 0;
  DocidAllocator docids([&](Docid) { return (++asked, Docid{0}); }, 3);
  docids.allocate(kDay);
  docids.allocate(kDay);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(docids.spill_days(), 3);
}

}  // namespace
}  // namespace paperdex
