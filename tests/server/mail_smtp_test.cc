// Against a real SMTP server on loopback.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "server/mail/mime.h"
#include "server/mail/smtp.h"
#include "tests/mail_server/mail_server.h"
#include "tests/mail_server/subscribing.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::SizeIs;
using Kind = SmtpResult::Kind;

std::string a_message(const std::string& to) {
  return write_message(
      {{"Paperdex", "papers@example.org"}, to, "Subject", "text\n", "<p>html</p>\n", "0123", kMonday, ""});
}

SmtpResult send(SmtpSender& sender, const std::string& to) { return sender.send(to, a_message(to)); }

TEST(Smtp, SendsOverOneConnection) {
  const MailServer server;
  SmtpSender sender(loopback_config("mail.db", server.url()));
  for (const char* to : {"ada@example.org", "Alan.Turing@Example.com"}) EXPECT_EQ(send(sender, to).kind, Kind::kSent);
  const auto mails = server.mails();
  ASSERT_THAT(mails, SizeIs(2));
  EXPECT_EQ(mails[0].from, "papers@example.org");
  EXPECT_EQ(mails[0].helo, "example.org");
  EXPECT_THAT(mails[0].to, ElementsAre("ada@example.org"));
  EXPECT_THAT(mails[1].to, ElementsAre("Alan.Turing@Example.com"));
  EXPECT_EQ(mails[0].content, a_message("ada@example.org"));
  EXPECT_EQ(mails[0].peer, mails[1].peer);
}

TEST(Smtp, TellsWhatWillPassFromWhatWillNot) {
  struct Case {
    const char* to;
    Kind kind;
    bool hits_all;
    const char* reason;
  };
  constexpr Case kCases[] = {
      {"refuse@example.org", Kind::kBounced, false, "RCPT 550"},
      {"later@example.org", Kind::kTemporary, false, "RCPT 451"},
      {"spam@example.org", Kind::kRefused, false, "message 554"},
  };
  const MailServer server;
  SmtpSender sender(loopback_config("mail.db", server.url()));
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.to);
    const SmtpResult result = send(sender, c.to);
    EXPECT_EQ(result.kind, c.kind);
    EXPECT_EQ(result.hits_all, c.hits_all);
    EXPECT_EQ(result.reason, c.reason);
    EXPECT_EQ(send(sender, "ada@example.org").kind, Kind::kSent) << "after it";
  }
}

TEST(Smtp, SurvivesAConnectionThatBreaks) {
  const MailServer server;
  SmtpSender sender(loopback_config("mail.db", server.url()));
  EXPECT_EQ(send(sender, "ada@example.org").kind, Kind::kSent);
  const SmtpResult dropped = send(sender, "drop@example.org");
  EXPECT_EQ(dropped.kind, Kind::kTemporary);
  EXPECT_FALSE(dropped.hits_all);
  EXPECT_EQ(dropped.reason.find('@'), std::string::npos);
  EXPECT_EQ(send(sender, "alan@example.org").kind, Kind::kSent);
  EXPECT_EQ(server.count(), 2U);
}

TEST(Smtp, TakesNoLateAnswerForThatToTheNextMail) {
  const MailServer server;
  SmtpTimeouts timeouts;
  timeouts.response = std::chrono::milliseconds(1'000);
  SmtpSender sender(loopback_config("mail.db", server.url()), {}, timeouts);
  const SmtpResult slow = send(sender, "slow@example.org");
  EXPECT_EQ(slow.kind, Kind::kTemporary);
  EXPECT_TRUE(slow.is_unknown);
  EXPECT_TRUE(slow.recipient_taken);
  const SmtpResult refused = send(sender, "refuse@example.org");
  EXPECT_EQ(refused.kind, Kind::kBounced);
  EXPECT_EQ(refused.status, 550);
  EXPECT_FALSE(refused.is_unknown);
  EXPECT_FALSE(refused.recipient_taken);
}

TEST(Smtp, WaitsForAnAnswerAsLongAsAServerMayTake) {
  EXPECT_GE(SmtpTimeouts().response, std::chrono::minutes(10));
  EXPECT_GT(SmtpTimeouts().message, SmtpTimeouts().response);
}

TEST(Smtp, GoesOnOverANewConnectionWhenTheOldOneTakesNoMore) {
  const MailServer server({"--mails-of-connection", "2"});
  SmtpSender sender(loopback_config("mail.db", server.url()));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(send(sender, "ada@example.org").kind, Kind::kSent) << i;
  const auto mails = server.mails();
  ASSERT_THAT(mails, SizeIs(5));
  EXPECT_EQ(mails[0].peer, mails[1].peer);
  EXPECT_NE(mails[1].peer, mails[2].peer);
  EXPECT_EQ(mails[2].peer, mails[3].peer);
  EXPECT_NE(mails[3].peer, mails[4].peer);
}

TEST(Smtp, SaysThatTheServerIsAway) {
  std::string url;
  {
    const MailServer server;
    url = server.url();
  }
  SmtpSender sender(loopback_config("mail.db", url));
  const SmtpResult result = send(sender, "ada@example.org");
  EXPECT_EQ(result.kind, Kind::kTemporary);
  EXPECT_TRUE(result.hits_all);
  EXPECT_EQ(result.reason.rfind("connection: ", 0), 0U) << result.reason;
}

TEST(Smtp, BreaksOffWhenToldTo) {
  const MailServer server;
  SmtpSender sender(loopback_config("mail.db", server.url()), [] { return true; });
  EXPECT_NE(send(sender, "ada@example.org").kind, Kind::kSent);
}

class SmtpWithTls : public testing::Test {
 protected:
  MailConfig config(const MailServer& server) const {
    MailConfig config = loopback_config("mail.db", server.url());
    config.tls = Tls::kRequired;
    config.ca_file = certificate_.certificate;
    config.user = "paperdex";
    config.password = "correct horse";
    return config;
  }

  TemporaryFolder folder_;
  Certificate certificate_{folder_.path()};
  MailServer server_{{"--starttls", certificate_.certificate, certificate_.key, "--auth", "paperdex", "correct horse"}};
};

TEST_F(SmtpWithTls, LogsInBehindStarttls) {
  SmtpSender sender(config(server_));
  const SmtpResult result = send(sender, "ada@example.org");
  EXPECT_EQ(result.kind, Kind::kSent) << result.reason;
  const auto mails = server_.mails();
  ASSERT_THAT(mails, SizeIs(1));
  EXPECT_TRUE(mails[0].tls);
  EXPECT_EQ(mails[0].user, "paperdex");
}

TEST_F(SmtpWithTls, UpgradesWhenItMay) {
  MailConfig opportunistic = config(server_);
  opportunistic.tls = Tls::kOpportunistic;
  SmtpSender sender(opportunistic);
  EXPECT_EQ(send(sender, "ada@example.org").kind, Kind::kSent);
  EXPECT_TRUE(server_.mails().at(0).tls);
}

TEST_F(SmtpWithTls, RefusesAWrongPasswordForAll) {
  MailConfig wrong = config(server_);
  wrong.password = "wrong";
  SmtpSender sender(wrong);
  const SmtpResult result = send(sender, "ada@example.org");
  EXPECT_EQ(result.kind, Kind::kRefused) << result.reason;
  EXPECT_TRUE(result.hits_all);
  EXPECT_EQ(result.reason.find("wrong"), std::string::npos);
}

TEST_F(SmtpWithTls, RefusesACertificateThatNobodyVouchesFor) {
  for (const Tls tls : {Tls::kRequired, Tls::kOpportunistic}) {
    MailConfig unknown = config(server_);
    unknown.ca_file.clear();
    unknown.tls = tls;
    SmtpSender sender(unknown);
    const SmtpResult result = send(sender, "ada@example.org");
    EXPECT_EQ(result.kind, Kind::kRefused) << result.reason;
    EXPECT_TRUE(result.hits_all);
  }
  EXPECT_EQ(server_.count(), 0U);
}

TEST_F(SmtpWithTls, SaysNothingToAServerWithoutTls) {
  const MailServer plain;
  SmtpSender sender(config(plain));
  const SmtpResult result = send(sender, "ada@example.org");
  EXPECT_EQ(result.kind, Kind::kRefused) << result.reason;
  EXPECT_TRUE(result.hits_all);
  EXPECT_EQ(plain.count(), 0U);
}

}  // namespace
}  // namespace paperdex
