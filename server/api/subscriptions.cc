// Following a query by mail, as JSON: README.md lists the addresses. The pages for people are page/mail_pages.cc.
#include "data/json_writer.h"
#include "server/answers.h"
#include "server/mail/mail_service.h"
#include "server/mail/new_papers.h"
#include "server/mail/subscription_form.h"
#include "server/route.h"

namespace paperdex {
namespace {

HttpResponse json_response(std::string body, int status = 200) {
  return answer_of(std::move(body), "application/json", status);
}

HttpResponse message(const std::string& text, int status = 200) {
  JsonWriter json(256);
  json.begin_object();
  json.member("message", text);
  json.end_object();
  return json_response(json.take(), status);
}

// Accepted, whatever is known of the address.
HttpResponse ask(const Services& services, const Asked& asked) {
  MailService& mail = mail_of(services);
  return with_mail_errors(services, [&] {
    mail.request(to_request(read_subscription_json(asked.http), asked.http.client));
    return message("A mail is on its way to this address; it holds the link that begins the subscription.", 202);
  });
}

HttpResponse confirm(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    const std::optional<Subscription> begun = store.confirm(asked.id, position_of(*services.pool.snapshot()));
    const std::optional<SubscriptionTokens> tokens = begun ? store.tokens(begun->id) : std::nullopt;
    if (!tokens) throw unknown_token();
    JsonWriter json(256);
    json.begin_object();
    json.member("message", std::string_view("The subscription has begun."));
    json.member("token", tokens->manage);
    json.end_object();
    return json_response(json.take());
  });
}

HttpResponse own_data(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    const std::optional<OwnData> data = store.own_data(asked.id);
    if (!data) throw unknown_token();
    return json_response(own_data_json(*data));
  });
}

HttpResponse change(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    const std::optional<Subscription> present = store.find(asked.id);
    if (!present) throw unknown_token();
    const SubscriptionForm form = read_subscription_json(asked.http);
    if (form.address) throw HttpError(400, "bad_address", "An address cannot be changed; subscribe anew.", "address");
    apply_change(store, asked.id, to_change(form, present->schedule), position_of(*services.pool.snapshot()));
    return message("The subscription is changed.");
  });
}

HttpResponse unsubscribe(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    if (!store.unsubscribe(asked.id)) throw unknown_token();
    return message("The subscription has ended.");
  });
}

HttpResponse remove(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    if (!store.remove_own_data(asked.id)) throw unknown_token();
    return message("All that was kept of this address is removed.");
  });
}

}  // namespace

const Routes& subscription_routes() {
  static const Routes routes = {
      {"/api/v1/subscriptions", ask, Route::Keep::kNever, Route::kPost},
      {"/api/v1/subscriptions/{id}", own_data, Route::Keep::kNever},
      {"/api/v1/subscriptions/{id}/confirm", confirm, Route::Keep::kNever, Route::kPost},
      {"/api/v1/subscriptions/{id}/change", change, Route::Keep::kNever, Route::kPost},
      {"/api/v1/subscriptions/{id}/unsubscribe", unsubscribe, Route::Keep::kNever, Route::kPost},
      {"/api/v1/subscriptions/{id}/remove", remove, Route::Keep::kNever, Route::kPost},
  };
  return routes;
}

}  // namespace paperdex
