// A subscription as it is asked for: the members of a JSON object or the fields of a form.
#pragma once

#include <optional>
#include <string>

#include "server/mail/mail_service.h"
#include "server/route.h"

namespace paperdex {

// The members that were given, as text.
struct SubscriptionForm {
  std::optional<std::string> address;
  std::optional<std::string> query;
  std::optional<std::string> period;
  std::optional<std::string> hour;
  std::optional<std::string> time_zone;
};

// Of a body that is JSON, else 415; throws HttpError 400 for what it cannot be, or a member that is not known.
SubscriptionForm read_subscription_json(const HttpRequest& request);
// Of a body that a form sent, else 415. What another site's page sends is refused: 403.
SubscriptionForm read_subscription_form(const Asked& asked);

// Throw MailFault, or HttpError 400, naming the member at fault.
SubscriptionRequest to_request(const SubscriptionForm& form, const std::string& client);
SubscriptionChange to_change(const SubscriptionForm& form, const Schedule& present);

// The service, or HttpError 503 when there is no mail server.
MailService& mail_of(const Services& services);

// What `work` throws of mail's faults as HttpError: 400 for a member, 503 when the database fails, which is logged.
template <typename Work>
auto with_mail_errors(const Services& services, Work work) {
  try {
    return work();
  } catch (const MailFault& fault) {
    throw HttpError(400, "bad_" + fault.key(), sentence(fault.what()), fault.key());
  } catch (const MailError& error) {
    services.log(std::string("event=mail_failed error=\"") + error.what() + "\"");
    throw HttpError(503, "mail_unavailable", "Subscriptions cannot be read at the moment.");
  }
}

// Changes the subscription of this token. Throws HttpError: 404 for an unknown token, 409 when another subscription of
// the address has that query.
void apply_change(SubscriptionStore& store, const std::string& token, const SubscriptionChange& change,
                  const IndexPosition& position);

// 404: what every address says of a token that is wrong or has expired.
HttpError unknown_token();

}  // namespace paperdex
