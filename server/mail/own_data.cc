// What is kept of an address, for its owner.

#include "data/json_writer.h"
#include "server/mail/subscription_store.h"

namespace paperdex {
namespace {

void write_item(JsonWriter& json, const OwnData::Item& item) {
  const Subscription& subscription = item.subscription;
  json.begin_object();
  json.member("query", subscription.query);
  json.member("period", name_of(subscription.schedule.period));
  json.member("hour", subscription.schedule.hour);
  json.member("time_zone", subscription.schedule.time_zone);
  json.member("created", utc_text(subscription.created));
  if (subscription.confirmed) {
    json.member("confirmed", utc_text(*subscription.confirmed));
  } else {
    json.member_null("confirmed");
  }
  json.member("paused", subscription.paused);
  json.member("bounces", subscription.bounces);
  json.key("sent");
  json.begin_array();
  for (const auto& [paper, time] : item.sent) {
    json.begin_object();
    json.member("id", paper);
    json.member("time", utc_text(time));
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

std::string own_data_json(const OwnData& data) {
  constexpr std::size_t kExpectedBytes = 4096;
  JsonWriter json(kExpectedBytes);
  json.begin_object();
  json.member("address", data.address);
  json.key("subscriptions");
  json.begin_array();
  for (const OwnData::Item& item : data.subscriptions) write_item(json, item);
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace paperdex
