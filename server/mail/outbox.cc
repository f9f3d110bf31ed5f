#include "server/mail/outbox.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <utility>

#include "server/mail/request_message.h"

namespace paperdex {

Outbox::Outbox(const MailConfig& config, SubscriptionStore& store, HasWord has_word, MailLog log,
               const OutboxTimes& times)
    : config_(config),
      store_(store),
      has_word_(std::move(has_word)),
      log_(std::move(log)),
      times_(times),
      pace_(config.rate) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Outbox::~Outbox() = default;

void Outbox::notify() {
  {
    const std::lock_guard lock(mutex_);
    notified_ = true;
  }
  wake_.notify_one();
}

void Outbox::run(const std::stop_token& stop) {
  std::unique_ptr<SmtpSender> sender;
  while (!stop.stop_requested()) {
    bool is_done = true;
    try {
      if (!sender)
        sender = std::make_unique<SmtpSender>(
            config_, [stop] { return stop.stop_requested(); }, times_.smtp);
      is_done = work(stop, *sender);
    } catch (const std::bad_alloc&) {
      // No memory even to say so, maybe; what waits is looked at again.
    } catch (const std::exception& error) {
      log_failure(error.what());
    }
    std::unique_lock lock(mutex_);
    if (is_done) wake_.wait_for(lock, stop, times_.look, [this] { return notified_; });
    notified_ = false;
  }
}

void Outbox::log_failure(const char* reason) const noexcept {
  try {
    log_(std::string("event=mail_outbox_failed reason=\"") + reason + '"');
  } catch (const std::bad_alloc&) {
  }
}

bool Outbox::work(const std::stop_token& stop, SmtpSender& sender) {
  const SubscriptionStore::Resolved resolved = store_.resolve_requests();
  if (resolved.over_limit > 0) {
    log_("event=mail_requests_over_limit count=" + std::to_string(resolved.over_limit));
  }
  store_.forget_expired();
  const std::vector<OutboxEntry> entries = store_.due_mails();
  for (const OutboxEntry& entry : entries) {
    std::unique_lock lock(mutex_);
    wake_.wait_until(lock, stop, pace_.next(Pace::Time::clock::now()), [] { return false; });
    lock.unlock();
    if (stop.stop_requested()) return true;
    if (!send(entry, sender)) return true;
  }
  return entries.empty() && resolved.requests == 0;
}

// False when there is no point in going on now. The try is written down before the mail leaves: when the disk is full
// none does, and none leaves twice because its end cannot be written.
bool Outbox::send(const OutboxEntry& entry, SmtpSender& sender) {
  const auto tries = static_cast<std::size_t>(entry.tries);
  if (tries > times_.pauses.size()) {  // the last try was cut off
    store_.finish_mail(entry.id);
    log_("event=mail_given_up subscription=" + std::to_string(entry.subscription.id) + " reason=\"interrupted\"");
    return true;
  }
  const UnixSeconds pause = times_.pauses[std::min(tries, times_.pauses.size() - 1)];
  if (!store_.claim_mail(entry, store_.now() + pause)) return true;  // another's, or no longer wanted
  MailMessage message = request_message(config_, entry, has_word_);
  message.time = store_.now();
  message.name = store_.message_name("outbox:" + std::to_string(entry.id));
  const SmtpResult result = sender.send(entry.subscription.address, write_message(message));
  settle(entry, result);
  return !result.hits_all;
}

void Outbox::settle(const OutboxEntry& entry, const SmtpResult& result) {
  const std::string about =
      " subscription=" + std::to_string(entry.subscription.id) + " reason=\"" + result.reason + '"';
  if (result.is_sent()) {
    store_.finish_mail(entry.id);
  } else if (result.is_unknown_address()) {
    store_.finish_mail(entry.id);
    store_.drop_unconfirmed(entry.subscription.id);
    log_("event=mail_bounced" + about);
  } else if (static_cast<std::size_t>(entry.tries) >= times_.pauses.size()) {
    store_.finish_mail(entry.id);
    log_("event=mail_given_up" + about);
  } else {
    log_("event=mail_postponed" + about);
  }
}

}  // namespace paperdex
