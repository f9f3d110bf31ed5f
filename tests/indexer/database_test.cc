#include "data/database.h"

#include <gtest/gtest.h>

#include "tests/test_index.h"

namespace paperdex {
namespace {

// Without the file is as when it cannot be opened: Xapian says nothing either way.
TEST(Database, IsNotOpenedWithoutOneOfItsTables) {
  for (const char* table : {"position.glass", "docdata.glass", "termlist.glass"}) {
    SCOPED_TRACE(table);
    const TestIndex index({make_paper("1", "Slots", "attention")});
    const std::filesystem::path staging = index.dir().staging();
    EXPECT_NO_THROW(open_database(staging, TermLists::kThere));
    std::filesystem::remove(staging / table);
    EXPECT_NO_THROW(Xapian::Database(staging.string())) << "if this fails, Xapian has learned to say it";
    EXPECT_THROW(open_database(staging, TermLists::kThere), Xapian::DatabaseOpeningError);
  }
}

TEST(Database, IsOpenedWhereThereIsNothingInATable) {
  const TestIndex empty{std::vector<Paper>()};
  EXPECT_NO_THROW(open_database(empty.dir().staging(), TermLists::kThere));
  EXPECT_NO_THROW(open_database(empty.dir().generation(1) / "db"));
  const TestIndex wordless({make_paper("1", "?")});
  EXPECT_NO_THROW(open_database(wordless.dir().generation(1) / "db"));
}

}  // namespace
}  // namespace paperdex
