// How mail and webhooks are sent, as the operator says.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "server/mail/mail_error.h"
#include "server/mail/schedule.h"

namespace paperdex {

enum class Tls {
  kRequired,       // smtps://, or STARTTLS before anything else is said; without it nothing is sent
  kOpportunistic,  // STARTTLS if the server offers it; a certificate that it shows must be good all the same
  kNone,           // to loopback only
};

// Throws MailFault("tls") on another name than required, opportunistic, none.
Tls tls_from_name(const std::string& name);

// Where the operator wants new papers to be posted. That it is configured is the permission.
struct WebhookConfig {
  std::string name;   // for the log; the url may hold a secret
  std::string url;    // https, or http to loopback
  std::string query;  // empty: trending
  Schedule schedule;
};

inline constexpr double kDefaultMailsPerSecond = 25;
inline constexpr double kMinMailsPerSecond = 0.01;
inline constexpr double kMaxMailsPerSecond = 10'000;
inline constexpr std::size_t kMaxBaseUrlBytes = 200;  // it begins links in header lines, which end at 998 bytes
inline constexpr std::size_t kMaxWebhookUrlBytes = 1000;
inline constexpr std::size_t kMaxWebhooks = 100;
inline constexpr std::size_t kMaxCredentialBytes = 500;

struct MailConfig {
  std::filesystem::path database;  // SQLite; created when missing, a key beside it (subscription_store.h)
  std::string smtp;                // "smtp://mail.example.org:587", "smtps://mail.example.org"; empty: no mail is sent
  std::string user;                // empty: no AUTH
  std::string password;
  Tls tls = Tls::kRequired;
  std::filesystem::path ca_file;  // certificates to trust; empty: the system's
  std::string from;               // "Paperdex <papers@example.org>"
  double rate = kDefaultMailsPerSecond;
  std::string base_url;  // "https://papers.example.org": where people reach this server; links in mails begin so
  std::vector<WebhookConfig> webhooks;

  bool has_mail() const { return !smtp.empty(); }
};

// One line of key=value for each event. It never holds an address, a token or a webhook's url. Must not throw.
using MailLog = std::function<void(const std::string&)>;

// The clock of dates, so that tests can set it.
using UnixClock = std::function<UnixSeconds()>;
UnixSeconds system_unix_seconds();

// The form of all members and what they need of each other; "smtp" may be missing if there are webhooks. Throws
// MailFault with the member's name; of a webhook "webhook.url" and so on. Looks at /usr/share/zoneinfo, but not at the
// network.
void check_mail_config(const MailConfig& config);

// A query as it is followed: white space and control characters folded to single spaces. Throws MailFault("query") when
// it is not UTF-8 or passes a limit of query/parser.h.
std::string followed_query(std::string query);

}  // namespace paperdex
