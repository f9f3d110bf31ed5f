#include "indexer/sources/rfc1123.h"

#include <array>
#include <string>

namespace paperdex {
namespace {

// The text up to the next space, which is dropped with it.
std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  while (text.starts_with(' ')) text.remove_prefix(1);
  return word;
}

std::string two_digits(std::string_view number) { return (number.size() == 1 ? "0" : "") + std::string(number); }

std::string month_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> kNames = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (name == kNames[i]) return two_digits(std::to_string(i + 1));
  }
  return {};
}

}  // namespace

std::optional<Date> date_from_rfc1123(std::string_view text) {
  if (!take_word(text).ends_with(',')) return std::nullopt;
  const std::string day = two_digits(take_word(text));
  const std::string month = month_number(take_word(text));
  const std::string year(take_word(text));
  const std::string time(take_word(text));
  const std::string_view zone = take_word(text);
  if ((zone != "GMT" && zone != "UTC" && zone != "+0000") || !text.empty()) return std::nullopt;
  return Date::parse(year + '-' + month + '-' + day + 'T' + time + 'Z');
}

}  // namespace paperdex
