#include "server/mail/mail_config.h"

#include <gtest/gtest.h>

#include <functional>

#include "query/search_request.h"
#include "tests/mail_server/subscribing.h"

namespace paperdex {
namespace {

// The key that is at fault once the configuration was changed so; "" when none is.
std::string fault_of(const std::function<void(MailConfig&)>& change) {
  MailConfig config = loopback_config("mail.db", "smtp://127.0.0.1:25");
  change(config);
  try {
    check_mail_config(config);
    return "";
  } catch (const MailFault& fault) {
    return fault.key();
  }
}

struct Case {
  const char* key;
  void (*change)(MailConfig&);
};

const Case kCases[] = {
    {"", [](MailConfig&) {}},
    {"", [](MailConfig& c) { c.smtp = "smtp://[::1]:2525/"; }},
    {"", [](MailConfig& c) { c.smtp = "smtps://mail.example.org", c.tls = Tls::kRequired; }},
    {"", [](MailConfig& c) { c.smtp = "smtp://mail.example.org:587", c.tls = Tls::kOpportunistic; }},
    {"", [](MailConfig& c) { c.user = "u", c.password = "p"; }},
    {"",
     [](MailConfig& c) {
       c.smtp = "", c.webhooks = {{"chat", "https://chat.example/x", "slots", {}}};
     }},
    {"",
     [](MailConfig& c) {
       c.webhooks = {{"chat", "http://127.0.0.1:1/x", "", {}}};
     }},
    {"database", [](MailConfig& c) { c.database = ""; }},
    {"smtp", [](MailConfig& c) { c.smtp = ""; }},
    {"smtp", [](MailConfig& c) { c.smtp = "mail.example.org"; }},
    {"smtp", [](MailConfig& c) { c.smtp = "http://mail.example.org"; }},
    {"smtp", [](MailConfig& c) { c.smtp = "smtp://u:p@127.0.0.1"; }},
    {"smtp", [](MailConfig& c) { c.smtp = "smtp://127.0.0.1/x"; }},
    {"smtp", [](MailConfig& c) { c.smtp = "smtp://127.0.0.1\r\nx"; }},
    {"tls", [](MailConfig& c) { c.smtp = "smtp://mail.example.org"; }},
    {"tls", [](MailConfig& c) { c.smtp = "smtps://127.0.0.1"; }},
    {"tls",
     [](MailConfig& c) {
       c.smtp = "smtp://mail.example.org", c.tls = Tls::kOpportunistic, c.user = "u", c.password = "p";
     }},
    {"password", [](MailConfig& c) { c.user = "u"; }},
    {"user", [](MailConfig& c) { c.password = "p"; }},
    {"user", [](MailConfig& c) { c.user = "u\r\n", c.password = "p"; }},
    {"password", [](MailConfig& c) { c.user = "u", c.password = std::string(kMaxCredentialBytes + 1, 'p'); }},
    {"from", [](MailConfig& c) { c.from = "Paperdex"; }},
    {"from", [](MailConfig& c) { c.from = ""; }},
    {"rate", [](MailConfig& c) { c.rate = 0; }},
    {"rate", [](MailConfig& c) { c.rate = 1e300 * 1e300; }},
    {"base_url", [](MailConfig& c) { c.base_url = ""; }},
    {"base_url", [](MailConfig& c) { c.base_url = "https://papers.example.org/"; }},
    {"base_url", [](MailConfig& c) { c.base_url = "https://papers.example.org?x"; }},
    {"base_url", [](MailConfig& c) { c.base_url = "javascript:alert(1)"; }},
    {"base_url", [](MailConfig& c) { c.base_url = "https://e.org/" + std::string(kMaxBaseUrlBytes, 'x'); }},
    {"webhook.url",
     [](MailConfig& c) {
       c.webhooks = {{"chat", "http://chat.example/x", "", {}}};
     }},
    {"webhook.url",
     [](MailConfig& c) {
       c.webhooks = {{"chat", "file:///etc/passwd", "", {}}};
     }},
    {"webhook.name",
     [](MailConfig& c) {
       c.webhooks = {{"", "https://chat.example/x", "", {}}};
     }},
    {"webhook.query",
     [](MailConfig& c) {
       c.webhooks = {{"c", "https://chat.example/x", "w*", {}}};
     }},
    {"webhook.hour",
     [](MailConfig& c) {
       c.webhooks = {{"c", "https://chat.example/x", "", {{}, 24, "UTC"}}};
     }},
    {"webhook.query",
     [](MailConfig& c) {
       c.webhooks = {{"a", "https://c.example", "x", {}}, {"b", "https://c.example", "x", {}}};
     }},
    {"webhook", [](MailConfig& c) { c.webhooks.resize(kMaxWebhooks + 1); }},
};

TEST(MailConfig, NamesTheMemberAtFault) {
  for (const Case& c : kCases) EXPECT_EQ(fault_of(c.change), c.key) << "case " << &c - kCases;
}

TEST(MailConfig, NamesTlsLevels) {
  EXPECT_EQ(tls_from_name("required"), Tls::kRequired);
  EXPECT_EQ(tls_from_name("opportunistic"), Tls::kOpportunistic);
  EXPECT_EQ(tls_from_name("none"), Tls::kNone);
  EXPECT_THROW(tls_from_name("maybe"), MailFault);
}

TEST(FollowedQuery, IsOneLineWithinTheLimitsOfASearch) {
  EXPECT_EQ(followed_query("  slot \r\n attention\t"), "slot attention");
  EXPECT_EQ(followed_query(std::string("a\0b", 3)), "a b");
  EXPECT_EQ(followed_query(""), "");
  EXPECT_EQ(followed_query("cat:cs.LG \"graph networks\""), "cat:cs.LG \"graph networks\"");
  std::string longest;
  while (longest.size() < kMaxQueryBytes) longest += "abcdefghijklmno ";
  longest.back() = 'p';
  EXPECT_NO_THROW(followed_query(longest));
  EXPECT_THROW(followed_query(std::string(kMaxQueryBytes + 1, 'a')), MailFault);
  EXPECT_THROW(followed_query("\xFF"), MailFault);
  EXPECT_THROW(followed_query("w*"), MailFault);
  for (const char* nothing : {"!!!", "\"\"", "()", "-"}) EXPECT_THROW(followed_query(nothing), MailFault) << nothing;
}

}  // namespace
}  // namespace paperdex
