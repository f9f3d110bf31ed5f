// The mails that a request for a subscription leads to.
#pragma once

#include "server/mail/mail_config.h"
#include "server/mail/mime.h"
#include "server/mail/shown_query.h"
#include "server/mail/subscription_store.h"

namespace paperdex {

// Pure but for `has_word`. Whoever gets it may not have asked for it, so it says who did, and repeats of what they
// typed what shown_query() lets through.
MailMessage request_message(const MailConfig& config, const OutboxEntry& entry, const HasWord& has_word);

// papers for "slot attention", daily at 7:00 (Europe/Berlin), as part of a sentence.
std::string described(const std::string& query, const Schedule& schedule);

// Text in a page of HTML that reads in light and dark, in one column, without anything to load.
std::string html_mail(const std::string& title, const std::string& body);

}  // namespace paperdex
