// New papers as people read them: in a mail, and as the text of a webhook.
#pragma once

#include <string>

#include "server/mail/mail_config.h"
#include "server/mail/mime.h"
#include "server/mail/new_papers.h"

namespace paperdex {

inline constexpr std::size_t kAuthorsShown = 8;

// A mail of these papers to the subscription. Pure. Requires papers.hits. Without time and name.
MailMessage digest_message(const MailConfig& config, const Subscription& subscription, const SubscriptionTokens& tokens,
                           const NewPapers& papers);

// `3 new papers for "slot attention"`, `20 trending papers`.
std::string digest_title(const NewPapers& papers);

// Why a paper is there: `"slot" in title; "attention" in title and abstract`, `12 votes`, or the query itself.
std::string why(const Hit& hit, const NewPapers& papers);

// `Ada Lovelace, Alan Turing and 3 more`
std::string authors_text(const Paper& paper);

// Of a highlighted text (search_response.h), the text alone.
std::string plain_of(const std::string& highlighted);

}  // namespace paperdex
