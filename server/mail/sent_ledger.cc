// SubscriptionStore's side for those who send: the outbox and the digest.

#include "server/mail/subscription_rows.h"
#include "server/mail/subscription_store.h"

namespace paperdex {
namespace {

std::vector<std::string> not_in(SqliteStatement& known, std::int64_t owner, const std::vector<std::string>& papers) {
  std::vector<std::string> unsent;
  for (const std::string& paper : papers) {
    if (!known.again().bind(owner).bind(paper).step()) unsent.push_back(paper);
  }
  return unsent;
}

void insert_all(SqliteStatement& insert, std::int64_t owner, const std::vector<std::string>& papers, UnixSeconds time) {
  for (const std::string& paper : papers) insert.again().bind(owner).bind(paper).bind(time).run();
}

}  // namespace

std::vector<OutboxEntry> SubscriptionStore::due_mails(std::size_t limit) {
  const std::lock_guard lock(mutex_);
  SqliteStatement rows(database_,
                       std::string("SELECT ") + kSubscriptionColumns +
                           ", o.id, o.kind, o.tries, o.client, o.asked FROM outbox o JOIN subscriptions s ON s.id = "
                           "o.subscription WHERE o.due <= ?1 ORDER BY o.due, o.id LIMIT ?2");
  rows.bind(now()).bind(static_cast<std::int64_t>(limit));
  std::vector<OutboxEntry> entries;
  while (rows.step()) {
    OutboxEntry entry;
    entry.subscription = subscription_of(rows);
    entry.id = rows.integer(kSubscriptionColumnCount);
    entry.kind = static_cast<OutboxEntry::Kind>(rows.integer(kSubscriptionColumnCount + 1));
    entry.tries = static_cast<int>(rows.integer(kSubscriptionColumnCount + 2));
    entry.client = rows.text(kSubscriptionColumnCount + 3);
    entry.asked = rows.integer(kSubscriptionColumnCount + 4);
    entry.tokens = derive_tokens(entry.subscription.id, rows.text(kSaltColumn));
    entries.push_back(std::move(entry));
  }
  return entries;
}

bool SubscriptionStore::claim_mail(const OutboxEntry& entry, UnixSeconds until) {
  const std::lock_guard lock(mutex_);
  SqliteStatement(database_, "UPDATE outbox SET tries = tries + 1, due = ?1 WHERE id = ?2 AND tries = ?3")
      .bind(until)
      .bind(entry.id)
      .bind(entry.tries)
      .run();
  return database_.changed_rows() > 0;
}

void SubscriptionStore::finish_mail(std::int64_t outbox_id) {
  const std::lock_guard lock(mutex_);
  SqliteStatement(database_, "DELETE FROM outbox WHERE id = ?1").bind(outbox_id).run();
}

void SubscriptionStore::drop_unconfirmed(SubscriptionId id) {
  const std::lock_guard lock(mutex_);
  SqliteStatement(database_, "DELETE FROM subscriptions WHERE id = ?1 AND confirmed IS NULL").bind(id).run();
}

void SubscriptionStore::forget_expired() {
  const std::lock_guard lock(mutex_);
  SqliteTransaction transaction(database_);
  SqliteStatement(database_, "DELETE FROM subscriptions WHERE confirmed IS NULL AND confirm_until < ?1")
      .bind(now())
      .run();
  SqliteStatement(database_, "DELETE FROM answers WHERE time <= ?1").bind(now() - kAddressLimitSeconds).run();
  SqliteStatement(database_, "UPDATE answers SET time = ?1 WHERE time > ?1").bind(now()).run();
  SqliteStatement(database_, "UPDATE outbox SET due = ?1 WHERE due > ?2")
      .bind(now())
      .bind(now() + kMaxPostponeSeconds)
      .run();
  transaction.commit();
}

void SubscriptionStore::trim_ledger() {
  const std::lock_guard lock(mutex_);
  SqliteTransaction transaction(database_);
  SqliteStatement(database_, "DELETE FROM sent WHERE time < ?1").bind(now() - kLedgerSeconds).run();
  SqliteStatement(database_, "DELETE FROM webhook_sent WHERE time < ?1").bind(now() - kLedgerSeconds).run();
  transaction.commit();
}

std::vector<SubscriptionId> SubscriptionStore::confirmed_subscriptions() {
  const std::lock_guard lock(mutex_);
  SqliteStatement rows(database_,
                       "SELECT id FROM subscriptions WHERE confirmed IS NOT NULL AND paused = 0 ORDER BY id");
  std::vector<SubscriptionId> ids;
  while (rows.step()) ids.push_back(rows.integer(0));
  return ids;
}

std::optional<Subscription> SubscriptionStore::subscription(SubscriptionId id) {
  const std::lock_guard lock(mutex_);
  return read(id);
}

std::optional<SubscriptionTokens> SubscriptionStore::tokens(SubscriptionId id) {
  const std::lock_guard lock(mutex_);
  SqliteStatement row(database_, "SELECT salt FROM subscriptions WHERE id = ?1");
  if (!row.bind(id).step()) return std::nullopt;
  return derive_tokens(id, row.text(0));
}

std::vector<std::string> SubscriptionStore::unsent(SubscriptionId id, const std::vector<std::string>& papers) {
  const std::lock_guard lock(mutex_);
  SqliteStatement known(database_, "SELECT 1 FROM sent WHERE subscription = ?1 AND paper = ?2");
  return not_in(known, id, papers);
}

void SubscriptionStore::check_writable() {
  const std::lock_guard lock(mutex_);
  // A value that stays the same would not be written.
  SqliteStatement(database_,
                  "INSERT INTO meta VALUES('mails_begun', 1) ON CONFLICT(key) DO UPDATE SET value = value + 1")
      .run();
}

void SubscriptionStore::record_sent(SubscriptionId id, const std::vector<std::string>& papers,
                                    const IndexPosition& position) {
  const std::lock_guard lock(mutex_);
  SqliteTransaction transaction(database_);
  SqliteStatement(database_,
                  "UPDATE subscriptions SET origin = ?1, position = ?2, last_run = ?3, bounces = iif(?4, 0, bounces) "
                  "WHERE id = ?5")
      .bind(position.origin)
      .bind(count_of(position))
      .bind(now())
      .bind(papers.empty() ? 0 : 1)
      .bind(id)
      .run();
  if (database_.changed_rows() == 0) return;  // unsubscribed while the mail was on its way
  SqliteStatement insert(database_, "INSERT OR REPLACE INTO sent VALUES(?1, ?2, ?3)");
  insert_all(insert, id, papers, now());
  transaction.commit();
}

void SubscriptionStore::record_run(SubscriptionId id) {
  const std::lock_guard lock(mutex_);
  SqliteStatement(database_, "UPDATE subscriptions SET last_run = ?1 WHERE id = ?2").bind(now()).bind(id).run();
}

bool SubscriptionStore::record_bounce(SubscriptionId id) {
  const std::lock_guard lock(mutex_);
  SqliteTransaction transaction(database_);
  SqliteStatement(
      database_,
      "UPDATE subscriptions SET bounces = bounces + 1, paused = bounces + 1 >= ?1, last_run = ?2 WHERE id = ?3")
      .bind(kMaxBounces)
      .bind(now())
      .bind(id)
      .run();
  const std::optional<Subscription> bounced = read(id);
  transaction.commit();
  return bounced && bounced->paused;
}

SubscriptionStore::WebhookState SubscriptionStore::begin_webhook(const std::string& key,
                                                                 const IndexPosition& position) {
  const std::lock_guard lock(mutex_);
  SqliteTransaction transaction(database_);
  SqliteStatement(database_, "INSERT OR IGNORE INTO webhooks(key, origin, position, last_run) VALUES(?1, ?2, ?3, ?4)")
      .bind(key)
      .bind(position.origin)
      .bind(count_of(position))
      .bind(now())
      .run();
  SqliteStatement row(database_, "SELECT id, origin, position, last_run FROM webhooks WHERE key = ?1");
  row.bind(key).step();
  WebhookState state{row.integer(0), {row.text(1), static_cast<std::uint64_t>(row.integer(2))}, row.integer(3)};
  row.run();
  transaction.commit();
  return state;
}

std::vector<std::string> SubscriptionStore::unsent_to_webhook(std::int64_t id, const std::vector<std::string>& papers) {
  const std::lock_guard lock(mutex_);
  SqliteStatement known(database_, "SELECT 1 FROM webhook_sent WHERE webhook = ?1 AND paper = ?2");
  return not_in(known, id, papers);
}

void SubscriptionStore::record_webhook(std::int64_t id, const std::vector<std::string>& papers,
                                       const IndexPosition& position) {
  const std::lock_guard lock(mutex_);
  SqliteTransaction transaction(database_);
  SqliteStatement(database_, "UPDATE webhooks SET origin = ?1, position = ?2, last_run = ?3 WHERE id = ?4")
      .bind(position.origin)
      .bind(count_of(position))
      .bind(now())
      .bind(id)
      .run();
  SqliteStatement insert(database_, "INSERT OR REPLACE INTO webhook_sent VALUES(?1, ?2, ?3)");
  insert_all(insert, id, papers, now());
  transaction.commit();
}

}  // namespace paperdex
