#include "indexer/sources/arxiv_id.h"

#include <algorithm>
#include <string>

namespace paperdex {
namespace {

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_archive_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
  });
}

std::optional<Date> month(const char* century, std::string_view yymm) {
  return Date::parse(century + std::string(yymm.substr(0, 2)) + '-' + std::string(yymm.substr(2)));
}

}  // namespace

std::optional<Date> month_of_arxiv_id(std::string_view id) {
  constexpr std::size_t kYearAndMonth = 4;
  constexpr char kFirstYearOfTheOldForm = '9';  // 1991; the new form came in 2007-04
  const std::size_t slash = id.find('/');
  if (slash != std::string_view::npos) {
    const std::string_view number = id.substr(slash + 1);
    if (!is_archive_name(id.substr(0, slash)) || number.size() != 7 || !is_digits(number)) return std::nullopt;
    return month(number[0] == kFirstYearOfTheOldForm ? "19" : "20", number.substr(0, kYearAndMonth));
  }
  if (id.size() != 9 && id.size() != 10) return std::nullopt;
  if (id[kYearAndMonth] != '.' || !is_digits(id.substr(0, kYearAndMonth)) || !is_digits(id.substr(kYearAndMonth + 1))) {
    return std::nullopt;
  }
  return month("20", id.substr(0, kYearAndMonth));
}

}  // namespace paperdex
