#include "indexer/retry_headers.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>

namespace paperdex {
namespace {

using std::chrono::seconds;

constexpr seconds kMaxWait = kMaxHeaderWait;

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t";
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

// Digits and nothing else.
std::optional<seconds> parse_seconds(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) return kMaxWait;
  return std::min(seconds(number), kMaxWait);
}

std::string_view take_until(std::string_view& text, char separator) {
  const std::string_view part = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return trim(part);
}

// Names may hold separators; they are of no interest.
std::string without_quoted(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted) {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

std::optional<std::int64_t> parse_http_date(std::string_view header) {
  const std::string text(trim(header));
  // All three forms begin with a day's name; libcurl would take numbers alone too.
  if (text.empty() || text[0] < 'A' || text[0] > 'Z') return std::nullopt;
  const std::time_t time = curl_getdate(text.c_str(), nullptr);
  if (time < 0) return std::nullopt;
  return time;
}

std::optional<seconds> parse_retry_after(std::string_view header, std::int64_t unix_seconds) {
  const std::string_view text = trim(header);
  if (const auto wait = parse_seconds(text)) return wait;
  const auto date = parse_http_date(text);
  if (!date) return std::nullopt;
  return std::clamp(seconds(*date - unix_seconds), seconds(0), kMaxWait);
}

std::optional<seconds> parse_rate_limit(std::string_view header) {
  const std::string text = without_quoted(header);
  constexpr seconds kMost = kMaxRateLimitWait;
  std::optional<seconds> longest;
  for (std::string_view limits = text; !limits.empty();) {
    std::optional<seconds> wait;
    bool none_left = false;
    for (std::string_view limit = take_until(limits, ','); !limit.empty();) {
      const std::string_view parameter = take_until(limit, ';');
      if (parameter.starts_with("t=")) wait = parse_seconds(parameter.substr(2));
      if (parameter.starts_with("r=")) none_left = parse_seconds(parameter.substr(2)) == seconds(0);
    }
    if (none_left && wait) longest = std::max(longest.value_or(seconds(0)), std::min(*wait, kMost));
  }
  return longest;
}

}  // namespace paperdex
