// What the server has of mail: who follows what, the mails that requests lead to, and who may ask.
#pragma once

#include <string>

#include "server/mail/client_limit.h"
#include "server/mail/mail_config.h"
#include "server/mail/outbox.h"
#include "server/mail/subscription_store.h"

namespace paperdex {

// Thread-safe. Its thread sends what the store's outbox holds, and ends with it.
class MailService {
 public:
  // Opens the database. `has_word` is the index's. Throws MailError.
  MailService(const MailConfig& config, HasWord has_word, MailLog log);

  SubscriptionStore& store() { return store_; }

  // Puts the request where the outbox's thread finds it. Throws HttpError: 429 when the client (an IP address) asked
  // too often, 503 when too many wait; MailFault for the member at fault. The same for every address.
  void request(const SubscriptionRequest& request);

 private:
  SubscriptionStore store_;
  Outbox outbox_;
  ClientLimit limit_;
};

}  // namespace paperdex
