#include "server/mail/subscription_form.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "data/json.h"

namespace paperdex {
namespace {

constexpr std::string_view kJsonType = "application/json";
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

struct Member {
  const char* name;
  std::optional<std::string> SubscriptionForm::*value;
};
constexpr std::array<Member, 5> kMembers = {{{"address", &SubscriptionForm::address},
                                             {"query", &SubscriptionForm::query},
                                             {"period", &SubscriptionForm::period},
                                             {"hour", &SubscriptionForm::hour},
                                             {"time_zone", &SubscriptionForm::time_zone}}};

const Member* find_member(std::string_view name) {
  const auto* found =
      std::find_if(kMembers.begin(), kMembers.end(), [&](const Member& member) { return name == member.name; });
  return found == kMembers.end() ? nullptr : found;
}

void check_type(const HttpRequest& request, std::string_view type) {
  std::string given = request.content_type.substr(0, request.content_type.find_first_of("; "));
  std::transform(given.begin(), given.end(), given.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (given != type) {
    throw HttpError(415, "bad_content_type", "Send the body as " + std::string(type) + ".", "Content-Type");
  }
}

int read_hour(const std::string& text) {
  int hour = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), hour);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw HttpError(400, "bad_hour", "The hour must be a whole number from 0 to 23.", "hour");
  }
  return hour;
}

Schedule read_schedule(const SubscriptionForm& form, Schedule schedule) {
  if (form.period) schedule.period = mail_period_from_name(*form.period);
  if (form.hour) schedule.hour = read_hour(*form.hour);
  if (form.time_zone) schedule.time_zone = *form.time_zone;
  return schedule;
}

}  // namespace

SubscriptionForm read_subscription_json(const HttpRequest& request) {
  check_type(request, kJsonType);
  SubscriptionForm form;
  try {
    const JsonDocument body = parse_json(request.body);
    if (!body.IsObject()) throw HttpError(400, "bad_json", "The body must be an object.");
    for (const auto& member : body.GetObject()) {
      const std::string name(as_view(member.name));
      const Member* known = find_member(name);
      if (known == nullptr) throw HttpError(400, "unknown_member", "The member " + name + " is not known.", name);
      if (member.value.IsNull()) continue;
      if (name == "hour") {
        const auto hour = json_integer(body, "hour");
        form.hour = std::to_string(hour.value_or(0));
      } else {
        form.*(known->value) = json_string(body, known->name);
      }
    }
  } catch (const Rejection& rejection) {
    throw HttpError(400, "bad_json", std::string("The body cannot be read: ") + rejection.what() + ".");
  }
  return form;
}

SubscriptionForm read_subscription_form(const Asked& asked) {
  check_type(asked.http, kFormType);
  const std::string& site = asked.http.fetch_site;
  const bool foreign = site.empty() ? !asked.http.origin.empty() && asked.http.origin != asked.base
                                    : site != "same-origin" && site != "none";
  if (foreign) throw HttpError(403, "foreign_form", "This form was sent by another site's page.");
  const QueryString fields(asked.http.body);
  SubscriptionForm form;
  for (const Member& member : kMembers) form.*(member.value) = fields.text(member.name);
  if (!form.query) form.query = "";  // an empty field says so
  return form;
}

SubscriptionRequest to_request(const SubscriptionForm& form, const std::string& client) {
  SubscriptionRequest request;
  request.client = client;
  request.address = form.address.value_or("");
  request.query = form.query.value_or("");
  request.schedule = read_schedule(form, {});
  return checked(std::move(request));
}

SubscriptionChange to_change(const SubscriptionForm& form, const Schedule& present) {
  SubscriptionChange change;
  if (form.query) change.query = followed_query(*form.query);
  change.schedule = read_schedule(form, present);
  check_schedule(*change.schedule);
  return change;
}

MailService& mail_of(const Services& services) {
  if (services.mail == nullptr) {
    throw HttpError(503, "mail_off", "This server sends no mail; follow the search by its feed instead.");
  }
  return *services.mail;
}

void apply_change(SubscriptionStore& store, const std::string& token, const SubscriptionChange& change,
                  const IndexPosition& position) {
  switch (store.change(token, change, position)) {
    case SubscriptionStore::ChangeResult::kChanged:
      return;
    case SubscriptionStore::ChangeResult::kUnknown:
      throw unknown_token();
    case SubscriptionStore::ChangeResult::kDuplicate:
      throw HttpError(409, "duplicate", "Another subscription of this address has that query already.", "query");
  }
}

HttpError unknown_token() {
  return {404, "unknown_token",
          "This link leads nowhere, or no longer: the subscription has ended, or was not confirmed within 48 hours."};
}

}  // namespace paperdex
