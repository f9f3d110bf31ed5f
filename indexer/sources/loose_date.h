// Dates as people and reference managers write them.
#pragma once

#include <optional>
#include <string_view>

#include "data/date.h"

namespace paperdex {

// Reads what Date::parse() reads, and "2008/05/12/", "2008/5", "2008///spring", "2008-5-1", "2008/Dec/", "May 2008",
// "12 May 2008" and "May 12, 2008", as precisely as it goes: a month or day that is none is left out. Nothing when the
// text does not hold a year of [kFirstYear, kLastYear] at its beginning or end.
std::optional<Date> loose_date(std::string_view text);

// The date of the parts that are not 0 and exist in the calendar, up to the first that is not or does not. Nothing when
// the year is outside [kFirstYear, kLastYear].
std::optional<Date> date_of_parts(int year, int month, int day);

// The month of the first English name in the text, whole or of three letters and more: 6 for "June-July", 5 for "22-27
// May"; a text that is a number from 1 to 12 is that month. 0 when there is none.
int month_in(std::string_view text);

}  // namespace paperdex
