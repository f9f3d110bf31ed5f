#include "server/mail/digest.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "server/mail/digest_lock.h"
#include "server/mail/digest_message.h"
#include "server/mail/new_papers.h"
#include "server/mail/pace.h"
#include "server/mail/webhook.h"

namespace paperdex {
namespace {

enum class Outcome {
  kDone,
  kFailed,    // for this run, and may pass
  kRefused,   // will not pass by itself
  kAgain,     // may pass
  kAllAgain,  // so will the others' do
  kAllRefused,
};

// One run. What is due is either a subscription or a webhook of the configuration.
class Digest {
 public:
  Digest(const MailConfig& config, Searcher& searcher, const MailLog& log, const UnixClock& clock,
         const DigestTimes& times)
      : config_(config),
        searcher_(searcher),
        log_(log),
        times_(times),
        store_(config.database, clock),
        index_(position_of(searcher.snapshot())),
        pace_(config.rate) {}

  DigestSummary run();

 private:
  using Item = std::function<Outcome()>;

  std::vector<Item> due_subscriptions();
  std::vector<Item> due_webhooks();
  void serve(std::vector<Item> items);
  std::vector<Item> serve_once(const std::vector<Item>& items);
  std::optional<NewPapers> find(const std::string& about, const std::string& query, const IndexPosition& told,
                                const UnsentOf& unsent);
  Outcome serve_subscription(SubscriptionId id);
  Outcome mail(const Subscription& subscription, const NewPapers& papers);
  Outcome settle(const Subscription& subscription, const NewPapers& papers, const SmtpResult& result);
  void settle_bounces();
  Outcome serve_webhook(const WebhookConfig& webhook);
  void sent(std::size_t papers) {
    ++summary_.sent;
    summary_.papers += papers;
  }

  const MailConfig& config_;
  Searcher& searcher_;
  const MailLog& log_;
  const DigestTimes& times_;
  SubscriptionStore store_;
  IndexPosition index_;
  Pace pace_;
  std::unique_ptr<SmtpSender> smtp_;
  WebhookSender webhooks_;
  DigestSummary summary_;
  bool any_recipient_taken_ = false;
  std::vector<std::pair<SubscriptionId, SmtpResult>> bounces_;
};

DigestSummary Digest::run() {
  if (config_.has_mail()) {
    smtp_ = std::make_unique<SmtpSender>(config_, std::function<bool()>(), times_.smtp);
    serve(due_subscriptions());
    settle_bounces();
  }
  serve(due_webhooks());
  store_.trim_ledger();
  log_("event=digest due=" + std::to_string(summary_.due) + " sent=" + std::to_string(summary_.sent) +
       " papers=" + std::to_string(summary_.papers) + " nothing_new=" + std::to_string(summary_.nothing_new) +
       " bounced=" + std::to_string(summary_.bounced) + " failed=" + std::to_string(summary_.failed) +
       " refused=" + std::to_string(summary_.refused) + " queries_refused=" + std::to_string(summary_.queries_refused));
  return summary_;
}

std::vector<Digest::Item> Digest::due_subscriptions() {
  std::vector<Item> items;
  for (const SubscriptionId id : store_.confirmed_subscriptions()) {
    const std::optional<Subscription> subscription = store_.subscription(id);
    if (!subscription || !is_due(subscription->schedule, subscription->last_run, store_.now())) continue;
    items.emplace_back([this, id] { return serve_subscription(id); });
  }
  return items;
}

std::vector<Digest::Item> Digest::due_webhooks() {
  std::vector<Item> items;
  for (const WebhookConfig& webhook : config_.webhooks) {
    const auto state = store_.begin_webhook(webhook_key(webhook), index_);
    if (!is_due(webhook.schedule, state.last_run, store_.now())) continue;
    items.emplace_back([this, &webhook] { return serve_webhook(webhook); });
  }
  return items;
}

void Digest::serve(std::vector<Item> items) {
  summary_.due += items.size();
  items = serve_once(items);
  for (const std::chrono::milliseconds pause : times_.pauses) {
    if (items.empty()) return;
    std::this_thread::sleep_for(pause);
    items = serve_once(items);
  }
  summary_.failed += items.size();
}

// What is to be tried again.
std::vector<Digest::Item> Digest::serve_once(const std::vector<Item>& items) {
  std::vector<Item> again;
  for (auto item = items.begin(); item != items.end(); ++item) {
    switch ((*item)()) {
      case Outcome::kDone:
        break;
      case Outcome::kFailed:
        ++summary_.failed;
        break;
      case Outcome::kRefused:
        ++summary_.refused;
        break;
      case Outcome::kAgain:
        again.push_back(*item);
        break;
      case Outcome::kAllAgain:
        again.insert(again.end(), item, items.end());
        return again;
      case Outcome::kAllRefused:
        summary_.refused += again.size() + static_cast<std::size_t>(items.end() - item);
        return {};
    }
  }
  return again;
}

// Nothing for a query that the search does not take, as it may once limits have changed.
std::optional<NewPapers> Digest::find(const std::string& about, const std::string& query, const IndexPosition& told,
                                      const UnsentOf& unsent) {
  try {
    return find_new_papers(searcher_, query, told, unsent);
  } catch (const QueryError& error) {
    ++summary_.queries_refused;
    log_("event=digest_query_refused " + about + " code=" + error.code());
    return std::nullopt;
  }
}

Outcome Digest::serve_subscription(SubscriptionId id) {
  // As it is now: it may have changed since the run began.
  const std::optional<Subscription> subscription = store_.subscription(id);
  if (!subscription || !subscription->confirmed || subscription->paused) return Outcome::kDone;
  if (is_other_index(subscription->position, index_) && !subscription->query.empty()) {
    // What came between the old index and this one cannot be told from what was there before.
    log_("event=digest_other_index subscription=" + std::to_string(id));
  }
  const auto papers = find("subscription=" + std::to_string(id), subscription->query, subscription->position,
                           [&](const std::vector<std::string>& ids) { return store_.unsent(id, ids); });
  if (!papers) {
    store_.record_run(id);
    return Outcome::kDone;
  }
  if (!papers->hits.empty()) return mail(*subscription, *papers);
  store_.record_sent(id, {}, position_after(subscription->position, index_));
  ++summary_.nothing_new;
  return Outcome::kDone;
}

Outcome Digest::mail(const Subscription& subscription, const NewPapers& papers) {
  const std::optional<SubscriptionTokens> tokens = store_.tokens(subscription.id);
  if (!tokens) return Outcome::kDone;  // ended a moment ago
  MailMessage message = digest_message(config_, subscription, *tokens, papers);
  message.time = store_.now();
  // The same when this run is killed and the next one does it again.
  message.name =
      store_.message_name(std::to_string(subscription.id) + ':' + subscription.position.origin + ':' +
                          std::to_string(subscription.position.count) + ':' + std::to_string(subscription.last_run));
  const std::string bytes = write_message(message);
  std::this_thread::sleep_until(pace_.next(Pace::Time::clock::now()));
  store_.check_writable();
  return settle(subscription, papers, smtp_->send(subscription.address, bytes));
}

Outcome Digest::settle(const Subscription& subscription, const NewPapers& papers, const SmtpResult& result) {
  const std::string about = " subscription=" + std::to_string(subscription.id);
  any_recipient_taken_ = any_recipient_taken_ || result.recipient_taken;
  if (result.is_sent()) {
    store_.record_sent(subscription.id, ids_of(papers.hits), position_after(subscription.position, index_));
    sent(papers.hits.size());
    return Outcome::kDone;
  }
  if (result.kind == SmtpResult::Kind::kBounced) {
    bounces_.emplace_back(subscription.id, result);
    return Outcome::kDone;
  }
  log_("event=digest_failed" + about + " reason=\"" + result.reason + '"');
  if (result.kind == SmtpResult::Kind::kRefused) {
    if (result.hits_all) return Outcome::kAllRefused;
    store_.record_run(subscription.id);
    return Outcome::kRefused;
  }
  if (result.is_unknown) return Outcome::kFailed;
  return result.hits_all ? Outcome::kAllAgain : Outcome::kAgain;
}

// A server that refuses all recipients refuses us, and nobody is to be paused for that. Of one alone that cannot be
// told but by the status.
void Digest::settle_bounces() {
  if (bounces_.empty()) return;
  if (!any_recipient_taken_ && (bounces_.size() > 1 || !bounces_[0].second.is_unknown_address())) {
    summary_.refused += bounces_.size();
    log_("event=digest_all_refused count=" + std::to_string(bounces_.size()) + " reason=\"" +
         bounces_[0].second.reason + '"');
    return;
  }
  summary_.bounced = bounces_.size();
  for (const auto& [id, result] : bounces_) {
    const bool is_paused = store_.record_bounce(id);
    log_("event=digest_bounced subscription=" + std::to_string(id) + " reason=\"" + result.reason + "\"" +
         (is_paused ? " paused=1" : ""));
  }
}

Outcome Digest::serve_webhook(const WebhookConfig& webhook) {
  const auto state = store_.begin_webhook(webhook_key(webhook), index_);
  const auto papers =
      find("webhook=" + webhook.name, webhook.query, state.position,
           [&](const std::vector<std::string>& ids) { return store_.unsent_to_webhook(state.id, ids); });
  if (!papers) {
    store_.record_webhook(state.id, {}, state.position);
    return Outcome::kDone;
  }
  const IndexPosition after = position_after(state.position, index_);
  if (papers->hits.empty()) {
    store_.record_webhook(state.id, {}, after);
    ++summary_.nothing_new;
    return Outcome::kDone;
  }
  std::this_thread::sleep_until(pace_.next(Pace::Time::clock::now()));
  store_.check_writable();
  const WebhookResult result = webhooks_.post(webhook.url, webhook_json(config_, *papers));
  if (result.is_sent) {
    store_.record_webhook(state.id, ids_of(papers->hits), after);
    sent(papers->hits.size());
    return Outcome::kDone;
  }
  log_("event=webhook_failed webhook=" + webhook.name + " reason=\"" + result.reason + '"');
  return result.may_pass ? Outcome::kAgain : Outcome::kRefused;
}

}  // namespace

DigestSummary run_digest(const MailConfig& config, Searcher& searcher, const MailLog& log, const UnixClock& clock,
                         const DigestTimes& times) {
  check_mail_config(config);
  const DigestLock lock(config.database);
  return Digest(config, searcher, log, clock, times).run();
}

}  // namespace paperdex
