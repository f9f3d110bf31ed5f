#include "server/mail/mail_service.h"

#include "server/http_error.h"

namespace paperdex {

MailService::MailService(const MailConfig& config, HasWord has_word, MailLog log)
    : store_(config.database), outbox_(config, store_, std::move(has_word), std::move(log)) {}

void MailService::request(const SubscriptionRequest& request) {
  if (!limit_.allow(request.client, store_.now())) {
    throw HttpError(429, "too_many_requests", "Too many subscriptions were asked for from here; try again later.")
        .retry_after(static_cast<int>(kClientLimitSeconds));
  }
  if (!store_.request(request)) {
    throw HttpError(503, "busy", "Too many subscriptions wait; try again later.")
        .retry_after(static_cast<int>(kClientLimitSeconds));
  }
  outbox_.notify();
}

}  // namespace paperdex
