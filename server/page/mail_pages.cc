// Following a search by mail, for people: the form, and the pages that the links of mails lead to. A link only shows
// what its page's button would do, because mail filters follow links too.
#include "query/highlight.h"
#include "server/answers.h"
#include "server/mail/links.h"
#include "server/mail/mail_service.h"
#include "server/mail/new_papers.h"
#include "server/mail/subscription_form.h"
#include "server/page/layout.h"

namespace paperdex {
namespace {

constexpr int kLastHour = 23;
constexpr char kOwnDataPath[] = "/subscriptions/data";
constexpr char kRemovePath[] = "/subscriptions/remove";

std::string token_of(const Asked& asked) { return asked.params.text("token").value_or(""); }

std::string with_token(const std::string& path, const std::string& token) {
  return path + "?token=" + percent_encode(token, true);
}

// The address of such a page may hold a secret: nobody is told more than the site. With no-referrer browsers would send
// the forms without their origin.
HttpResponse discreet(HttpResponse response) {
  for (auto& [name, value] : response.headers) {
    if (name == "Referrer-Policy") value = "strict-origin";
  }
  return response;
}

HttpResponse page(PageParts parts, int status = 200) {
  parts.head = "<link rel=\"stylesheet\" href=\"/mail.css\"><meta name=\"robots\" content=\"noindex\">";
  return discreet(html_response(render_page(parts), status));
}

HttpResponse mail_error(const HttpError& error, const Asked& asked) { return discreet(page_error(error, asked)); }

HttpResponse page_with_advice(const std::string& title, const std::string& text) {
  return page({title, escape_html(title), "<p class=\"advice\">" + escape_html(text) + "</p>"});
}

std::string fault_html(const HttpError& error) {
  return "<p class=\"fault\" id=\"fault\" role=\"alert\">" + escape_html(error.what()) + "</p>";
}

// The fields, the one at fault (none: "") tied to fault_html().
std::string marked(std::string fields, const std::string& at_fault) {
  const std::string id = " id=\"" + at_fault + "\"";
  const std::size_t place = at_fault.empty() ? std::string::npos : fields.find(id);
  if (place != std::string::npos) {
    fields.insert(place + id.size(), " aria-invalid=\"true\" aria-errormessage=\"fault\"");
  }
  return fields;
}

std::string followed(const std::string& query) {
  return query.empty() ? "trending papers" : "new papers for <q>" + escape_html(query) + "</q>";
}

std::string when(const Schedule& schedule) {
  const std::string hour = (schedule.hour < 10 ? "0" : "") + std::to_string(schedule.hour) + ":00";
  return std::string(schedule.period == MailPeriod::kDaily ? "every day" : "every Monday") + " from " + hour + ", " +
         escape_html(schedule.time_zone);
}

std::string option(const std::string& value, const std::string& label, bool chosen) {
  return "<option value=\"" + value + "\"" + (chosen ? " selected" : "") + ">" + label + "</option>";
}

// What both forms ask for.
std::string schedule_fields(const std::string& query, const Schedule& schedule, bool is_new) {
  std::string hours;
  for (int hour = 0; hour <= kLastHour; ++hour) {
    hours += option(std::to_string(hour), (hour < 10 ? "0" : "") + std::to_string(hour) + ":00", hour == schedule.hour);
  }
  return "<p><label for=\"query\">Search</label><input id=\"query\" name=\"query\" value=\"" + escape_html(query) +
         "\" aria-describedby=\"query-help\"><span class=\"help\" id=\"query-help\">Papers with all of it; empty for "
         "what is trending</span></p><p><label for=\"period\">How often</label><select id=\"period\" name=\"period\">" +
         option("daily", "Every day with new papers", schedule.period == MailPeriod::kDaily) +
         option("weekly", "Mondays", schedule.period == MailPeriod::kWeekly) +
         "</select></p><p><label for=\"hour\">Not before</label><select id=\"hour\" name=\"hour\">" + hours +
         "</select></p><p><label for=\"time_zone\">Time zone</label><input id=\"time_zone\" name=\"time_zone\" "
         "value=\"" +
         escape_html(schedule.time_zone) + "\"" + (is_new ? " data-own-zone" : "") + "></p>";
}

std::string form(const std::string& action, const std::string& fields, const std::string& button,
                 const std::string& classes = "mail-form") {
  return "<form class=\"" + classes + "\" action=\"" + escape_html(action) + "\" method=\"post\">" + fields +
         "<button type=\"submit\">" + button + "</button></form>";
}

// As far as it can be shown: what was typed stands there again, whatever was wrong.
Schedule typed(const SubscriptionForm& form, Schedule schedule) {
  if (form.period) schedule.period = *form.period == "weekly" ? MailPeriod::kWeekly : MailPeriod::kDaily;
  if (form.time_zone) schedule.time_zone = *form.time_zone;
  for (int hour = 0; hour <= kLastHour; ++hour) {
    if (form.hour == std::to_string(hour)) schedule.hour = hour;
  }
  return schedule;
}

HttpResponse subscribe_page(const SubscriptionForm& filled, const HttpError* fault = nullptr) {
  const Schedule schedule = typed(filled, {});
  const std::string fields =
      "<p><label for=\"address\">Your address</label><input id=\"address\" name=\"address\" type=\"email\" required "
      "autocomplete=\"email\" value=\"" +
      escape_html(filled.address.value_or("")) + "\"></p>" + schedule_fields(filled.query.value_or(""), schedule, true);
  return page({fault == nullptr ? "Follow by mail" : "Not yet: follow by mail", "Follow by mail",
               (fault == nullptr ? "" : fault_html(*fault)) +
                   form("/subscribe", marked(fields, fault == nullptr ? "" : fault->param()),
                        "Send me the link that begins it") +
                   "<p class=\"help\">Nothing is sent until you follow the link in the first mail. Every mail has a "
                   "link that ends it.</p>"},
              fault == nullptr ? 200 : fault->status());
}

HttpResponse show_form(const Services& services, const Asked& asked) {
  mail_of(services);
  SubscriptionForm filled;
  filled.query = asked.params.text("q");
  return subscribe_page(filled);
}

HttpResponse take_form(const Services& services, const Asked& asked) {
  MailService& mail = mail_of(services);
  const SubscriptionForm form = read_subscription_form(asked);
  try {
    with_mail_errors(services, [&] { mail.request(to_request(form, asked.http.client)); });
  } catch (const HttpError& error) {
    if (error.status() != 400) throw;
    return subscribe_page(form, &error);
  }
  return page_with_advice("Look into your mailbox",
                          "If the address is right, a mail is on its way to it. It holds the link that begins the "
                          "subscription, for 48 hours.");
}

HttpResponse show_confirmation(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    const std::optional<Subscription> found = store.find_to_confirm(token_of(asked));
    if (!found) throw unknown_token();
    return page({"Begin", "Follow by mail",
                 "<p>This address is to get " + followed(found->query) + ", " + when(found->schedule) + ".</p>" +
                     form(with_token(kConfirmPath, token_of(asked)), "", "Begin")});
  });
}

HttpResponse take_confirmation(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    const std::optional<Subscription> begun = store.confirm(token_of(asked), position_of(*services.pool.snapshot()));
    if (!begun) throw unknown_token();
    const std::optional<SubscriptionTokens> tokens = store.tokens(begun->id);
    if (!tokens) throw unknown_token();
    return page({"It has begun", "It has begun",
                 "<p class=\"advice\">From now on this address gets " + followed(begun->query) + ", " +
                     when(begun->schedule) + ".</p><p><a href=\"" +
                     escape_html(with_token(kManagePath, tokens->manage)) + "\">Change it or end it</a></p>"});
  });
}

HttpResponse show_end(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    const std::optional<Subscription> found = store.find(token_of(asked));
    if (!found) throw unknown_token();
    return page({"Unsubscribe", "Unsubscribe",
                 "<p>No more mails about " + followed(found->query) + "?</p>" +
                     form(with_token(kUnsubscribePath, token_of(asked)), "", "Unsubscribe")});
  });
}

// From the button, or by a mail program's one click (RFC 8058), which sends no more than the link.
HttpResponse take_end(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    store.unsubscribe(token_of(asked));  // a second click finds nothing to do
    return page_with_advice("Unsubscribed", "No more mails come about this search.");
  });
}

HttpResponse manage_page(const Subscription& found, const std::string& token, const std::string& notice = "",
                         const std::string& at_fault = "", int status = 200) {
  std::string main = notice;
  if (found.paused) {
    main +=
        "<p class=\"fault\">Mails to this address came back, so none are sent. To begin again, follow the search "
        "once more.</p>";
  }
  main += form(with_token(kManagePath, token), marked(schedule_fields(found.query, found.schedule, false), at_fault),
               "Save");
  main += "<h2>More</h2>" + form(with_token(kUnsubscribePath, token), "", "Unsubscribe", "mail-action") +
          "<p><a href=\"" + escape_html(with_token(kOwnDataPath, token)) +
          "\">All that is kept of this address, as JSON</a></p>" +
          form(with_token(kRemovePath, token), "", "Remove all of it", "mail-action");
  return page({"Your subscription", "Your subscription", main}, status);
}

HttpResponse show_subscription(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    const std::optional<Subscription> found = store.find(token_of(asked));
    if (!found) throw unknown_token();
    return manage_page(*found, token_of(asked));
  });
}

HttpResponse take_change(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    const std::optional<Subscription> present = store.find(token_of(asked));
    if (!present) throw unknown_token();
    const SubscriptionForm form = read_subscription_form(asked);
    try {
      with_mail_errors(services, [&] {
        apply_change(store, token_of(asked), to_change(form, present->schedule),
                     position_of(*services.pool.snapshot()));
      });
    } catch (const HttpError& error) {
      if (error.status() != 400 && error.status() != 409) throw;
      Subscription shown = *present;
      shown.query = form.query.value_or(shown.query);
      shown.schedule = typed(form, shown.schedule);
      return manage_page(shown, token_of(asked), fault_html(error), error.param(), error.status());
    }
    const std::optional<Subscription> changed = store.find(token_of(asked));
    if (!changed) throw unknown_token();
    return manage_page(*changed, token_of(asked), "<p class=\"advice\">Saved.</p>");
  });
}

HttpResponse show_own_data(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    const std::optional<OwnData> data = store.own_data(token_of(asked));
    if (!data) throw unknown_token();
    HttpResponse response = answer_of(own_data_json(*data), "application/json");
    response.headers = {{"Content-Disposition", "attachment; filename=\"paperdex-subscriptions.json\""}};
    return response;
  });
}

HttpResponse take_removal(const Services& services, const Asked& asked) {
  SubscriptionStore& store = mail_of(services).store();
  return with_mail_errors(services, [&] {
    if (!store.remove_own_data(token_of(asked))) throw unknown_token();
    return page_with_advice("Removed", "All that was kept of this address is removed, and no more mails come.");
  });
}

}  // namespace

const Routes& mail_page_routes() {
  constexpr Route::Keep kNever = Route::Keep::kNever;
  static const Routes routes = {
      {"/subscribe", show_form, kNever, Route::kGet, mail_error},
      {"/subscribe", take_form, kNever, Route::kPost, mail_error},
      {kConfirmPath, show_confirmation, kNever, Route::kGet, mail_error},
      {kConfirmPath, take_confirmation, kNever, Route::kPost, mail_error},
      {kUnsubscribePath, show_end, kNever, Route::kGet, mail_error},
      {kUnsubscribePath, take_end, kNever, Route::kPost, mail_error},
      {kManagePath, show_subscription, kNever, Route::kGet, mail_error},
      {kManagePath, take_change, kNever, Route::kPost, mail_error},
      {kOwnDataPath, show_own_data, kNever, Route::kGet, mail_error},
      {kRemovePath, take_removal, kNever, Route::kPost, mail_error},
  };
  return routes;
}

}  // namespace paperdex
