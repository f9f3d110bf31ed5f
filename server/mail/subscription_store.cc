#include "server/mail/subscription_store.h"

#include "server/mail/mail_address.h"
#include "server/mail/subscription_rows.h"
#include "server/mail/subscription_schema.h"
#include "server/mail/token.h"

namespace paperdex {
namespace {

std::string select(const std::string& condition) {
  return std::string("SELECT ") + kSubscriptionColumns + " FROM subscriptions s WHERE " + condition;
}

}  // namespace

SubscriptionStore::SubscriptionStore(const std::filesystem::path& file, UnixClock clock)
    : clock_(std::move(clock)), database_(file) {
  prepare_schema(database_);
  secret_ = prepare_secret(database_, file);
}

SubscriptionTokens SubscriptionStore::derive_tokens(SubscriptionId id, const std::string& salt) const {
  const std::string subject = ':' + std::to_string(id) + ':' + salt;
  return {derive_token(secret_, "confirm" + subject), derive_token(secret_, "manage" + subject)};
}

std::string SubscriptionStore::message_name(const std::string& text) const {
  return derive_token(secret_, "message:" + text);
}

bool SubscriptionStore::request(const SubscriptionRequest& request) {
  const SubscriptionRequest wanted = checked(request);
  const std::lock_guard lock(mutex_);
  SqliteTransaction transaction(database_);
  SqliteStatement waiting(database_, "SELECT count(*) FROM requests");
  waiting.step();
  if (static_cast<std::size_t>(waiting.integer(0)) >= kMaxWaitingRequests) return false;
  waiting.run();
  SqliteStatement(
      database_,
      "INSERT INTO requests(address, query, period, hour, time_zone, created, client) VALUES(?1, ?2, ?3, ?4, ?5, ?6, "
      "?7)")
      .bind(wanted.address)
      .bind(wanted.query)
      .bind(period_number(wanted.schedule.period))
      .bind(wanted.schedule.hour)
      .bind(wanted.schedule.time_zone)
      .bind(now())
      .bind(wanted.client)
      .run();
  transaction.commit();
  return true;
}

SubscriptionStore::Resolved SubscriptionStore::resolve_requests(std::size_t limit) {
  Resolved resolved;
  for (; resolved.requests < limit; ++resolved.requests) {
    // The lock is given up between two requests, so that those who ask meanwhile need not wait for all.
    const std::lock_guard lock(mutex_);
    SqliteTransaction transaction(database_);
    SqliteStatement first(
        database_,
        "SELECT id, address, query, period, hour, time_zone, client, created FROM requests ORDER BY id LIMIT 1");
    if (!first.step()) break;
    const std::int64_t id = first.integer(0);
    const SubscriptionRequest request{first.text(1), first.text(2), schedule_of(first, 3), first.text(6)};
    const UnixSeconds asked = first.integer(7);
    first.run();
    if (!resolve(request, asked)) ++resolved.over_limit;
    SqliteStatement(database_, "DELETE FROM requests WHERE id = ?1").bind(id).run();
    transaction.commit();
  }
  return resolved;
}

bool SubscriptionStore::resolve(const SubscriptionRequest& request, UnixSeconds asked) {
  const std::string key = address_key(request.address);
  if (!may_answer(key)) return false;
  SqliteStatement same(database_, select("s.address_key = ?1 AND s.query = ?2"));
  same.bind(key).bind(request.query);
  if (same.step()) {
    const Subscription known = subscription_of(same);
    same.run();
    if (known.confirmed && !known.paused) {
      put_into_outbox(known.id, OutboxEntry::Kind::kFollowing, request, asked);
      return true;
    }
    SqliteStatement(database_,
                    "UPDATE subscriptions SET period = ?1, hour = ?2, time_zone = ?3, confirm_until = ?4 WHERE id = ?5")
        .bind(period_number(request.schedule.period))
        .bind(request.schedule.hour)
        .bind(request.schedule.time_zone)
        .bind(now() + kConfirmationSeconds)
        .bind(known.id)
        .run();
    put_into_outbox(known.id, OutboxEntry::Kind::kConfirm, request, asked);
    return true;
  }
  SqliteStatement others(database_, "SELECT count(*), max(id) FROM subscriptions WHERE address_key = ?1");
  others.bind(key).step();
  if (static_cast<std::size_t>(others.integer(0)) >= kMaxSubscriptionsOfAddress) {
    put_into_outbox(others.integer(1), OutboxEntry::Kind::kFull, request, asked);
  } else {
    put_into_outbox(create(request), OutboxEntry::Kind::kConfirm, request, asked);
  }
  return true;
}

bool SubscriptionStore::may_answer(const std::string& address_key) {
  const std::string hash = hmac_sha256(secret_, "answers:" + address_key);
  SqliteStatement recent(database_, "SELECT count(*) FROM answers WHERE address_hash = ?1 AND time > ?2");
  recent.bind_blob(hash).bind(now() - kAddressLimitSeconds).step();
  if (static_cast<std::size_t>(recent.integer(0)) >= kMaxAnswersOfAddress) return false;
  SqliteStatement(database_, "INSERT INTO answers VALUES(?1, ?2)").bind_blob(hash).bind(now()).run();
  return true;
}

SubscriptionId SubscriptionStore::create(const SubscriptionRequest& request) {
  const std::string salt = random_bytes(kTokenBytes);
  SqliteStatement(database_,
                  "INSERT INTO subscriptions(address, address_key, query, period, hour, time_zone, salt, created, "
                  "confirm_until) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
      .bind(request.address)
      .bind(address_key(request.address))
      .bind(request.query)
      .bind(period_number(request.schedule.period))
      .bind(request.schedule.hour)
      .bind(request.schedule.time_zone)
      .bind_blob(salt)
      .bind(now())
      .bind(now() + kConfirmationSeconds)
      .run();
  const SubscriptionId id = database_.last_row();
  const SubscriptionTokens tokens = derive_tokens(id, salt);
  SqliteStatement(database_, "UPDATE subscriptions SET confirm_hash = ?1, manage_hash = ?2 WHERE id = ?3")
      .bind_blob(sha256(tokens.confirm))
      .bind_blob(sha256(tokens.manage))
      .bind(id)
      .run();
  return id;
}

void SubscriptionStore::put_into_outbox(SubscriptionId id, OutboxEntry::Kind kind, const SubscriptionRequest& request,
                                        UnixSeconds asked) {
  SqliteStatement(database_, "INSERT INTO outbox(subscription, kind, due, client, asked) VALUES(?1, ?2, ?3, ?4, ?5)")
      .bind(id)
      .bind(static_cast<int>(kind))
      .bind(now())
      .bind(request.client)
      .bind(asked)
      .run();
}

std::optional<Subscription> SubscriptionStore::read(SubscriptionId id) {
  SqliteStatement row(database_, select("s.id = ?1"));
  if (!row.bind(id).step()) return std::nullopt;
  return subscription_of(row);
}

std::optional<Subscription> SubscriptionStore::read_by_confirm_token(const std::string& token) {
  if (!is_token(token)) return std::nullopt;
  SqliteStatement row(database_, select("s.confirm_hash = ?1"));
  if (!row.bind_blob(sha256(token)).step()) return std::nullopt;
  Subscription found = subscription_of(row);
  if (!equal_in_constant_time(derive_tokens(found.id, row.text(kSaltColumn)).confirm, token)) return std::nullopt;
  const bool is_done = found.confirmed && !found.paused;
  if (!is_done && row.integer(kConfirmUntilColumn) < now()) return std::nullopt;
  return found;
}

std::optional<Subscription> SubscriptionStore::read_by_manage_token(const std::string& token) {
  if (!is_token(token)) return std::nullopt;
  SqliteStatement row(database_, select("s.manage_hash = ?1"));
  if (!row.bind_blob(sha256(token)).step()) return std::nullopt;
  Subscription found = subscription_of(row);
  if (!equal_in_constant_time(derive_tokens(found.id, row.text(kSaltColumn)).manage, token)) return std::nullopt;
  return found;
}

std::optional<Subscription> SubscriptionStore::find_to_confirm(const std::string& confirm_token) {
  const std::lock_guard lock(mutex_);
  return read_by_confirm_token(confirm_token);
}

std::optional<Subscription> SubscriptionStore::confirm(const std::string& confirm_token,
                                                       const IndexPosition& position) {
  const std::lock_guard lock(mutex_);
  SqliteTransaction transaction(database_);
  std::optional<Subscription> found = read_by_confirm_token(confirm_token);
  if (!found || (found->confirmed && !found->paused)) return found;
  SqliteStatement(database_,
                  "UPDATE subscriptions SET confirmed = coalesce(confirmed, ?1), paused = 0, bounces = 0, origin = ?2, "
                  "position = ?3, last_run = ?1 WHERE id = ?4")
      .bind(now())
      .bind(position.origin)
      .bind(count_of(position))
      .bind(found->id)
      .run();
  std::optional<Subscription> confirmed = read(found->id);
  transaction.commit();
  return confirmed;
}

std::optional<Subscription> SubscriptionStore::find(const std::string& manage_token) {
  const std::lock_guard lock(mutex_);
  return read_by_manage_token(manage_token);
}

bool SubscriptionStore::unsubscribe(const std::string& manage_token) {
  const std::lock_guard lock(mutex_);
  SqliteTransaction transaction(database_);
  const std::optional<Subscription> found = read_by_manage_token(manage_token);
  if (!found) return false;
  SqliteStatement(database_, "DELETE FROM subscriptions WHERE id = ?1").bind(found->id).run();
  transaction.commit();
  return true;
}

bool SubscriptionStore::remove_own_data(const std::string& manage_token) {
  const std::lock_guard lock(mutex_);
  SqliteTransaction transaction(database_);
  const std::optional<Subscription> found = read_by_manage_token(manage_token);
  if (!found) return false;
  const std::string key = address_key(found->address);
  SqliteStatement(database_, "DELETE FROM subscriptions WHERE address_key = ?1").bind(key).run();
  SqliteStatement(database_, "DELETE FROM requests WHERE lower(address) = ?1").bind(key).run();
  transaction.commit();
  return true;
}

std::optional<OwnData> SubscriptionStore::own_data(const std::string& manage_token) {
  const std::lock_guard lock(mutex_);
  const std::optional<Subscription> found = read_by_manage_token(manage_token);
  if (!found) return std::nullopt;
  OwnData data;
  data.address = found->address;
  SqliteStatement rows(database_, select("s.address_key = ?1 ORDER BY s.id"));
  rows.bind(address_key(found->address));
  while (rows.step()) {
    OwnData::Item item{subscription_of(rows), {}};
    SqliteStatement sent(database_, "SELECT paper, time FROM sent WHERE subscription = ?1 ORDER BY time, paper");
    sent.bind(item.subscription.id);
    while (sent.step()) item.sent.emplace_back(sent.text(0), sent.integer(1));
    data.subscriptions.push_back(std::move(item));
  }
  return data;
}

SubscriptionStore::ChangeResult SubscriptionStore::change(const std::string& manage_token,
                                                          const SubscriptionChange& change,
                                                          const IndexPosition& position) {
  if (change.schedule) check_schedule(*change.schedule);
  const std::optional<std::string> query =
      change.query ? std::optional(followed_query(*change.query)) : std::optional<std::string>();
  const std::lock_guard lock(mutex_);
  SqliteTransaction transaction(database_);
  const std::optional<Subscription> found = read_by_manage_token(manage_token);
  if (!found) return ChangeResult::kUnknown;
  const Schedule& schedule = change.schedule ? *change.schedule : found->schedule;
  const bool is_new_query = query && *query != found->query;
  if (is_new_query) {
    SqliteStatement same(database_, "SELECT 1 FROM subscriptions WHERE address_key = ?1 AND query = ?2");
    if (same.bind(address_key(found->address)).bind(*query).step()) return ChangeResult::kDuplicate;
  }
  const IndexPosition& told = is_new_query ? position : found->position;
  SqliteStatement(database_,
                  "UPDATE subscriptions SET query = ?1, origin = ?2, position = ?3, period = ?4, hour = ?5, "
                  "time_zone = ?6 WHERE id = ?7")
      .bind(is_new_query ? *query : found->query)
      .bind(told.origin)
      .bind(count_of(told))
      .bind(period_number(schedule.period))
      .bind(schedule.hour)
      .bind(schedule.time_zone)
      .bind(found->id)
      .run();
  transaction.commit();
  return ChangeResult::kChanged;
}

}  // namespace paperdex
