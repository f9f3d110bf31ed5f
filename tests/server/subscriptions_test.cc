// Following a search by mail over HTTP: the JSON interface and the pages. What is mailed is tests/end_to_end's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "data/json.h"
#include "server/mail/mail_service.h"
#include "tests/mail_server/subscribing.h"
#include "tests/server/running_server.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kJson[] = "application/json";
constexpr char kForm[] = "application/x-www-form-urlencoded";

class Subscriptions : public testing::Test {
 protected:
  Subscriptions()
      : index_({make_paper("1", "Slot attention")}),
        pool_(index_.dir(), 2, ignore_events),
        mail_(mail_config(), any_word, ignore_events),
        site_(Services{pool_, config_, &mail_, ignore_events}),
        server_([this](const HttpRequest& request) { return site_.answer(request); }) {}

  MailConfig mail_config() const {
    MailConfig config;
    config.database = folder_.path() / "subscriptions.sqlite";
    config.smtp = "smtp://127.0.0.1:1";  // nobody listens: mails wait
    config.tls = Tls::kNone;
    config.from = "Paperdex <papers@example.org>";
    config.base_url = "https://papers.example.org";
    return config;
  }

  RawResponse post(const std::string& target, const std::string& body, const std::string& type,
                   const std::string& headers = "") {
    RawClient client = server_.connect();
    client.send("POST " + target + " HTTP/1.1\r\nHost: papers.example.org\r\nContent-Type: " + type +
                "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
    return client.read();
  }

  // The tokens of the mail that the first request led to.
  SubscriptionTokens asked(const std::string& body = R"({"address": "a@example.org", "query": "slot attention"})") {
    EXPECT_EQ(post("/api/v1/subscriptions", body, kJson).status, 202);
    mail_.store().resolve_requests();
    for (const OutboxEntry& entry : all_mails()) return entry.tokens;
    ADD_FAILURE() << "no mail waits";
    return {};
  }

  // Also those that the outbox's thread has put off.
  std::vector<OutboxEntry> all_mails() {
    return SubscriptionStore(mail_config().database, [] { return system_unix_seconds() + 86'400; }).due_mails();
  }

  SubscriptionTokens confirmed() {
    SubscriptionTokens tokens = asked();
    const RawResponse begun = post("/api/v1/subscriptions/" + tokens.confirm + "/confirm", "", kJson);
    EXPECT_EQ(begun.status, 200);
    EXPECT_EQ(parse_json(begun.body)["token"].GetString(), tokens.manage);
    return tokens;
  }

  TemporaryFolder folder_;
  TestIndex index_;
  ServerConfig config_;
  SearcherPool pool_;
  MailService mail_;
  Site site_;
  RunningServer server_;
};

TEST_F(Subscriptions, AnswerTheSameForEveryAddress) {
  const std::string body = R"({"address": "a@example.org", "query": "slot attention", "period": "weekly", "hour": 9,
                               "time_zone": "Europe/Berlin"})";
  const RawResponse first = post("/api/v1/subscriptions", body, kJson);
  confirmed();
  const RawResponse again = post("/api/v1/subscriptions", body, kJson);
  EXPECT_EQ(first.status, 202);
  EXPECT_EQ(again.status, 202);
  EXPECT_EQ(first.body, again.body);
  EXPECT_EQ(first.header("Cache-Control"), "no-store");
}

TEST_F(Subscriptions, RememberWhoAskedForTheMail) {
  asked();
  EXPECT_EQ(post("/subscribe", "address=b%40example.org&query=slots&period=daily&hour=7&time_zone=UTC", kForm).status,
            200);
  mail_.store().resolve_requests();
  const std::vector<OutboxEntry> mails = all_mails();
  ASSERT_EQ(mails.size(), 2U);
  for (const OutboxEntry& mail : mails) EXPECT_EQ(mail.client, "127.0.0.1");
}

TEST_F(Subscriptions, SayWhatIsWrongWithARequest) {
  struct Case {
    const char* body;
    const char* type;
    int status;
    const char* code;
  };
  const Case cases[] = {
      {R"({"address": "a@example.org"})", "text/plain", 415, "bad_content_type"},
      {R"({"address": "a@example.org"})", "application/json; charset=utf-8", 202, "a mail is on its way"},
      {"", kJson, 400, "bad_json"},
      {"[]", kJson, 400, "bad_json"},
      {R"({"address": {}})", kJson, 400, "bad_json"},
      {R"({"address": "a@example.org", "querry": "a"})", kJson, 400, "unknown_member"},
      {R"({})", kJson, 400, "bad_address"},
      {R"({"address": "a@example"})", kJson, 400, "bad_address"},
      {R"({"address": "a@example.org\r\nRCPT TO:<b@example.org>"})", kJson, 400, "bad_address"},
      {R"({"address": "a@example.org", "query": "\"a"})", kJson, 202, "a mail is on its way"},
      {R"({"address": "a@example.org", "query": "title:"})", kJson, 202, "a mail is on its way"},
      {R"({"address": "a@example.org", "query": "ab*"})", kJson, 400, "bad_query"},
      {R"({"address": "a@example.org", "query": "!!!"})", kJson, 400, "bad_query"},
      {R"({"address": "a@example.org", "period": "hourly"})", kJson, 400, "bad_period"},
      {R"({"address": "a@example.org", "hour": 24})", kJson, 400, "bad_hour"},
      {R"({"address": "a@example.org", "hour": 7.5})", kJson, 400, "bad_json"},
      {R"({"address": "a@example.org", "time_zone": "../../etc/passwd"})", kJson, 400, "bad_time_zone"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.body);
    const RawResponse response = post("/api/v1/subscriptions", c.body, c.type);
    EXPECT_EQ(response.status, c.status);
    EXPECT_THAT(response.body, HasSubstr(c.status == 202 ? "mail is on its way" : c.code));
  }
}

TEST_F(Subscriptions, OfOneClientAreLimited) {
  const std::string body = R"({"address": "a@example.org"})";
  for (std::size_t i = 0; i < kMaxRequestsOfClient; ++i) {
    ASSERT_EQ(post("/api/v1/subscriptions", body, kJson).status, 202) << i;
  }
  const RawResponse refused = post("/api/v1/subscriptions", body, kJson);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "3600");
}

TEST_F(Subscriptions, OfAClientBehindAProxyCountAsItsOwn) {
  const std::string body = R"({"address": "a@example.org"})";
  config_.proxies = {"127.0.0.1"};
  for (std::size_t i = 0; i < kMaxRequestsOfClient; ++i) {
    post("/api/v1/subscriptions", body, kJson, "X-Forwarded-For: 192.0.2.7, 192.0.2.1\r\n");
  }
  EXPECT_EQ(post("/api/v1/subscriptions", body, kJson, "X-Forwarded-For: 192.0.2.7, 192.0.2.1\r\n").status, 429);
  EXPECT_EQ(post("/api/v1/subscriptions", body, kJson, "X-Forwarded-For: 192.0.2.1, 192.0.2.7\r\n").status, 202);
}

TEST_F(Subscriptions, BeginChangeAndEndByTheirTokens) {
  const SubscriptionTokens tokens = confirmed();
  const std::string own = "/api/v1/subscriptions/" + tokens.manage;
  EXPECT_THAT(server_.get(own).body, AllOf(HasSubstr("a@example.org"), HasSubstr("slot attention")));
  EXPECT_EQ(post(own + "/change", R"({"query": "video", "hour": 9})", kJson).status, 200);
  EXPECT_THAT(server_.get(own).body, AllOf(HasSubstr("\"video\""), HasSubstr("\"hour\":9")));
  EXPECT_EQ(post(own + "/change", R"({"hour": 25})", kJson).status, 400);
  EXPECT_EQ(post(own + "/change", R"({"address": "b@example.org"})", kJson).status, 400);
  EXPECT_EQ(post(own + "/unsubscribe", "", kJson).status, 200);
  EXPECT_EQ(server_.get(own).status, 404);
}

TEST_F(Subscriptions, AreRemovedWithAllThatWasKept) {
  const SubscriptionTokens tokens = confirmed();
  EXPECT_EQ(post("/api/v1/subscriptions/" + tokens.manage + "/remove", "", kJson).status, 200);
  EXPECT_EQ(server_.get("/api/v1/subscriptions/" + tokens.manage).status, 404);
}

TEST_F(Subscriptions, OfAWrongTokenAreNotFound) {
  confirmed();
  for (const std::string token : {"x", "0123456789abcdef0123456789abcdef", "%00", "..%2f.."}) {
    SCOPED_TRACE(token);
    EXPECT_THAT(server_.get("/api/v1/subscriptions/" + token).status, testing::AnyOf(404, 400));
    for (const char* verb : {"confirm", "change", "unsubscribe", "remove"}) {
      EXPECT_THAT(post("/api/v1/subscriptions/" + token + "/" + verb, "{}", kJson).status, testing::AnyOf(404, 400));
    }
  }
}

TEST_F(Subscriptions, LinksOfMailsOnlyShowWhatTheirButtonDoes) {
  const SubscriptionTokens tokens = asked();
  const std::string confirm = "/subscriptions/confirm?token=" + tokens.confirm;
  EXPECT_THAT(server_.get(confirm).body, HasSubstr("slot attention"));
  EXPECT_FALSE(mail_.store().find(tokens.manage)->confirmed) << "the link alone began it";
  EXPECT_EQ(post(confirm, "", kForm).status, 200);
  EXPECT_EQ(server_.get("/subscriptions/manage?token=" + tokens.manage).status, 200);
  const std::string end = "/subscriptions/unsubscribe?token=" + tokens.manage;
  EXPECT_EQ(server_.get(end).status, 200);
  EXPECT_EQ(server_.get("/subscriptions/manage?token=" + tokens.manage).status, 200) << "the link alone ended it";
  EXPECT_EQ(post(end, "List-Unsubscribe=One-Click", kForm).status, 200);
  EXPECT_EQ(server_.get("/subscriptions/manage?token=" + tokens.manage).status, 404);
}

TEST_F(Subscriptions, PagesWithASecretInTheirAddressTellItNobody) {
  const SubscriptionTokens tokens = confirmed();
  for (const std::string& target :
       {"/subscriptions/manage?token=" + tokens.manage, "/subscriptions/unsubscribe?token=" + tokens.manage,
        "/subscriptions/data?token=" + tokens.manage}) {
    const RawResponse page = server_.get(target);
    EXPECT_EQ(page.status, 200) << target;
    EXPECT_EQ(page.header("Referrer-Policy"),
              target.find("/data") == std::string::npos ? "strict-origin" : "no-referrer")
        << target;
    EXPECT_EQ(page.header("Cache-Control"), "no-store") << target;
  }
}

TEST_F(Subscriptions, FormsKeepWhatWasTypedWhenItCannotBeTaken) {
  const RawResponse page =
      post("/subscribe", "address=nonsense&query=%3Cb%3E&period=weekly&hour=9&time_zone=UTC", kForm);
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("value=\"nonsense\""), HasSubstr("value=\"&lt;b&gt;\""), Not(HasSubstr("<b>"))));
}

TEST_F(Subscriptions, FormsOfOtherSitesAreRefused) {
  const std::string body = "address=a%40example.org&query=a&period=daily&hour=7&time_zone=UTC";
  EXPECT_EQ(post("/subscribe", body, kForm, "Sec-Fetch-Site: cross-site\r\n").status, 403);
  EXPECT_EQ(post("/subscribe", body, kForm, "Origin: https://evil.example\r\n").status, 403);
  EXPECT_EQ(post("/subscribe", body, kForm, "Sec-Fetch-Site: same-origin\r\n").status, 200);
  EXPECT_EQ(post("/subscribe", body, kForm, "Origin: http://papers.example.org\r\n").status, 200);
  EXPECT_EQ(post("/subscribe", body, kForm).status, 200);
}

TEST_F(Subscriptions, AreChangedByTheirPage) {
  const SubscriptionTokens tokens = confirmed();
  const std::string page = "/subscriptions/manage?token=" + tokens.manage;
  EXPECT_THAT(post(page, "query=&period=weekly&hour=9&time_zone=Europe%2FBerlin", kForm).body,
              AllOf(HasSubstr("Saved"), HasSubstr("Europe/Berlin")));
  EXPECT_EQ(post(page, "query=a&period=weekly&hour=9&time_zone=Atlantis", kForm).status, 400);
  EXPECT_EQ(post("/subscriptions/remove?token=" + tokens.manage, "", kForm).status, 200);
  EXPECT_EQ(server_.get(page).status, 404);
}

TEST(SubscriptionsWithoutMail, SayThatMailIsOff) {
  const RunningSite site({make_paper("1", "Slot attention")});
  RawClient client = site.connect();
  client.send(
      "POST /api/v1/subscriptions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
      "2\r\n\r\n{}");
  const RawResponse response = client.read();
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.body, HasSubstr("\"mail_off\""));
  EXPECT_EQ(site.get("/subscribe").status, 503);
  EXPECT_THAT(site.get("/?q=slot").body, Not(HasSubstr("/subscribe")));
}

TEST(SubscriptionsWithoutMail, AllowOnlyTheMethodsOfTheirAddress) {
  const RunningSite site({make_paper("1", "Slot attention")});
  EXPECT_EQ(site.get("/api/v1/subscriptions").header("Allow"), "POST");
  EXPECT_EQ(site.get("/subscribe", "", "PUT").header("Allow"), "GET, HEAD, POST");
}

}  // namespace
}  // namespace paperdex
