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
  kFailed,    // for this run
  kRefused,   // until somebody changes something
  kAgain,     // may pass
  kAllAgain,  // so will the others' do
  kAllFailed,
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
  void record_bounces();
  bool is_due(UnixSeconds last_run, const Schedule& schedule) const;
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
  std::vector<std::pair<SubscriptionId, std::string>> bounced_;  // and why
  bool is_accepted_ = false;                                     // the server took some recipient in this run
  std::size_t sent_at_break_ = 0;
};

DigestSummary Digest::run() {
  if (config_.has_mail()) {
    smtp_ = std::make_unique<SmtpSender>(config_, std::function<bool()>(), times_.smtp);
    serve(due_subscriptions());
  }
  record_bounces();
  serve(due_webhooks());
  store_.trim_ledger();
  log_("event=digest due=" + std::to_string(summary_.due) + " sent=" + std::to_string(summary_.sent) +
       " papers=" + std::to_string(summary_.papers) + " nothing_new=" + std::to_string(summary_.nothing_new) +
       " bounced=" + std::to_string(summary_.bounced) + " failed=" + std::to_string(summary_.failed) +
       " refused=" + std::to_string(summary_.refused));
  return summary_;
}

// A server that refuses all recipients refuses us, and nobody is to be paused for that.
void Digest::record_bounces() {
  if (!is_accepted_ && bounced_.size() > 1) {
    summary_.refused += bounced_.size();
    log_("event=digest_all_refused count=" + std::to_string(bounced_.size()) + " reason=\"" + bounced_[0].second + '"');
    return;
  }
  summary_.bounced = bounced_.size();
  for (const auto& [id, reason] : bounced_) {
    const bool is_paused = store_.record_bounce(id);
    log_("event=digest_bounced subscription=" + std::to_string(id) + " reason=\"" + reason + "\"" +
         (is_paused ? " paused=1" : ""));
  }
}

// A run that lies in the future was one of a clock that was ahead.
bool Digest::is_due(UnixSeconds last_run, const Schedule& schedule) const {
  const UnixSeconds now = store_.now();
  return last_run > now || last_run < latest_due(schedule, now);
}

std::vector<Digest::Item> Digest::due_subscriptions() {
  std::vector<Item> items;
  for (const SubscriptionId id : store_.confirmed_subscriptions()) {
    const std::optional<Subscription> subscription = store_.subscription(id);
    if (!subscription || !is_due(subscription->last_run, subscription->schedule)) continue;
    items.emplace_back([this, id] { return serve_subscription(id); });
  }
  return items;
}

std::vector<Digest::Item> Digest::due_webhooks() {
  std::vector<Item> items;
  for (const WebhookConfig& webhook : config_.webhooks) {
    const auto state = store_.begin_webhook(webhook_key(webhook), index_);
    if (!is_due(state.last_run, webhook.schedule)) continue;
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
  for (std::size_t i = 0; i < items.size(); ++i) {
    switch (items[i]()) {
      case Outcome::kDone:
        break;
      case Outcome::kFailed:
        ++summary_.failed;
        break;
      case Outcome::kRefused:
        ++summary_.refused;
        break;
      case Outcome::kAgain:
        again.push_back(items[i]);
        break;
      case Outcome::kAllAgain:
        // Some servers end a connection after a number of mails: another goes on.
        if (summary_.sent > sent_at_break_) {
          sent_at_break_ = summary_.sent;
          --i;
          break;
        }
        again.insert(again.end(), items.begin() + static_cast<std::ptrdiff_t>(i), items.end());
        return again;
      case Outcome::kAllFailed:
        summary_.refused += again.size() + items.size() - i;
        return {};
    }
  }
  return again;
}

// Nothing for a query that passes a limit, as it may once limits have changed.
std::optional<NewPapers> Digest::find(const std::string& about, const std::string& query, const IndexPosition& told,
                                      const UnsentOf& unsent) {
  try {
    return find_new_papers(searcher_, query, told, unsent);
  } catch (const QueryError& error) {
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
    store_.record_sent(id, {}, subscription->position);  // not once more before its next hour
    return Outcome::kRefused;
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
  if (!result.hits_all && result.kind != SmtpResult::Kind::kBounced) is_accepted_ = true;
  if (result.is_sent()) {
    store_.record_sent(subscription.id, ids_of(papers.hits), position_after(subscription.position, index_));
    sent(papers.hits.size());
    return Outcome::kDone;
  }
  if (result.kind == SmtpResult::Kind::kBounced) {
    bounced_.emplace_back(subscription.id, result.reason);
    return Outcome::kDone;
  }
  log_("event=digest_failed" + about + " reason=\"" + result.reason + '"');
  if (result.kind == SmtpResult::Kind::kRefused) {
    if (result.hits_all) return Outcome::kAllFailed;
    store_.record_sent(subscription.id, {}, subscription.position);  // the same mail once a day, not each hour
    return Outcome::kRefused;
  }
  if (result.is_unknown) return Outcome::kFailed;  // not twice in one run
  return result.hits_all ? Outcome::kAllAgain : Outcome::kAgain;
}

Outcome Digest::serve_webhook(const WebhookConfig& webhook) {
  const auto state = store_.begin_webhook(webhook_key(webhook), index_);
  const auto papers =
      find("webhook=" + webhook.name, webhook.query, state.position,
           [&](const std::vector<std::string>& ids) { return store_.unsent_to_webhook(state.id, ids); });
  if (!papers) return Outcome::kRefused;
  const IndexPosition after = position_after(state.position, index_);
  if (papers->hits.empty()) {
    store_.record_webhook(state.id, {}, after);
    ++summary_.nothing_new;
    return Outcome::kDone;
  }
  std::this_thread::sleep_until(pace_.next(Pace::Time::clock::now()));
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
