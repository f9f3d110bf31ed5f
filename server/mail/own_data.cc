// What is kept of an address, for its owner.

#include <cstdio>

#include "data/date.h"
#include "data/json_writer.h"
#include "server/mail/subscription_store.h"

namespace paperdex {
namespace {

std::string time_text(UnixSeconds time) {
  constexpr int kSecondsOfDay = 86'400;
  const auto second = static_cast<int>(time % kSecondsOfDay);
  char clock[16];
  std::snprintf(clock, sizeof clock, "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60, second % 60);
  return Date::from_day(static_cast<Day>(time / kSecondsOfDay)).to_string() + clock;
}

void write_item(JsonWriter& json, const OwnData::Item& item) {
  const Subscription& subscription = item.subscription;
  json.begin_object();
  json.member("query", subscription.query);
  json.member("period", name_of(subscription.schedule.period));
  json.member("hour", subscription.schedule.hour);
  json.member("time_zone", subscription.schedule.time_zone);
  json.member("created", time_text(subscription.created));
  if (subscription.confirmed) {
    json.member("confirmed", time_text(*subscription.confirmed));
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
    json.member("time", time_text(time));
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
