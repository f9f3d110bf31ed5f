// New papers posted as JSON to an address of the operator's.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "server/mail/mail_config.h"
#include "server/mail/new_papers.h"

namespace paperdex {

// {"text", "query", "papers": [{"id", "title", "url", "authors", "published", "why"}]}. `text` is what chats show, a
// line for each paper; in it & < > are &amp; &lt; &gt; as Slack wants them, for "<!channel>" would call everybody
// there.
std::string webhook_json(const MailConfig& config, const NewPapers& papers);

// How a webhook is known in the store: the address may hold a secret, so a hash.
std::string webhook_key(const WebhookConfig& webhook);

struct WebhookResult {
  bool is_sent = false;   // 2xx
  bool may_pass = false;  // 408, 429, 5xx or the network: may work later
  std::string reason;     // "status 404"; never the address
};

inline constexpr std::chrono::milliseconds kWebhookConnect{10'000};
inline constexpr std::chrono::milliseconds kWebhookTotal{30'000};

// Follows no redirect and reads no answer but its status. Not thread-safe.
class WebhookSender {
 public:
  // Throws MailError when libcurl cannot be started.
  WebhookSender();
  ~WebhookSender();
  WebhookSender(const WebhookSender&) = delete;
  WebhookSender& operator=(const WebhookSender&) = delete;

  // `url` is checked (mail_config.h).
  WebhookResult post(const std::string& url, const std::string& json);

 private:
  // libcurl's own types are known to the source alone.
  std::unique_ptr<void, void (*)(void*)> connections_;
  std::unique_ptr<void, void (*)(void*)> curl_;
};

}  // namespace paperdex
