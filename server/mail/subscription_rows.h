// Subscriptions as rows, for the sources of SubscriptionStore alone.
#pragma once

#include <cstdint>
#include <string>

#include "server/mail/sqlite.h"
#include "server/mail/subscription.h"

namespace paperdex {

// The columns that subscription_of() reads, in its order.
inline constexpr char kSubscriptionColumns[] =
    "s.id, s.address, s.query, s.period, s.hour, s.time_zone, s.created, s.confirmed, s.paused, s.bounces, s.position, "
    "s.last_run, s.salt, s.confirm_until, s.origin";
inline constexpr int kSaltColumn = 12;
inline constexpr int kConfirmUntilColumn = 13;
inline constexpr int kOriginColumn = 14;
inline constexpr int kSubscriptionColumnCount = 15;

inline std::int64_t count_of(const IndexPosition& position) { return static_cast<std::int64_t>(position.count); }

inline int period_number(MailPeriod period) { return period == MailPeriod::kDaily ? 0 : 1; }

inline Schedule schedule_of(const SqliteStatement& row, int first_column) {
  return {row.integer(first_column) == 0 ? MailPeriod::kDaily : MailPeriod::kWeekly,
          static_cast<int>(row.integer(first_column + 1)), row.text(first_column + 2)};
}

inline Subscription subscription_of(const SqliteStatement& row) {
  Subscription subscription;
  subscription.id = row.integer(0);
  subscription.address = row.text(1);
  subscription.query = row.text(2);
  subscription.schedule = schedule_of(row, 3);
  subscription.created = row.integer(6);
  subscription.confirmed = row.optional_integer(7);
  subscription.paused = row.integer(8) != 0;
  subscription.bounces = static_cast<int>(row.integer(9));
  subscription.position = {row.text(kOriginColumn), static_cast<std::uint64_t>(row.integer(10))};
  subscription.last_run = row.integer(11);
  return subscription;
}

}  // namespace paperdex
