// The server's thread that answers requests for subscriptions by mail.
#pragma once

#include <array>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "server/mail/mail_config.h"
#include "server/mail/pace.h"
#include "server/mail/shown_query.h"
#include "server/mail/smtp.h"
#include "server/mail/subscription_store.h"

namespace paperdex {

// How long after each failure a mail is tried again; then it is given up: who waits for it can ask once more.
inline constexpr std::array<UnixSeconds, 6> kOutboxPauses = {30, 120, 600, 3600, 4 * 3600, kMaxPostponeSeconds};

struct OutboxTimes {
  std::chrono::milliseconds look{5'000};  // how often it looks without being notified
  std::array<UnixSeconds, kOutboxPauses.size()> pauses = kOutboxPauses;
  SmtpTimeouts smtp;
};

// What waits is in the store, so it survives restarts, and a request only writes there. The thread alone finds out
// whether an address is known. Ends within a second or so of its destruction, whatever the mail server does.
class Outbox {
 public:
  // `store` must outlive it. `has_word` is asked from the thread (shown_query.h). Requires a checked configuration with
  // mail.
  Outbox(const MailConfig& config, SubscriptionStore& store, HasWord has_word, MailLog log,
         const OutboxTimes& times = {});
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  // There is a new request in the store. Thread-safe, and does not wait.
  void notify();

 private:
  void run(const std::stop_token& stop);
  bool work(const std::stop_token& stop, SmtpSender& sender);
  bool send(const OutboxEntry& entry, SmtpSender& sender);
  void log_failure(const char* reason) const noexcept;
  void settle(const OutboxEntry& entry, const SmtpResult& result);

  MailConfig config_;
  SubscriptionStore& store_;
  HasWord has_word_;
  MailLog log_;
  OutboxTimes times_;
  Pace pace_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool notified_ = false;
  std::jthread thread_;
};

}  // namespace paperdex
