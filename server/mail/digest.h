// New papers to all who are due: by mail to subscriptions, by webhook to the operator's addresses.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>

#include "query/searcher.h"
#include "server/mail/mail_config.h"
#include "server/mail/smtp.h"
#include "server/mail/subscription_store.h"

namespace paperdex {

struct DigestTimes {
  // Before the second and the third try of all that failed for a reason that may pass.
  std::array<std::chrono::milliseconds, 2> pauses = {std::chrono::milliseconds(2'000),
                                                     std::chrono::milliseconds(20'000)};
  SmtpTimeouts smtp;
};

struct DigestSummary {
  std::size_t due = 0;   // subscriptions and webhooks
  std::size_t sent = 0;  // mails and posts
  std::size_t papers = 0;
  std::size_t nothing_new = 0;
  std::size_t bounced = 0;
  std::size_t failed = 0;  // left for the next run
  // Turned away in a way that will not pass by itself: the password, the certificate, the content, a webhook's address,
  // or every recipient.
  std::size_t refused = 0;
  std::size_t queries_refused = 0;  // that the search does not take

  // Of a program: done, failed until someone changes something, or to be tried again later.
  ExitStatus exit_status() const {
    if (refused > 0) return kExitFailed;
    return failed == 0 ? kExitDone : kExitTryLater;
  }
};

// Tells each confirmed subscription that is due (schedule.h) the papers that are new since it was told last, and
// records in one transaction what was sent and how far it was told. Nothing new, no mail. A mail tells kMaxPapersOfMail
// at most; the others are "and N more" with a link to them, and no later mail tells them. What fails is tried twice
// more at the end, then left for the next run. What was refused for its content, and a query that is not understood,
// wait for the next time they are due. A recipient that was refused counts as a bounce only when the server took
// another one in this run, or when it is the only one and unknown; if not, the server refuses to serve us.
//
// Killed at any moment (or the disk full), the next run sends what is missing; the one mail whose answer was not yet
// recorded may be sent a second time, with the same Message-ID. So may one whose answer did not come in time. A
// subscription that ends or changes meanwhile is looked at anew before its turn.
//
// One digest at a time per database: throws LockedError when there is another. Throws MailError when the database fails
// and MailFault when the configuration is wrong. Writes to `log` a line for each failure and one at the end. Sets the
// process's time zone now and then: nothing else may run beside it (schedule.h). Requires a searcher of the newest
// generation.
DigestSummary run_digest(const MailConfig& config, Searcher& searcher, const MailLog& log,
                         const UnixClock& clock = system_unix_seconds, const DigestTimes& times = {});

}  // namespace paperdex
