// Somebody's wish to hear of new papers by mail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/mail/schedule.h"

namespace paperdex {

// Up to where in an index somebody was told: what came after it is new (new_papers.h).
struct IndexPosition {
  std::string origin;  // names the index: one that was built anew counts anew
  std::uint64_t count = 0;

  friend bool operator==(const IndexPosition&, const IndexPosition&) = default;
};

using SubscriptionId = std::int64_t;

// What a person asks for.
struct SubscriptionRequest {
  std::string address;
  std::string query;  // empty: trending papers
  Schedule schedule;
  std::string client = {};  // the IP address that asks, as text, for the mail that it leads to; "" when nobody knows it
};

// Checks the members and folds the query (mail_config.h). Throws MailFault with the member at fault.
SubscriptionRequest checked(SubscriptionRequest request);

struct Subscription {
  SubscriptionId id = 0;
  std::string address;
  std::string query;
  Schedule schedule;
  UnixSeconds created = 0;
  std::optional<UnixSeconds> confirmed;
  bool paused = false;       // its mails came back too often; asking for it once more resumes it
  int bounces = 0;           // since the last mail that was taken
  IndexPosition position;    // it has been told of all that came up to here
  UnixSeconds last_run = 0;  // when that was
};

// The secrets of one subscription, for the links of its mails.
struct SubscriptionTokens {
  std::string confirm;  // once, within kConfirmationSeconds
  std::string manage;   // unsubscribe, change, export, remove
};

}  // namespace paperdex
