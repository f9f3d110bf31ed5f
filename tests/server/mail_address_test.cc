#include "server/mail/mail_address.h"

#include <gtest/gtest.h>

#include "server/mail/mail_error.h"

namespace paperdex {
namespace {

// Add a row whenever an address surprised somebody.
constexpr const char* kTaken[] = {
    "a@b.cd",
    "Ada.Lovelace@Example.ORG",
    "ada+papers@sub.example.org",
    "o'brien@example.ie",
    "!#$%&'*+-/=?^_`{|}~@example.org",
    "x@xn--mnchen-3ya.example",
    "x@1.example",
    "-x-@a-b.example",
};

constexpr const char* kRefused[] = {
    "",
    "a",
    "@example.org",
    "a@",
    "a@localhost",
    "a@b@example.org",
    ".a@example.org",
    "a.@example.org",
    "a..b@example.org",
    "a@.example.org",
    "a@example.org.",
    "a@example..org",
    "a@-b.example",
    "a@b-.example",
    "a@b_c.example",
    "a@[127.0.0.1]",
    "a@127.0.0.1",
    "\"a b\"@example.org",
    "a b@example.org",
    " a@example.org",
    "a@example.org ",
    "a,b@example.org",
    "<a@example.org>",
    "Ada <a@example.org>",
    "a@example.org,b@example.org",
    "a@example.org\r\nRCPT TO:<b@example.org>",
    "a@example.org\n",
    "a\t@example.org",
    "a(comment)@example.org",
    "m\u00FCller@example.org",
    "a@m\u00FCnchen.example",
    "a\x80@example.org",
};

bool is_taken(const std::string& address) {
  try {
    check_mail_address(address);
    return true;
  } catch (const MailFault& fault) {
    EXPECT_EQ(fault.key(), "address");
    EXPECT_EQ(std::string(fault.what()).find('@' + std::string("example")), std::string::npos) << "tells the address";
    return false;
  }
}

TEST(MailAddress, TakesDotAtomsAtDomains) {
  for (const char* address : kTaken) EXPECT_TRUE(is_taken(address)) << address;
}

TEST(MailAddress, RefusesAllElse) {
  for (const char* address : kRefused) EXPECT_FALSE(is_taken(address)) << address;
  EXPECT_FALSE(is_taken(std::string("a\0b@example.org", 15)));
}

TEST(MailAddress, HasLimitsOfLength) {
  EXPECT_TRUE(is_taken(std::string(kMaxLocalPartBytes, 'a') + "@example.org"));
  EXPECT_FALSE(is_taken(std::string(kMaxLocalPartBytes + 1, 'a') + "@example.org"));
  EXPECT_TRUE(is_taken("a@" + std::string(kMaxDomainLabelBytes, 'b') + ".org"));
  EXPECT_FALSE(is_taken("a@" + std::string(kMaxDomainLabelBytes + 1, 'b') + ".org"));
  std::string domain;
  while (domain.size() < kMaxAddressBytes - 4) domain += "b.";
  domain = domain.substr(0, kMaxAddressBytes - 4) + "cd";
  EXPECT_EQ(("a@" + domain).size(), kMaxAddressBytes);
  EXPECT_TRUE(is_taken("a@" + domain));
  EXPECT_FALSE(is_taken("aa@" + domain));
}

TEST(MailAddress, IsTheSameInUpperAndLowerCase) {
  EXPECT_EQ(address_key("Ada@Example.ORG"), "ada@example.org");
  EXPECT_EQ(domain_of("Ada@Example.ORG"), "example.org");
}

TEST(Mailbox, IsAnAddressWithOrWithoutAName) {
  EXPECT_EQ(parse_mailbox("a@example.org", "from").address, "a@example.org");
  EXPECT_EQ(parse_mailbox("Paperdex <a@example.org>", "from").name, "Paperdex");
  EXPECT_EQ(parse_mailbox("\"Papers, daily\" <a@example.org>", "from").name, "Papers, daily");
  for (const char* text : {"Paperdex", "Paperdex <a>", "P <a@example.org", "P\r\nBcc: x <a@example.org>",
                           "P <a@b.org> x", "\xFF <a@example.org>", ""}) {
    EXPECT_THROW(parse_mailbox(text, "from"), MailFault) << text;
  }
}

}  // namespace
}  // namespace paperdex
