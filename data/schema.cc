#include "data/schema.h"

#include <algorithm>

#include "data/paper_id.h"

namespace paperdex {
namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return lower;
}

// FNV-1a, 64 bits, in 13 letters and digits: those who compare what was hashed compare it whole.
std::string hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuv";
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 5) digits += kDigits[(hash >> shift) & 31U];
  return digits;
}

}  // namespace

std::string encode_day(Day day) {
  // The offset makes negative days sort first.
  const std::uint32_t number = static_cast<std::uint32_t>(day) + 0x80000000U;
  std::string value(4, '\0');
  for (int i = 0; i < 4; ++i) value[i] = static_cast<char>(number >> (24 - 8 * i));
  return value;
}

Day decode_day(std::string_view value) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4 && i < value.size(); ++i) number = number << 8 | static_cast<unsigned char>(value[i]);
  return static_cast<Day>(number - 0x80000000U);
}

Day first_day() {
  static const Day kDay = day_from_ymd({kFirstYear, 1, 1});
  return kDay;
}

Day last_day() {
  static const Day kDay = day_from_ymd({kLastYear, 12, 31});
  return kDay;
}

Docid first_docid(Day day) { return 1 + static_cast<Docid>(last_day() - day) * kDocidsPerDay; }

Docid first_dateless_docid() { return first_docid(first_day() - 1); }

std::optional<Day> day_of_docid(Docid docid) {
  if (docid >= first_dateless_docid()) return std::nullopt;
  return last_day() - static_cast<Day>((docid - 1) / kDocidsPerDay);
}

DocidRange docids_of_days(Day from, Day until, int spill_days) {
  from = std::max(from, first_day());
  until = std::min(until, last_day());
  if (from > until) return {};
  const Day widened = std::max(from - spill_days, first_day());
  return {first_docid(until), first_docid(widened - 1) - 1, spill_days == 0};
}

std::string id_term(std::string_view id) { return kIdPrefix + canonical_id(id); }

std::string title_key_term(std::string_view key) { return kTitleKeyPrefix + hash_of(key); }

std::string record_term(std::string_view source, std::string_view id) {
  return kRecordPrefix + hash_of(std::string(source) + '\n' + std::string(id));
}

std::string category_term(std::string_view name) { return kCategoryPrefix + lower_case(name); }

std::string source_term(std::string_view name) { return kSourcePrefix + lower_case(name); }

std::string shown_term(Day day) {
  std::string text = Date::from_day(day).to_string();
  std::erase(text, '-');
  return kShownPrefix + text;
}

std::optional<Day> day_of_shown_term(std::string_view term) {
  constexpr std::size_t kPrefixBytes = sizeof kShownPrefix - 1;
  if (term.size() != kPrefixBytes + 8) return std::nullopt;
  std::string text(term.substr(kPrefixBytes));
  text.insert(6, "-").insert(4, "-");
  const std::optional<Date> date = Date::parse(text);
  return date ? std::optional(date->first_day()) : std::nullopt;
}

}  // namespace paperdex
