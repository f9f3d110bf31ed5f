// When a follower is to hear of new papers: each day or week at an hour of their own clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace paperdex {

using UnixSeconds = std::int64_t;

enum class MailPeriod { kDaily, kWeekly };

struct Schedule {
  MailPeriod period = MailPeriod::kDaily;
  int hour = 7;  // 0 to 23, local; weekly ones are due on Mondays
  std::string time_zone = "UTC";

  friend bool operator==(const Schedule&, const Schedule&) = default;
};

inline constexpr std::size_t kMaxTimeZoneBytes = 64;

const char* name_of(MailPeriod period);  // "daily", "weekly"
// Throws MailFault("period").
MailPeriod mail_period_from_name(const std::string& name);

// Throws MailFault for "hour" or "time_zone". A zone is a name of IANA's ("Europe/Berlin") that the system knows under
// /usr/share/zoneinfo; UTC is always known.
void check_schedule(const Schedule& schedule);

// The latest instant up to `now` at which the schedule says to send: today's or yesterday's hour, or that of the last
// Monday. An hour that the clocks skip is the one after it.
//
// Sets the process's time zone for the time of the call: not thread-safe, nor beside another thread that asks for local
// time or the environment. What calls it is a program of one thread.
UnixSeconds latest_due(const Schedule& schedule, UnixSeconds now);

// "2026-01-05T07:30:00Z"
std::string utc_text(UnixSeconds time);

// Whether it is time for one whose last turn was at `last_run`. A turn later than now was noted by a clock that ran
// ahead: waiting for it could take years. Sets the time zone as latest_due() does.
bool is_due(const Schedule& schedule, UnixSeconds last_run, UnixSeconds now);

}  // namespace paperdex
