// What servers say about when to ask again.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace paperdex {

// Keeps the sums of times and of waits in range.
inline constexpr std::chrono::hours kMaxHeaderWait{24 * 366};

// A Retry-After header: seconds, or a date, counted from `unix_seconds`, 0 when it is past. Nothing when it is neither.
// At most kMaxHeaderWait.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view header, std::int64_t unix_seconds);

// What a host that says its limit is used up is given at most.
inline constexpr std::chrono::minutes kMaxRateLimitWait{15};

// A RateLimit header of the drafts' form `"name";r=REQUESTS_LEFT;t=SECONDS`, or several of them with commas between:
// the time until the last of those that have no request left has some again. Nothing when there is none. At most
// kMaxRateLimitWait.
std::optional<std::chrono::seconds> parse_rate_limit(std::string_view header);

// A Date header as seconds since 1970.
std::optional<std::int64_t> parse_http_date(std::string_view header);

}  // namespace paperdex
