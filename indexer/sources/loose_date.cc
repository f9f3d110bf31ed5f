#include "indexer/sources/loose_date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

namespace paperdex {
namespace {

constexpr int kMonths = 12;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

// The number that the text is; 0 when it is none.
int number_of(std::string_view text) {
  constexpr std::size_t kMostDigits = 4;
  int number = 0;
  if (text.size() > kMostDigits || !std::all_of(text.begin(), text.end(), is_digit)) return 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool is_year(std::string_view text) { return text.size() == 4 && number_of(text) >= kFirstYear; }

int month_of_name(std::string_view word) {
  constexpr std::array<std::string_view, kMonths> kNames = {"january",   "february", "march",    "april",
                                                            "may",       "june",     "july",     "august",
                                                            "september", "october",  "november", "december"};
  constexpr std::size_t kLeastLetters = 3;
  if (word.size() < kLeastLetters) return 0;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const std::string_view name = kNames[i];
    if (word.size() <= name.size() &&
        std::equal(word.begin(), word.end(), name.begin(), [](char c, char in_name) { return lower(c) == in_name; })) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

// Runs of letters and runs of digits.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto is_kind = is_digit(text[begin]) ? is_digit : is_letter;
    std::size_t end = begin;
    while (end < text.size() && is_kind(text[end])) ++end;
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = std::max(end, begin + 1);
  }
  return words;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// "2008/05/12/": a part that is empty stays so.
std::optional<Date> date_of_slashes(std::string_view text) {
  std::array<std::string_view, 3> parts{};
  for (std::string_view& part : parts) {
    const std::size_t end = std::min(text.find_first_of("/-."), text.size());
    part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  const std::size_t day_end = parts[2].find_first_not_of("0123456789");
  return date_of_parts(number_of(parts[0]), month_in(parts[1]), number_of(parts[2].substr(0, day_end)));
}

}  // namespace

int month_in(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  if (words.size() == 1 && is_digit(words[0][0])) {
    const int number = number_of(words[0]);
    return number <= kMonths ? number : 0;
  }
  for (const std::string_view word : words) {
    if (const int month = month_of_name(word)) return month;
  }
  return 0;
}

std::optional<Date> date_of_parts(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  const std::string text = std::to_string(year);
  if (month < 1 || month > kMonths) return Date::parse(text);
  const std::string with_month = text + '-' + two_digits(month);
  const auto whole = day > 0 && day < 100 ? Date::parse(with_month + '-' + two_digits(day)) : std::nullopt;
  return whole ? whole : Date::parse(with_month);
}

std::optional<Date> loose_date(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(kSpace), text.size());
  text = text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
  if (const auto date = Date::parse(text)) return date;
  const std::vector<std::string_view> words = words_of(text);
  if (words.empty()) return std::nullopt;
  if (text.starts_with(words.front()) && is_year(words.front())) {
    const std::string_view rest = text.substr(words.front().size());
    if (rest.empty() || rest.find_first_of("/-.") == 0) return date_of_slashes(text);
    return date_of_parts(number_of(words.front()), month_in(rest), 0);
  }
  if (!is_year(words.back())) return std::nullopt;
  const std::string_view before = text.substr(0, text.rfind(words.back()));
  int day = 0;
  for (const std::string_view word : words) {
    if (day == 0 && word.size() <= 2) day = number_of(word);
  }
  return date_of_parts(number_of(words.back()), month_in(before), day);
}

}  // namespace paperdex
