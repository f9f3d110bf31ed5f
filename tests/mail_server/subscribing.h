// Subscriptions as they come about, for the tests.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "server/mail/subscription_store.h"

namespace paperdex {

inline constexpr UnixSeconds kMonday = 1'767'571'200;  // 2026-01-05T00:00:00Z
inline constexpr UnixSeconds kHour = 3600;
inline constexpr UnixSeconds kDaySeconds = 86'400;

// For an index that has every word (shown_query.h).
inline bool any_word(std::string_view) { return true; }

// To loopback, as fast as it goes.
inline MailConfig loopback_config(const std::filesystem::path& database, const std::string& smtp) {
  MailConfig config;
  config.database = database;
  config.smtp = smtp;
  config.tls = Tls::kNone;
  config.from = "Paperdex <papers@example.org>";
  config.rate = kMaxMailsPerSecond;
  config.base_url = "https://papers.example.org";
  return config;
}

// Asked for and, once the mail is there, confirmed; without a mail server.
inline Subscription subscribe(SubscriptionStore& store, const SubscriptionRequest& request,
                              const IndexPosition& position) {
  if (!store.request(request)) throw std::runtime_error("too many requests wait");
  store.resolve_requests();
  const std::vector<OutboxEntry> entries = store.due_mails(1);
  if (entries.empty() || entries.front().kind != OutboxEntry::Kind::kConfirm) {
    throw std::runtime_error("there is nothing to confirm");
  }
  store.finish_mail(entries.front().id);
  const auto confirmed = store.confirm(entries.front().tokens.confirm, position);
  if (!confirmed) throw std::runtime_error("it cannot be confirmed");
  return *confirmed;
}

}  // namespace paperdex
