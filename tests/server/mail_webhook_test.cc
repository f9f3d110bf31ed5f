// Digests posted to a real HTTP server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "data/json.h"
#include "server/mail/digest.h"
#include "server/mail/webhook.h"
#include "tests/mail_server/subscribing.h"
#include "tests/source_server.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class MailWebhook : public testing::Test {
 protected:
  MailWebhook() { times_.pauses.fill(std::chrono::milliseconds(1)); }

  MailConfig config(const std::string& query = "slots") const {
    MailConfig config;
    config.database = folder_.path() / "mail.db";
    config.base_url = "https://papers.example.org";
    config.rate = kMaxMailsPerSecond;
    config.webhooks = {{"chat", server_.url("/hook/secret"), query, {}}};
    return config;
  }
  DigestSummary digest(const MailConfig& config) {
    Searcher searcher(Snapshot::open(index_.dir()));
    return run_digest(
        config, searcher, [this](const std::string& line) { lines_ += line + "\n"; }, [this] { return now_; }, times_);
  }

  TemporaryFolder folder_;
  TestIndex index_{{make_paper("old", "Old slots")}};
  SourceServer server_{[](const SourceServer::Request&) { return SourceServer::text("ok"); }};
  UnixSeconds now_ = kMonday + 12 * kHour;
  DigestTimes times_;
  std::string lines_;
};

TEST_F(MailWebhook, PostsWhatIsNewOnce) {
  EXPECT_EQ(digest(config()).due, 0U) << "it begins now";
  index_.add({make_paper("new", "New slots")});
  now_ += kDaySeconds;
  EXPECT_EQ(digest(config()).sent, 1U);
  EXPECT_EQ(digest(config()).due, 0U);
  now_ += kDaySeconds;
  EXPECT_EQ(digest(config()).nothing_new, 1U);
  ASSERT_THAT(server_.requests(), SizeIs(1));
  const SourceServer::Request request = server_.requests()[0].request;
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/hook/secret");
  EXPECT_EQ(request.header("content-type"), "application/json");
  EXPECT_THAT(lines_, Not(HasSubstr("secret")));
}

TEST_F(MailWebhook, TriesAgainAndLeavesTheRestToTheNextRun) {
  digest(config());
  index_.add({make_paper("new", "New slots")});
  now_ += kDaySeconds;
  server_.set_handler([](const SourceServer::Request&) { return SourceServer::status(503); });
  EXPECT_EQ(digest(config()).failed, 1U);
  EXPECT_THAT(server_.requests(), SizeIs(3));
  EXPECT_THAT(lines_, HasSubstr("event=webhook_failed webhook=chat reason=\"status 503\""));
  server_.set_handler([](const SourceServer::Request&) { return SourceServer::redirect("/elsewhere"); });
  server_.forget_requests();
  const DigestSummary redirected = digest(config());
  EXPECT_EQ(redirected.refused, 1U);
  EXPECT_EQ(redirected.exit_status(), kExitFailed);
  EXPECT_THAT(server_.requests(), SizeIs(1)) << "a redirect is neither followed nor tried again";
  server_.set_handler([](const SourceServer::Request&) { return SourceServer::text("ok"); });
  EXPECT_EQ(digest(config()).sent, 1U);
}

TEST_F(MailWebhook, WritesJsonThatCallsNobody) {
  Hit hit;
  hit.paper = make_paper("a/b", "<!channel> & \"slots\"", "", "2026-01-05");
  hit.paper.authors = {"Ada Lovelace"};
  hit.explanation = Explanation{{{"slots", "title"}}, 1, 0};
  const JsonDocument json = parse_json(webhook_json(config(), {"slots", "slots", {hit}, 3}));
  EXPECT_EQ(
      json_string(json, "text"),
      "4 new papers for \"slots\"\n\u2022 &lt;!channel&gt; &amp; \"slots\" https://papers.example.org/papers/a/b\n"
      "... and 3 more: https://papers.example.org/?q=slots&amp;sort=newest");
  EXPECT_EQ(json_string(json, "query"), "slots");
  const auto& paper = json["papers"][0];
  EXPECT_EQ(json_string(paper, "title"), "<!channel> & \"slots\"");
  EXPECT_EQ(json_string(paper, "url"), "https://papers.example.org/papers/a/b");
  EXPECT_EQ(as_view(paper["authors"][0]), "Ada Lovelace");
  EXPECT_EQ(json_string(paper, "published"), "2026-01-05");
  EXPECT_EQ(json_string(paper, "why"), "\"slots\" in title");
}

}  // namespace
}  // namespace paperdex
