// A search followed by mail, from the first request to the last click, with the programs as they are installed and a
// real mail server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "server/mail/sqlite.h"
#include "tests/end_to_end/http_client.h"
#include "tests/end_to_end/programs.h"
#include "tests/mail_server/mail_server.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kJson[] = "application/json";
constexpr char kForm[] = "application/x-www-form-urlencoded";
constexpr char kUrl[] = "https://papers.example.org";

class Mail : public testing::Test {
 protected:
  Mail() {
    add(R"({"id":"1","title":"Old work on slot attention","published":"2024-01-01"})");
    config_ = place_.file("paperdex.toml", "index = \"index\"\n[server]\nurl = \"" + std::string(kUrl) +
                                               "\"\n[mail]\ndatabase = \"mail.sqlite\"\nsmtp = \"" + mails_.url() +
                                               "\"\ntls = \"none\"\nfrom = \"Paperdex <papers@example.org>\"\n");
  }

  void add(const std::string& line) { ASSERT_THAT(place_.indexer({"add", "-"}, line + "\n"), EndsWithStatus(0)); }

  Outcome digest() { return run({"paperdex-server", "digest", "--config", config_}); }

  // So that the next digest finds everybody due.
  void let_a_day_pass() {
    SqliteDatabase database(place_.folder() / "mail.sqlite");
    database.run("UPDATE subscriptions SET last_run = last_run - 86400");
  }

  ReceivedMail next_mail(std::size_t number) {
    if (!comes_true([&] { return mails_.count() >= number; })) throw std::runtime_error("no mail came");
    return mails_.mails().at(number - 1);
  }

  // The address's path of the first link in `text` that holds `part`.
  static std::string link(const std::string& text, const std::string& part) {
    const std::regex pattern(std::string(kUrl) + "(/[^\\s<>\"]*" + part + "[^\\s<>\"]*)");
    std::smatch match;
    if (!std::regex_search(text, match, pattern)) throw std::runtime_error("no link to " + part + " in " + text);
    return match[1];
  }

  Workplace place_;
  MailServer mails_;
  std::string config_;
};

TEST_F(Mail, IsAskedForConfirmedSentAndEnded) {
  Server server(Arguments{"--config", config_});
  HttpClient client(server.url());
  ASSERT_EQ(
      client.post("/api/v1/subscriptions", R"({"address":"a@example.org","query":"slot attention","hour":0})", kJson)
          .status,
      202);
  const ReceivedMail asked = next_mail(1);
  EXPECT_THAT(asked.to, ElementsAre("a@example.org"));
  EXPECT_THAT(digest(), EndsWithStatus(0));
  EXPECT_EQ(mails_.count(), 1U) << "not confirmed yet";

  const std::string confirm = link(asked.part("text/plain"), "confirm");
  EXPECT_THAT(client.get(confirm).body, HasSubstr("slot attention"));
  ASSERT_EQ(client.post(confirm, "", kForm).status, 200);

  add(R"({"id":"2","title":"New work on slot attention","authors":["Ada Lovelace"],"published":"2020-01-01"})");
  add(R"({"id":"3","title":"New work on something else","published":"2026-01-01"})");
  let_a_day_pass();
  EXPECT_THAT(digest(), EndsWithStatus(0));
  const ReceivedMail sent = next_mail(2);
  EXPECT_THAT(sent.part("text/plain"), AllOf(HasSubstr("New work on slot attention"), HasSubstr("Ada Lovelace")));
  EXPECT_THAT(sent.part("text/plain"), testing::Not(HasSubstr("Old work")));
  EXPECT_THAT(sent.part("text/plain"), testing::Not(HasSubstr("something else")));
  const std::string paper = link(sent.part("text/html"), "papers/2");
  EXPECT_TRUE(comes_true([&] { return client.get(paper).status == 200; })) << "the server has the new generation soon";
  EXPECT_THAT(client.get(paper).body, HasSubstr("New work on slot attention"));
  let_a_day_pass();
  EXPECT_THAT(digest(), EndsWithStatus(0));
  EXPECT_EQ(mails_.count(), 2U) << "sent twice";

  EXPECT_EQ(sent.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
  const std::string end = link(sent.header("List-Unsubscribe"), "unsubscribe");
  EXPECT_EQ(client.post(end, "List-Unsubscribe=One-Click", kForm).status, 200);
  EXPECT_EQ(client.get(link(sent.part("text/plain"), "manage")).status, 404);
  for (const std::string& output : {server.process().err(), digest().err}) {
    EXPECT_THAT(output, testing::Not(HasSubstr("a@example.org")));
  }
}

TEST_F(Mail, OfAnAddressThatFollowsAlreadyLooksTheSameFromOutside) {
  const Server server(Arguments{"--config", config_});
  HttpClient client(server.url());
  const std::string body = R"({"address":"a@example.org","query":"slots"})";
  const HttpReply first = client.post("/api/v1/subscriptions", body, kJson);
  const std::string confirm = link(next_mail(1).part("text/plain"), "confirm");
  ASSERT_EQ(client.post(confirm, "", kForm).status, 200);
  const HttpReply second = client.post("/api/v1/subscriptions", body, kJson);
  EXPECT_EQ(first.status, second.status);
  EXPECT_EQ(first.body, second.body);
  EXPECT_THAT(next_mail(2).part("text/plain"), HasSubstr("manage"));
}

TEST_F(Mail, IsRefusedWithoutItsTable) {
  const std::string config = place_.file("bare.toml", "index = \"index\"\n");
  const Outcome outcome = run({"paperdex-server", "digest", "--config", config});
  EXPECT_THAT(outcome, EndsWithStatus(3));
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("[mail]"), IsOneLine()));
}

}  // namespace
}  // namespace paperdex
