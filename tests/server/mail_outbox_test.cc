// Requests answered by mail, through a real SMTP server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

#include "server/mail/outbox.h"
#include "tests/mail_server/mail_server.h"
#include "tests/mail_server/subscribing.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

bool comes_true(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

std::string link_in(const std::string& text, const std::string& path) {
  const std::size_t begin = text.find(path);
  if (begin == std::string::npos) return {};
  return text.substr(begin + path.size(), text.find_first_of("\r\n", begin) - begin - path.size());
}

class MailOutbox : public testing::Test {
 protected:
  MailConfig config(const std::string& url) const { return loopback_config(file_, url); }
  OutboxTimes fast() const {
    OutboxTimes times;
    times.look = std::chrono::milliseconds(20);
    times.pauses.fill(0);
    return times;
  }
  MailLog log() {
    return [this](const std::string& line) {
      const std::lock_guard lock(mutex_);
      lines_ += line + "\n";
    };
  }
  std::string lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "mail.db";
  std::atomic<UnixSeconds> now_{kMonday};
  SubscriptionStore store_{file_, [this] { return now_.load(); }};
  std::mutex mutex_;
  std::string lines_;
};

TEST_F(MailOutbox, AsksForConfirmationAndTellsWhoFollowsAlready) {
  const MailServer server;
  Outbox outbox(config(server.url()), store_, any_word, log());
  store_.request({"ada@example.org", "slot <attention>", {}, "203.0.113.7"});
  outbox.notify();
  ASSERT_TRUE(comes_true([&] { return server.count() == 1; }));
  const ReceivedMail first = server.mails().at(0);
  EXPECT_THAT(first.to, ElementsAre("ada@example.org"));
  EXPECT_EQ(first.header("List-Unsubscribe"), "");
  EXPECT_EQ(first.header("Auto-Submitted"), "auto-generated");
  // "<attention>" could be anything.
  for (const char* part : {"text/plain", "text/html"}) {
    EXPECT_THAT(first.part(part), AllOf(HasSubstr("slot ..."), Not(HasSubstr("attention"))));
    EXPECT_THAT(first.part(part),
                HasSubstr("This was asked for from the IP address [203.0.113.7] on 2026-01-05 at 00:00 UTC."));
  }
  const std::string token =
      link_in(first.part("text/plain"), "https://papers.example.org/subscriptions/confirm?token=");
  ASSERT_TRUE(store_.confirm(token, {"index", 1}));

  store_.request({"ada@example.org", "slot <attention>", {}});
  outbox.notify();
  ASSERT_TRUE(comes_true([&] { return server.count() == 2; }));
  const ReceivedMail second = server.mails().at(1);
  EXPECT_EQ(second.header("Subject"), "You follow this already");
  const std::string manage =
      link_in(second.part("text/plain"), "https://papers.example.org/subscriptions/manage?token=");
  EXPECT_TRUE(store_.unsubscribe(manage));
  EXPECT_EQ(lines(), "");
}

TEST_F(MailOutbox, SendsWhatWasAskedForBeforeItStarted) {
  store_.request({"ada@example.org", "slots", {}});
  const MailServer server;
  const Outbox outbox(config(server.url()), store_, any_word, log());
  EXPECT_TRUE(comes_true([&] { return server.count() == 1; }));
}

TEST_F(MailOutbox, TriesAgain) {
  const MailServer server;
  const Outbox outbox(config(server.url()), store_, any_word, log(), fast());
  store_.request({"once@example.org", "slots", {}});
  EXPECT_TRUE(comes_true([&] { return server.count() == 1; }));
  EXPECT_THAT(lines(), HasSubstr("event=mail_postponed subscription=1 reason=\"RCPT 451\""));
}

TEST_F(MailOutbox, GivesUpAtLast) {
  const MailServer server;
  const Outbox outbox(config(server.url()), store_, any_word, log(), fast());
  store_.request({"later@example.org", "slots", {}});
  EXPECT_TRUE(comes_true([&] { return lines().find("event=mail_given_up") != std::string::npos; }));
  const std::string all = lines();
  std::size_t postponed = 0;
  for (std::size_t at = 0; (at = all.find("event=mail_postponed", at)) != std::string::npos; ++at) ++postponed;
  EXPECT_EQ(postponed, kOutboxPauses.size());
  EXPECT_THAT(store_.due_mails(), testing::IsEmpty());
  EXPECT_THAT(all, Not(HasSubstr("later@")));
}

TEST_F(MailOutbox, SendsNothingThatItCannotWriteDownBefore) {
  SqliteDatabase(file_).run("CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT RAISE(FAIL, 'no space'); END");
  const MailServer server;
  const Outbox outbox(config(server.url()), store_, any_word, log(), fast());
  store_.request({"ada@example.org", "slots", {}});
  EXPECT_TRUE(comes_true([&] { return lines().find("event=mail_outbox_failed") != std::string::npos; }));
  EXPECT_EQ(server.count(), 0U);
  SqliteDatabase(file_).run("DROP TRIGGER full");
  EXPECT_TRUE(comes_true([&] { return server.count() == 1; }));
}

TEST_F(MailOutbox, SendsOnceThoughItCannotWriteDownTheEnd) {
  SqliteDatabase(file_).run("CREATE TRIGGER full BEFORE DELETE ON outbox BEGIN SELECT RAISE(FAIL, 'no space'); END");
  const MailServer server;
  OutboxTimes times = fast();
  times.pauses = kOutboxPauses;
  const Outbox outbox(config(server.url()), store_, any_word, log(), times);
  store_.request({"ada@example.org", "slots", {}});
  EXPECT_TRUE(comes_true([&] { return lines().find("event=mail_outbox_failed") != std::string::npos; }));
  store_.request({"alan@example.org", "slots", {}});
  EXPECT_TRUE(comes_true([&] { return server.count() == 2; }));
  EXPECT_THAT(server.recipients(), ElementsAre("ada@example.org", "alan@example.org"));
}

TEST_F(MailOutbox, ForgetsAnAddressThatIsNotThere) {
  const MailServer server;
  const Outbox outbox(config(server.url()), store_, any_word, log(), fast());
  store_.request({"refuse@example.org", "slots", {}});
  EXPECT_TRUE(comes_true([&] { return lines().find("event=mail_bounced subscription=1") != std::string::npos; }));
  EXPECT_TRUE(comes_true([&] { return !store_.subscription(1); }));
}

TEST_F(MailOutbox, KeepsAnAddressWhenTheServerServesNobody) {
  const MailServer server({"--no-relay"});
  const Outbox outbox(config(server.url()), store_, any_word, log());
  store_.request({"ada@example.org", "slots", {}});
  EXPECT_TRUE(comes_true(
      [&] { return lines().find("event=mail_postponed subscription=1 reason=\"RCPT 554\"") != std::string::npos; }));
  EXPECT_TRUE(store_.subscription(1));
}

TEST_F(MailOutbox, WaitsForAServerThatIsAwayAndEndsMeanwhile) {
  std::string url;
  {
    const MailServer gone;
    url = gone.url();
  }
  store_.request({"ada@example.org", "slots", {}});
  {
    const Outbox outbox(config(url), store_, any_word, log());
    EXPECT_TRUE(comes_true([&] { return lines().find("event=mail_postponed") != std::string::npos; }));
  }
  now_ += kOutboxPauses[0];
  const MailServer server;
  const Outbox outbox(config(server.url()), store_, any_word, log());
  EXPECT_TRUE(comes_true([&] { return server.count() == 1; }));
}

TEST_F(MailOutbox, SaysHowManyWereOverTheLimit) {
  const MailServer server;
  for (std::size_t i = 0; i <= kMaxAnswersOfAddress; ++i)
    store_.request({"ada@example.org", "q" + std::to_string(i), {}});
  const Outbox outbox(config(server.url()), store_, any_word, log(), fast());
  EXPECT_TRUE(comes_true([&] { return server.count() == kMaxAnswersOfAddress; }));
  EXPECT_THAT(lines(), HasSubstr("event=mail_requests_over_limit count=1"));
}

}  // namespace
}  // namespace paperdex
