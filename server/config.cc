#include "server/config.h"

#include <arpa/inet.h>

#include <algorithm>

#include "data/error.h"
#include "data/toml_file.h"

namespace paperdex {
namespace {

constexpr int kMaxPort = 65535;

bool is_ip_address(const std::string& text) {
  unsigned char buffer[sizeof(in6_addr)];
  return ::inet_pton(AF_INET, text.c_str(), buffer) == 1 || ::inet_pton(AF_INET6, text.c_str(), buffer) == 1;
}

// An origin: links of feeds and mails begin with it.
bool is_origin(const std::string& url) {
  const std::size_t scheme = url.rfind("https://", 0) == 0 ? 8 : url.rfind("http://", 0) == 0 ? 7 : 0;
  return scheme != 0 && url.size() > scheme &&
         std::all_of(url.begin() + static_cast<std::ptrdiff_t>(scheme), url.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  std::string_view(".-:[]").find(c) != std::string_view::npos;
         });
}

void read_server(const TomlFile& file, const toml::table& table, ServerConfig& config) {
  file.check_keys(table, "[server]", {"listen", "port", "url", "proxies"});
  if (std::string listen = file.string_of(table, "listen"); !listen.empty()) config.listen = std::move(listen);
  config.port = static_cast<int>(file.integer_of(table, "port", kDefaultPort, 0, kMaxPort));
  config.url = file.string_of(table, "url");
  if (!config.url.empty() && !is_origin(config.url)) {
    file.fail(table.get("url")->source(),
              "'url' must be how others reach the server, without a path, such as https://papers.example.org, not " +
                  in_quotes(config.url));
  }
  config.proxies = file.strings_of(table, "proxies");
  for (std::size_t i = 0; i < config.proxies.size(); ++i) {
    if (is_ip_address(config.proxies[i])) continue;
    file.fail(table.get("proxies")->as_array()->get(i)->source(),
              "a proxy must be an IP address such as 127.0.0.1, not " + in_quotes(config.proxies[i]));
  }
}

Schedule read_schedule(const TomlFile& file, const toml::table& table) {
  Schedule schedule;
  if (const std::string period = file.string_of(table, "period"); !period.empty()) {
    schedule.period = mail_period_from_name(period);
  }
  schedule.hour = static_cast<int>(file.integer_of(table, "hour", schedule.hour, 0, 23));
  if (std::string zone = file.string_of(table, "time_zone"); !zone.empty()) schedule.time_zone = std::move(zone);
  return schedule;
}

WebhookConfig read_webhook(const TomlFile& file, const toml::table& table) {
  file.check_keys(table, "[[mail.webhook]]", {"name", "url", "query", "period", "hour", "time_zone"});
  WebhookConfig webhook;
  webhook.name = file.string_of(table, "name");
  webhook.url = file.string_of(table, "url");
  webhook.query = file.string_of(table, "query");
  webhook.schedule = read_schedule(file, table);
  return webhook;
}

std::vector<WebhookConfig> read_webhooks(const TomlFile& file, const toml::table& table) {
  std::vector<WebhookConfig> webhooks;
  const toml::node* node = table.get("webhook");
  if (node == nullptr) return webhooks;
  if (!node->is_array_of_tables()) {
    file.fail(node->source(), "a webhook is a table in an array: write [[mail.webhook]] above its keys");
  }
  for (const toml::node& item : *node->as_array()) {
    try {
      webhooks.push_back(read_webhook(file, *item.as_table()));
    } catch (const MailFault& fault) {
      file.fail(item.source(), fault.what());
    }
  }
  return webhooks;
}

MailConfig read_mail(const TomlFile& file, const toml::table& table, const std::string& url) {
  file.check_keys(table, "[mail]",
                  {"database", "smtp", "user", "password", "tls", "ca_file", "from", "rate", "webhook"});
  MailConfig mail;
  mail.base_url = url;
  try {
    if (const std::string path = file.string_of(table, "database"); !path.empty()) mail.database = file.resolve(path);
    mail.smtp = file.string_of(table, "smtp");
    mail.user = file.string_of(table, "user");
    mail.password = file.string_of(table, "password");
    if (const std::string tls = file.string_of(table, "tls"); !tls.empty()) mail.tls = tls_from_name(tls);
    if (const std::string path = file.string_of(table, "ca_file"); !path.empty()) mail.ca_file = file.resolve(path);
    mail.from = file.string_of(table, "from");
    mail.rate = file.positive_of(table, "rate", kDefaultMailsPerSecond, kMaxMailsPerSecond);
    mail.webhooks = read_webhooks(file, table);
    check_mail_config(mail);
  } catch (const MailFault& fault) {
    if (fault.key() == "base_url") {
      file.fail(table.source(),
                "links in mails begin with 'url' of [server], such as https://papers.example.org: give it");
    }
    const toml::node* node = table.get(fault.key());
    file.fail(node != nullptr ? node->source() : table.source(), fault.what());
  }
  return mail;
}

}  // namespace

ServerConfig read_server_config(const std::filesystem::path& path) {
  const TomlFile file(path);
  file.check_keys(file.root(), "the file", {"index", "contact", "source", "server", "mail"});
  ServerConfig config;
  if (const std::string index = file.string_of(file.root(), "index"); !index.empty())
    config.index = file.resolve(index);
  if (const toml::table* server = file.table_of(file.root(), "server")) read_server(file, *server, config);
  if (const toml::table* mail = file.table_of(file.root(), "mail")) config.mail = read_mail(file, *mail, config.url);
  return config;
}

}  // namespace paperdex
