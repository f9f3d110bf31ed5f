#include "indexer/sources/loose_date.h"

#include <gtest/gtest.h>

#include <string>

namespace paperdex {
namespace {

// Add a row for every way of writing a date that was seen.
TEST(LooseDate, ReadsAsMuchAsThereIs) {
  const struct {
    const char* text;
    const char* date;  // "" when it is none
  } kCases[] = {
      {"2008", "2008"},
      {"2008/05/12/", "2008-05-12"},
      {"2008/05/12/spring", "2008-05-12"},
      {"2008/5/2", "2008-05-02"},
      {"2008/05//", "2008-05"},
      {"2008///", "2008"},
      {"2008///Spring", "2008"},
      {"2008//12/", "2008"},
      {"2008/13/12", "2008"},
      {"2008/02/30", "2008-02"},
      {"2008-05-12", "2008-05-12"},
      {"2008-5-2", "2008-05-02"},
      {"2008-05-12T10:00:00", "2008-05-12"},
      {"2008-05-12T10:00:00Z", "2008-05-12T10:00:00Z"},
      {"2008.05.12", "2008-05-12"},
      {"2008/Dec/3", "2008-12-03"},
      {"  2008  ", "2008"},
      {"2008 May", "2008-05"},
      {"2008, Sept.", "2008-09"},
      {"May 2008", "2008-05"},
      {"12 May 2008", "2008-05-12"},
      {"May 12, 2008", "2008-05-12"},
      {"31 April 2008", "2008-04"},
      {"5/12/2008", "2008"},  // May or December
      {"Spring 2008", "2008"},
      {"in press", ""},
      {"", ""},
      {"0", ""},
      {"20085", ""},
      {"1664", ""},
      {"9999/01/01", ""},
      {"99999999999999999999", ""},
  };
  for (const auto& c : kCases) {
    const auto date = loose_date(c.text);
    EXPECT_EQ(date ? date->to_string() : "", c.date) << c.text;
  }
}

TEST(LooseDate, PartsEndWhereTheyAreNone) {
  const struct {
    int year;
    int month;
    int day;
    const char* date;
  } kCases[] = {
      {2008, 5, 12, "2008-05-12"}, {2008, 5, 0, "2008-05"},  {2008, 0, 12, "2008"},      {2008, 13, 1, "2008"},
      {2008, 2, 30, "2008-02"},    {2008, 5, -1, "2008-05"}, {2008, -5, 1, "2008"},      {2008, 5, 100, "2008-05"},
      {1664, 5, 12, ""},           {2100, 5, 12, ""},        {1665, 1, 1, "1665-01-01"}, {2099, 12, 31, "2099-12-31"},
  };
  for (const auto& c : kCases) {
    const auto date = date_of_parts(c.year, c.month, c.day);
    EXPECT_EQ(date ? date->to_string() : "", c.date) << c.year << ' ' << c.month << ' ' << c.day;
  }
}

TEST(LooseDate, FindsTheFirstMonth) {
  const struct {
    const char* text;
    int month;
  } kCases[] = {
      {"July", 7},
      {"june", 6},
      {"JUL", 7},
      {"Sept.", 9},
      {"June-July", 6},
      {"May 22-27", 5},
      {"22-27 May", 5},
      {"7", 7},
      {"07", 7},
      {"12", 12},
      {"13", 0},
      {"0", 0},
      {"Spring", 0},
      {"Ma", 0},
      {"Mayor", 0},
      {"Juneau", 0},
      {"", 0},
      {"1-2", 0},
      {"September 30 - October 4", 9},
  };
  for (const auto& c : kCases) EXPECT_EQ(month_in(c.text), c.month) << c.text;
}

}  // namespace
}  // namespace paperdex
