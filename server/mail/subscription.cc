#include "server/mail/subscription.h"

#include <utility>

#include "server/mail/mail_address.h"
#include "server/mail/mail_config.h"

namespace paperdex {

SubscriptionRequest checked(SubscriptionRequest request) {
  check_mail_address(request.address);
  request.query = followed_query(std::move(request.query));
  check_schedule(request.schedule);
  return request;
}

}  // namespace paperdex
