#include <gtest/gtest.h>

#include <set>
#include <string>

#include "server/mail/client_limit.h"
#include "server/mail/pace.h"
#include "server/mail/token.h"

namespace paperdex {
namespace {

// RFC 4231, test case 2, and FIPS 180-2.
TEST(MailToken, IsMadeBySha256AndHmac) {
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(derive_token("Jefe", "what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c7");
}

TEST(MailToken, HasAForm) {
  EXPECT_TRUE(is_token("5bdcc146bf60754e6a042426089575c7"));
  EXPECT_FALSE(is_token("5BDCC146bf60754e6a042426089575c7"));
  EXPECT_FALSE(is_token("5bdcc146bf60754e6a042426089575c"));
  EXPECT_FALSE(is_token("5bdcc146bf60754e6a042426089575c70"));
  EXPECT_FALSE(is_token(""));
}

TEST(MailToken, ComparesAllOfATextAndItsLength) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
  EXPECT_TRUE(equal_in_constant_time("", ""));
}

TEST(MailToken, ComesFromBytesThatDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(random_bytes(kTokenBytes));
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_EQ(seen.begin()->size(), kTokenBytes);
}

TEST(ClientLimit, IsOfAnHourAndOfEachClient) {
  ClientLimit limit;
  for (std::size_t i = 0; i < kMaxRequestsOfClient; ++i) EXPECT_TRUE(limit.allow("192.0.2.1", 1000));
  EXPECT_FALSE(limit.allow("192.0.2.1", 1000));
  EXPECT_FALSE(limit.allow("::ffff:192.0.2.1", 1000));
  EXPECT_FALSE(limit.allow("192.0.2.1", 1000 + kClientLimitSeconds - 1));
  EXPECT_TRUE(limit.allow("192.0.2.2", 1000));
  EXPECT_TRUE(limit.allow("192.0.2.1", 1000 + kClientLimitSeconds));
}

TEST(ClientLimit, TakesANetworkOfIpv6AsOneClient) {
  ClientLimit limit;
  for (std::size_t i = 0; i < kMaxRequestsOfClient; ++i) {
    EXPECT_TRUE(limit.allow("2001:db8:1:2::" + std::to_string(i), 0));
  }
  EXPECT_FALSE(limit.allow("2001:db8:1:2:ffff::1", 0));
  EXPECT_TRUE(limit.allow("2001:db8:1:3::1", 0));
}

TEST(ClientLimit, RemembersSoMany) {
  ClientLimit limit;
  for (std::size_t i = 0; i < kMaxClients; ++i) ASSERT_TRUE(limit.allow(std::to_string(i), 0));
  EXPECT_FALSE(limit.allow("new", 0));
  EXPECT_TRUE(limit.allow("0", 0));
}

TEST(MailPace, LeavesAnIntervalBetweenTwo) {
  using std::chrono::milliseconds;
  Pace pace(25);
  const Pace::Time start{};
  EXPECT_EQ(pace.next(start), start);
  EXPECT_EQ(pace.next(start), start + milliseconds(40));
  EXPECT_EQ(pace.next(start + milliseconds(50)), start + milliseconds(80));
  EXPECT_EQ(pace.next(start + milliseconds(500)), start + milliseconds(500)) << "time that was not used is lost";
  EXPECT_EQ(pace.next(start + milliseconds(501)), start + milliseconds(540));
}

}  // namespace
}  // namespace paperdex
