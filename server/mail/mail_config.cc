#include "server/mail/mail_config.h"

#include <chrono>
#include <cmath>
#include <set>

#include "data/text/unicode.h"
#include "query/parser.h"
#include "server/mail/mail_address.h"
#include "server/mail/remote_address.h"

namespace paperdex {
namespace {

void check_text(const std::string& text, std::size_t max_bytes, const std::string& key) {
  if (text.size() > max_bytes) throw MailFault(key, key + " is longer than " + std::to_string(max_bytes) + " bytes");
  if (!is_valid_utf8(text) || text.find_first_of(std::string("\r\n\0", 3)) != std::string::npos) {
    throw MailFault(key, key + " must be one line of UTF-8");
  }
}

void check_smtp(const MailConfig& config) {
  const RemoteAddress server = parse_remote_address(config.smtp, {"smtp", "smtps"}, "smtp");
  if (!server.has_no_path) throw MailFault("smtp", "smtp must end behind the port: smtp://mail.example.org:587");
  check_text(config.user, kMaxCredentialBytes, "user");
  check_text(config.password, kMaxCredentialBytes, "password");
  if (config.user.empty() != config.password.empty()) {
    throw MailFault(config.user.empty() ? "user" : "password", "user and password go together: give both or none");
  }
  if (config.tls == Tls::kNone && !server.is_loopback) {
    throw MailFault("tls", "tls must be required or opportunistic for a server that is not on this machine");
  }
  if (config.tls == Tls::kNone && server.scheme == "smtps") {
    throw MailFault("tls", "smtps is TLS: leave tls out or use smtp://");
  }
  if (config.tls != Tls::kRequired && !config.user.empty() && !server.is_loopback) {
    throw MailFault("tls", "a password is only sent with tls = \"required\"");
  }
  parse_mailbox(config.from, "from");
}

void check_webhook(const WebhookConfig& webhook) {
  if (webhook.url.size() > kMaxWebhookUrlBytes) {
    throw MailFault("webhook.url", "a webhook's url is longer than " + std::to_string(kMaxWebhookUrlBytes) + " bytes");
  }
  const RemoteAddress address = parse_remote_address(webhook.url, {"https", "http"}, "webhook.url");
  if (address.scheme == "http" && !address.is_loopback) {
    throw MailFault("webhook.url", "a webhook's url must be https unless it is on this machine");
  }
  check_text(webhook.name, kMaxDisplayNameBytes, "webhook.name");
  if (webhook.name.empty() || webhook.name.find_first_of(" =") != std::string::npos) {
    throw MailFault("webhook.name", "a webhook needs a name without spaces, for the log");
  }
  try {
    followed_query(webhook.query);
    check_schedule(webhook.schedule);
  } catch (const MailFault& fault) {
    throw MailFault("webhook." + fault.key(), fault.what());
  }
}

}  // namespace

Tls tls_from_name(const std::string& name) {
  if (name == "required") return Tls::kRequired;
  if (name == "opportunistic") return Tls::kOpportunistic;
  if (name == "none") return Tls::kNone;
  throw MailFault("tls", "tls must be required, opportunistic or none");
}

UnixSeconds system_unix_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void check_mail_config(const MailConfig& config) {
  if (config.database.empty())
    throw MailFault("database", "database is missing: the file that holds the subscriptions");
  if (!config.has_mail() && config.webhooks.empty()) {
    throw MailFault("smtp", "smtp is missing: the server that takes mail, smtp://mail.example.org:587");
  }
  if (config.has_mail()) check_smtp(config);
  if (!std::isfinite(config.rate) || config.rate < kMinMailsPerSecond || config.rate > kMaxMailsPerSecond) {
    throw MailFault("rate", "rate must be 0.01 to 10000 mails a second");
  }
  if (config.base_url.size() > kMaxBaseUrlBytes) {
    throw MailFault("base_url", "base_url is longer than " + std::to_string(kMaxBaseUrlBytes) + " bytes");
  }
  parse_remote_address(config.base_url, {"https", "http"}, "base_url");
  if (config.base_url.ends_with('/') || config.base_url.find_first_of("?#<>\"") != std::string::npos) {
    throw MailFault("base_url", "base_url must have neither a slash at its end nor ? or #");
  }
  if (config.webhooks.size() > kMaxWebhooks) {
    throw MailFault("webhook", "there are more than " + std::to_string(kMaxWebhooks) + " webhooks");
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (const WebhookConfig& webhook : config.webhooks) {
    check_webhook(webhook);
    if (!seen.emplace(webhook.url, webhook.query).second) {
      throw MailFault("webhook.query", "two webhooks have the same url and query");
    }
  }
}

std::string followed_query(std::string query) {
  if (!is_valid_utf8(query)) throw MailFault("query", "the query is not UTF-8");
  // A line break has no meaning in a query, and much in a mail.
  fold_white_space(query);
  try {
    Analyzer analyzer;
    const ParsedQuery parsed = parse_query(query, false, analyzer);
    // The empty text is trending papers; what is empty only after analysis would match everything.
    if (!query.empty() && parsed.root.children.empty()) {
      throw MailFault("query", "the query holds no word");
    }
  } catch (const QueryError& error) {
    throw MailFault("query", error.what());
  }
  return query;
}

}  // namespace paperdex
