#include "data/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Days from the first on: w whole with records, q whole without, o open (asked before it was over), s short of what was
// announced, r with rejects but complete, l lost between receiving and indexing, . not asked.
LedgerSet ledger(const std::string& days, const std::string& fault = "",
                 const char* attempted = "2024-01-11T02:30:00Z") {
  const Day first = day_from_ymd({2024, 1, 1});
  LedgerSet set{"arxiv", "cs", first, Date::parse(attempted), fault, {}, true};
  for (std::size_t i = 0; i < days.size(); ++i) {
    LedgerDay day{5, 5, 0, 5, true, {}};
    switch (days[i]) {
      case 'q':
        day = {0, 0, 0, 0, true, {}};
        break;
      case 'o':
        day.closed = false;
        break;
      case 's':
        day.received = day.indexed = 4;
        break;
      case 'r':
        day.rejected = 2;
        day.indexed = 3;
        break;
      case 'l':
        day.indexed = 4;
        break;
      case '.':
        continue;
      default:
        break;
    }
    set.days[first + static_cast<Day>(i)] = day;
  }
  return set;
}

std::string text(std::optional<Day> day) { return day ? Date::from_day(*day).to_string() : ""; }

TEST(Ledger, TellsAQuietDayFromAStaleSourceAndNamesTheGaps) {
  const struct {
    const char* days;
    const char* fault;
    const char* attempted;
    const char* state;
    const char* through;
    std::vector<DayRange> gaps;  // 1 is the first day
  } kCases[] = {
      {"wwwwwwwwwwo", "", "2024-01-11T02:30:00Z", "current", "2024-01-10", {}},
      {"wwwwwwwwwqo", "", "2024-01-11T02:30:00Z", "quiet", "2024-01-10", {}},
      {"wwwwwwwrrro", "", "2024-01-11T02:30:00Z", "current", "2024-01-10", {}},
      {"wwwwwwwwwwo", "", "2024-01-09T23:00:00Z", "stale", "2024-01-10", {}},
      {"wwwwwwwwwwo", "", "2024-01-10T01:00:00Z", "current", "2024-01-10", {}},
      {"wwwwwww", "status 503", "2024-01-11T02:30:00Z", "failing", "2024-01-07", {{8, 10}}},
      {"ww.wwswwlw", "", "2024-01-11T02:30:00Z", "gaps", "2024-01-02", {{3, 3}, {6, 6}, {9, 9}}},
      {"..wo.w", "", "2024-01-11T02:30:00Z", "gaps", "", {{1, 2}, {4, 5}, {7, 10}}},
      {"", "", "2024-01-11T02:30:00Z", "gaps", "", {{1, 10}}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.days);
    const SourceStatus status = status_of(ledger(c.days, c.fault, c.attempted), *Date::parse("2024-01-11T12:00:00Z"));
    EXPECT_STREQ(name_of(status.state), c.state);
    EXPECT_EQ(text(status.through), c.through);
    std::vector<DayRange> gaps;
    const Day before = day_from_ymd({2023, 12, 31});
    for (const DayRange& gap : status.gaps) gaps.push_back({gap.first - before, gap.last - before});
    EXPECT_EQ(gaps, c.gaps);
  }
}

TEST(Ledger, FilesThatWereNotReadWholeAreAGap) {
  LedgerSet files = ledger("ws", "", "2024-01-11T02:30:00Z");
  files.start.reset();
  EXPECT_STREQ(name_of(status_of(files, *Date::parse("2024-01-11T12:00:00Z")).state), "gaps");
  files.days.rbegin()->second.received = files.days.rbegin()->second.indexed = 5;
  EXPECT_STREQ(name_of(status_of(files, *Date::parse("2024-01-11T12:00:00Z")).state), "current");
}

TEST(Ledger, TheDataReachesAsFarAsTheLastOfTheSources) {
  const Date now = *Date::parse("2024-01-11T12:00:00Z");
  EXPECT_EQ(data_through({}, now), std::nullopt);
  EXPECT_EQ(text(data_through({ledger("wwwww"), ledger("www")}, now)), "2024-01-03");
  EXPECT_EQ(text(data_through({ledger("wwwww"), ledger("")}, now)), "2023-12-31") << "nothing of it is there yet";
  LedgerSet by_hand = ledger("w");
  by_hand.nightly = false;
  EXPECT_STREQ(name_of(status_of(by_hand, now).state), "by-hand");
  EXPECT_EQ(data_through({by_hand}, now), std::nullopt);
  LedgerSet files = ledger("w");
  files.start.reset();
  EXPECT_EQ(text(data_through({ledger("wwwww"), files}, now)), "2024-01-05") << "files have no days";
}

TEST(Ledger, ReadsBackItsEntries) {
  std::map<std::string, std::string> entries;
  std::vector<LedgerSet> sets = {ledger("wq.s", "a fault, with\tspaces"), ledger("w")};
  sets[1].source = "zenodo";
  sets[1].set = "";
  sets[1].start.reset();
  sets[1].attempted.reset();
  sets[1].nightly = false;
  LedgerSet subset = ledger("r");
  subset.set = "cs:cs:LG";
  sets.insert(sets.begin() + 1, subset);
  for (const LedgerSet& set : sets) {
    entries.insert(ledger_entry(set));
    for (const auto& [day, counts] : set.days) entries.insert(ledger_entry(set, day));
  }
  const std::vector<LedgerSet> read = parse_ledger(entries);
  ASSERT_EQ(read.size(), sets.size());
  for (std::size_t i = 0; i < sets.size(); ++i) {
    EXPECT_EQ(read[i].source, sets[i].source);
    EXPECT_EQ(read[i].set, sets[i].set);
    EXPECT_EQ(read[i].start, sets[i].start);
    EXPECT_EQ(read[i].attempted, sets[i].attempted);
    EXPECT_EQ(read[i].fault, sets[i].fault);
    EXPECT_EQ(read[i].nightly, sets[i].nightly);
    ASSERT_EQ(read[i].days.size(), sets[i].days.size());
    for (const auto& [day, counts] : sets[i].days) {
      EXPECT_EQ(ledger_entry(read[i], day), ledger_entry(sets[i], day));
    }
  }
}

}  // namespace
}  // namespace paperdex
