#include "data/date.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace paperdex {
namespace {

namespace chrono = std::chrono;

constexpr std::int32_t kSecondsPerDay = 86'400;

// Reads exactly `count` digits at the front of `text` and drops them.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

bool is_valid(const YearMonthDay& date) {
  return chrono::year_month_day{chrono::year{date.year}, chrono::month{static_cast<unsigned>(date.month)},
                                chrono::day{static_cast<unsigned>(date.day)}}
      .ok();
}

struct Clock {
  std::int32_t second_of_day = 0;
  std::int32_t offset = 0;  // seconds east of UTC
};

// "hh:mm:ss[.fff](Z|+hh:mm|-hh:mm)", all of it.
std::optional<Clock> take_clock(std::string_view text) {
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_digits(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  if (take(text, '.')) {
    if (!take_digits(text, 1)) return std::nullopt;
    while (take_digits(text, 1)) {
    }
  }
  Clock clock{*hour * 3600 + *minute * 60 + std::min(*second, 59), 0};
  if (text == "Z" || text == "z") return clock;
  const bool east = take(text, '+');
  if (!east && !take(text, '-')) return std::nullopt;
  const auto offset_hour = take_digits(text, 2);
  if (!offset_hour || !take(text, ':')) return std::nullopt;
  const auto offset_minute = take_digits(text, 2);
  if (!offset_minute || !text.empty() || *offset_hour > 23 || *offset_minute > 59) return std::nullopt;
  clock.offset = (east ? 1 : -1) * (*offset_hour * 3600 + *offset_minute * 60);
  return clock;
}

bool is_in_range(Day day) {
  const int year = ymd_from_day(day).year;
  return year >= kFirstYear && year <= kLastYear;
}

}  // namespace

Day day_from_ymd(const YearMonthDay& date) {
  const chrono::year_month_day ymd{chrono::year{date.year}, chrono::month{static_cast<unsigned>(date.month)},
                                   chrono::day{static_cast<unsigned>(date.day)}};
  return static_cast<Day>(chrono::sys_days{ymd}.time_since_epoch().count());
}

YearMonthDay ymd_from_day(Day day) {
  const chrono::year_month_day ymd{chrono::sys_days{chrono::days{day}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

std::optional<Date> Date::parse(std::string_view text) {
  Date date;
  YearMonthDay ymd{1970, 1, 1};
  const auto year = take_digits(text, 4);
  if (!year) return std::nullopt;
  ymd.year = *year;
  date.precision_ = Precision::kYear;
  if (!text.empty()) {
    if (!take(text, '-')) return std::nullopt;
    const auto month = take_digits(text, 2);
    if (!month) return std::nullopt;
    ymd.month = *month;
    date.precision_ = Precision::kMonth;
  }
  if (!text.empty()) {
    if (!take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (!day) return std::nullopt;
    ymd.day = *day;
    date.precision_ = Precision::kDay;
  }
  if (!is_valid(ymd)) return std::nullopt;
  date.day_ = day_from_ymd(ymd);
  if (!text.empty()) {
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
    const auto clock = take_clock(text);
    if (!clock) return std::nullopt;
    date.precision_ = Precision::kSecond;
    date.second_of_day_ = clock->second_of_day - clock->offset;
    if (date.second_of_day_ < 0) {
      --date.day_;
      date.second_of_day_ += kSecondsPerDay;
    } else if (date.second_of_day_ >= kSecondsPerDay) {
      ++date.day_;
      date.second_of_day_ -= kSecondsPerDay;
    }
  }
  if (!is_in_range(date.day_)) return std::nullopt;
  return date;
}

Date Date::from_day(Day day) {
  Date date;
  date.day_ = day;
  return date;
}

Day Date::last_day() const {
  const YearMonthDay ymd = ymd_from_day(day_);
  switch (precision_) {
    case Precision::kYear:
      return day_from_ymd({ymd.year, 12, 31});
    case Precision::kMonth:
      return ymd.month == 12 ? day_from_ymd({ymd.year, 12, 31}) : day_from_ymd({ymd.year, ymd.month + 1, 1}) - 1;
    case Precision::kDay:
    case Precision::kSecond:
      break;
  }
  return day_;
}

std::string Date::to_string() const {
  const YearMonthDay ymd = ymd_from_day(day_);
  char text[96];
  const int second = second_of_day_;
  switch (precision_) {
    case Precision::kYear:
      std::snprintf(text, sizeof text, "%04d", ymd.year);
      break;
    case Precision::kMonth:
      std::snprintf(text, sizeof text, "%04d-%02d", ymd.year, ymd.month);
      break;
    case Precision::kDay:
      std::snprintf(text, sizeof text, "%04d-%02d-%02d", ymd.year, ymd.month, ymd.day);
      break;
    case Precision::kSecond:
      std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", ymd.year, ymd.month, ymd.day, second / 3600,
                    second / 60 % 60, second % 60);
      break;
  }
  return text;
}

Day today() {
  return static_cast<Day>(chrono::floor<chrono::days>(chrono::system_clock::now()).time_since_epoch().count());
}

Date Date::now() {
  const auto seconds = chrono::floor<chrono::seconds>(chrono::system_clock::now());
  const auto day = chrono::floor<chrono::days>(seconds);
  Date date = Date::from_day(static_cast<Day>(day.time_since_epoch().count()));
  date.second_of_day_ = static_cast<std::int32_t>((seconds - day).count());
  date.precision_ = Date::Precision::kSecond;
  return date;
}

}  // namespace paperdex
