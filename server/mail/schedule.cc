#include "server/mail/schedule.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <optional>
#include <string_view>

#include "data/date.h"
#include "server/mail/mail_error.h"

namespace paperdex {
namespace {

constexpr char kZoneFolder[] = "/usr/share/zoneinfo/";

// The process's time zone, put back at the end.
class ZoneInForce {
 public:
  explicit ZoneInForce(const std::string& name) {
    if (const char* before = std::getenv("TZ"); before != nullptr) before_ = before;
    setenv("TZ", (name == "UTC" ? "UTC0" : ":" + name).c_str(), 1);
    tzset();
  }
  ~ZoneInForce() {
    if (before_) {
      setenv("TZ", before_->c_str(), 1);
    } else {
      unsetenv("TZ");
    }
    tzset();
  }
  ZoneInForce(const ZoneInForce&) = delete;
  ZoneInForce& operator=(const ZoneInForce&) = delete;

 private:
  std::optional<std::string> before_;
};

// A path under kZoneFolder and nowhere else: parts of letters, digits, _ + - that begin with a letter. posix/ and
// right/ hold the zones once more, the latter with leap seconds.
bool is_zone_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxTimeZoneBytes || name.starts_with("posix/") || name.starts_with("right/")) {
    return false;
  }
  bool at_start = true;
  for (const char c : name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_other = (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-';
    if (at_start ? !is_letter : !is_letter && !is_other && c != '/') return false;
    at_start = c == '/';
  }
  return !at_start;
}

bool is_known_zone(const std::string& name) {
  if (name == "UTC") return true;
  if (!is_zone_name(name)) return false;
  std::ifstream file(kZoneFolder + name, std::ios::binary);
  char magic[4] = {};
  return file.read(magic, sizeof magic) && std::string_view(magic, sizeof magic) == "TZif";
}

}  // namespace

const char* name_of(MailPeriod period) { return period == MailPeriod::kDaily ? "daily" : "weekly"; }

MailPeriod mail_period_from_name(const std::string& name) {
  if (name == "daily") return MailPeriod::kDaily;
  if (name == "weekly") return MailPeriod::kWeekly;
  throw MailFault("period", "the period must be daily or weekly");
}

void check_schedule(const Schedule& schedule) {
  if (schedule.hour < 0 || schedule.hour > 23) throw MailFault("hour", "the hour must be 0 to 23");
  if (!is_known_zone(schedule.time_zone)) {
    throw MailFault("time_zone", "the time zone is not known: give a name like Europe/Berlin, or UTC");
  }
}

UnixSeconds latest_due(const Schedule& schedule, UnixSeconds now) {
  const ZoneInForce zone(schedule.time_zone);
  const std::time_t instant = now;
  std::tm local{};
  localtime_r(&instant, &local);
  const int days_since_monday = (local.tm_wday + 6) % 7;
  const bool weekly = schedule.period == MailPeriod::kWeekly;
  const auto hour_of_day = [&](int days_ago) {
    std::tm due = local;
    due.tm_mday -= days_ago;
    due.tm_hour = schedule.hour;
    due.tm_min = due.tm_sec = 0;
    due.tm_isdst = -1;
    return UnixSeconds{std::mktime(&due)};
  };
  const UnixSeconds due = hour_of_day(weekly ? days_since_monday : 0);
  if (due <= now) return due;
  return hour_of_day(weekly ? days_since_monday + 7 : 1);
}

std::string utc_text(UnixSeconds time) {
  constexpr int kSecondsOfDay = 86'400;
  const auto second = static_cast<int>(time % kSecondsOfDay);
  char clock[16];
  std::snprintf(clock, sizeof clock, "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60, second % 60);
  return Date::from_day(static_cast<Day>(time / kSecondsOfDay)).to_string() + clock;
}

bool is_due(const Schedule& schedule, UnixSeconds last_run, UnixSeconds now) {
  return last_run > now || last_run < latest_due(schedule, now);
}

}  // namespace paperdex
