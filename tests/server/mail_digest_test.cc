// Digests of a real index through a real SMTP server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "server/mail/digest.h"
#include "server/mail/digest_lock.h"
#include "server/mail/new_papers.h"
#include "tests/mail_server/mail_server.h"
#include "tests/mail_server/subscribing.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Paper slot_paper(const std::string& id) { return make_paper(id, "Slots of paper " + id, "They bind.", "2026-01-02"); }

std::vector<Paper> slot_papers(std::size_t count, const std::string& prefix) {
  std::vector<Paper> papers;
  for (std::size_t i = 0; i < count; ++i) papers.push_back(slot_paper(prefix + std::to_string(i)));
  return papers;
}

std::string today_text() { return Date::from_day(today()).to_string(); }

class MailDigest : public testing::Test {
 protected:
  MailDigest() { times_.pauses.fill(std::chrono::milliseconds(1)); }

  SubscriptionStore store() {
    return SubscriptionStore(file_, [this] { return now_; });
  }
  IndexPosition here() const { return position_of(*Snapshot::open(index_.dir())); }
  Subscription follow(const std::string& address, const std::string& query, const Schedule& schedule = {}) {
    SubscriptionStore store(file_, [this] { return now_; });
    return subscribe(store, {address, query, schedule}, here());
  }
  Subscription look(const Subscription& subscription) {
    return SubscriptionStore(file_).subscription(subscription.id).value();
  }
  DigestSummary digest(const MailConfig& config) {
    Searcher searcher(Snapshot::open(index_.dir()));
    return run_digest(
        config, searcher, [this](const std::string& line) { lines_ += line + "\n"; }, [this] { return now_; }, times_);
  }
  DigestSummary digest() { return digest(loopback_config(file_, server_.url())); }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "mail.db";
  UnixSeconds now_ = kMonday + 12 * kHour;
  TestIndex index_{slot_papers(3, "old")};
  MailServer server_;
  DigestTimes times_;
  std::string lines_;
};

TEST_F(MailDigest, TellsWhatIsNewOnceAndNothingElse) {
  follow("ada@example.org", "slots");
  index_.add({slot_paper("new0"), make_paper("other", "Graphs")});
  EXPECT_EQ(digest().due, 0U) << "the hour is tomorrow's";
  now_ += kDaySeconds;
  const DigestSummary summary = digest();
  EXPECT_EQ(summary.due, 1U);
  EXPECT_EQ(summary.sent, 1U);
  EXPECT_EQ(summary.papers, 1U);
  const auto mails = server_.mails();
  ASSERT_THAT(mails, SizeIs(1));
  EXPECT_THAT(mails[0].to, ElementsAre("ada@example.org"));
  EXPECT_EQ(mails[0].header("Subject"), "1 new paper for \"slots\"");
  EXPECT_THAT(mails[0].part("text/plain"), HasSubstr("Slots of paper new0"));
  EXPECT_THAT(mails[0].part("text/plain"), Not(HasSubstr("old")));

  EXPECT_EQ(digest().due, 0U) << "it was told today";
  now_ += kDaySeconds;
  const DigestSummary nothing = digest();
  EXPECT_EQ(nothing.due, 1U);
  EXPECT_EQ(nothing.nothing_new, 1U);
  index_.add({slot_paper("new0"), slot_paper("new1")});
  now_ += kDaySeconds;
  EXPECT_EQ(digest().papers, 1U);
  EXPECT_EQ(server_.count(), 2U);
  EXPECT_THAT(lines_, Not(HasSubstr("@")));
}

TEST_F(MailDigest, SaysWhyAndHowToEndIt) {
  follow("ada@example.org", "slots bind", {MailPeriod::kDaily, 5, "Europe/Berlin"});
  Paper paper =
      make_paper("2601.00001v1", "Slots & <graphs> with $x<y$", "All slots bind to \"things\".", "2026-01-05");
  paper.id = "hep-th/9901001";
  paper.authors = {"Ada Lovelace", "Alan Turing"};
  paper.categories = {"cs.LG", "stat.ML"};
  index_.add({paper});
  now_ += kDaySeconds;
  EXPECT_EQ(digest().sent, 1U);
  const ReceivedMail mail = server_.mails().at(0);
  EXPECT_EQ(mail.defects, 0U);
  EXPECT_LE(mail.longest_line, 200U);
  const std::string text = mail.part("text/plain");
  EXPECT_THAT(text,
              HasSubstr("* Slots & <graphs> with $x<y$\n  Ada Lovelace, Alan Turing | 2026-01-05 | cs.LG stat.ML\n"
                        "  https://papers.example.org/papers/hep-th/9901001\n"
                        "  All slots bind to \"things\".\n"
                        "  Why: \"slots\" in title and abstract; \"bind\" in abstract\n"));
  EXPECT_THAT(text, HasSubstr("You follow papers for \"slots bind\", daily at 5:00 (Europe/Berlin)."));
  const std::string html = mail.part("text/html");
  EXPECT_THAT(html, HasSubstr("<a href=\"https://papers.example.org/papers/hep-th/9901001\">Slots &amp; "
                              "&lt;graphs&gt; with $x&lt;y$</a>"));
  EXPECT_THAT(html, HasSubstr("All <b>slots</b> <b>bind</b> to &quot;things&quot;."));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("<script")));

  EXPECT_EQ(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
  const std::string link = mail.header("List-Unsubscribe");
  const std::string before = "<https://papers.example.org/subscriptions/unsubscribe?token=";
  ASSERT_EQ(link.substr(0, before.size()), before);
  EXPECT_THAT(text, HasSubstr("Unsubscribe: " + link.substr(1, link.size() - 2)));
  EXPECT_TRUE(store().unsubscribe(link.substr(before.size(), link.size() - before.size() - 1)));
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  EXPECT_EQ(digest().due, 0U);
}

TEST_F(MailDigest, NamesAHundredAndCountsTheRest) {
  follow("ada@example.org", "slots");
  index_.add(slot_papers(kMaxPapersOfMail + 2, "new"));
  now_ += kDaySeconds;
  EXPECT_EQ(digest().papers, kMaxPapersOfMail);
  const ReceivedMail mail = server_.mails().at(0);
  EXPECT_EQ(mail.header("Subject"), "102 new papers for \"slots\"");
  EXPECT_THAT(mail.part("text/plain"), HasSubstr("... and 2 more: https://papers.example.org/?q=slots&sort=newest\n"));
  now_ += kDaySeconds;
  EXPECT_EQ(digest().nothing_new, 1U);
}

TEST_F(MailDigest, LooksBehindWhatWasSentForWhatWasNot) {
  const Subscription subscription = follow("ada@example.org", "slots");
  const IndexPosition before = here();
  index_.add(slot_papers(3 * kMaxPapersOfMail, "new"));
  Searcher searcher(Snapshot::open(index_.dir()));
  const auto find = [&](std::size_t sent) {
    // The newest first are the first to have been sent.
    std::size_t left = sent;
    return find_new_papers(searcher, subscription.query, before, [&](const std::vector<std::string>& ids) {
      const std::size_t known = std::min(left, ids.size());
      left -= known;
      return std::vector<std::string>(ids.begin() + static_cast<std::ptrdiff_t>(known), ids.end());
    });
  };
  struct Case {
    std::size_t sent;
    std::size_t told;
    std::uint64_t more;
  };
  constexpr Case kCases[] = {{0, 100, 200}, {1, 100, 199}, {100, 100, 100}, {250, 50, 0}, {299, 1, 0}, {300, 0, 0}};
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.sent);
    const NewPapers papers = find(c.sent);
    EXPECT_EQ(papers.hits.size(), c.told);
    EXPECT_EQ(papers.more, c.more);
    EXPECT_EQ(papers.understood, find(0).understood);
  }
}

TEST_F(MailDigest, LooksBehindAThousandForOne) {
  index_.add(slot_papers(kMaxResults + 1, "new"));
  const IndexPosition told{here().origin, 0};
  Searcher searcher(Snapshot::open(index_.dir()));
  std::size_t left = kMaxResults;
  const NewPapers papers = find_new_papers(searcher, "slots", told, [&](const std::vector<std::string>& ids) {
    const std::size_t known = std::min(left, ids.size());
    left -= known;
    return std::vector<std::string>(ids.begin() + static_cast<std::ptrdiff_t>(known), ids.end());
  });
  EXPECT_THAT(papers.hits, SizeIs(4)) << "one of these and the three old ones";
  EXPECT_EQ(papers.more, 0U);
}

TEST_F(MailDigest, TellsOfTrendingPapersOnce) {
  const auto voted = [](const std::string& id, std::int64_t votes) {
    Paper paper = make_paper(id, "Paper " + id, "", today_text());
    paper.upvotes = votes;
    paper.shown = paper.published;
    return paper;
  };
  std::vector<Paper> papers;
  for (std::size_t i = 0; i < kTrendingPapers; ++i) papers.push_back(voted("top" + std::to_string(i), 50));
  papers.push_back(voted("next", 12));
  papers.push_back(make_paper("none", "Without votes", "", today_text()));
  index_.add(papers);
  follow("ada@example.org", "");
  now_ += kDaySeconds;
  EXPECT_EQ(digest().papers, kTrendingPapers);
  now_ += kDaySeconds;
  EXPECT_EQ(digest().papers, 1U);
  now_ += kDaySeconds;
  EXPECT_EQ(digest().nothing_new, 1U);
  const auto mails = server_.mails();
  ASSERT_THAT(mails, SizeIs(2));
  EXPECT_EQ(mails[0].header("Subject"), "20 trending papers");
  EXPECT_THAT(mails[1].part("text/plain"), HasSubstr("* Paper next\n"));
  EXPECT_THAT(mails[1].part("text/plain"), HasSubstr("Why: 12 votes\n"));
}

TEST_F(MailDigest, SendsWeekliesOnMondaysOrWhenOneWasMissed) {
  follow("ada@example.org", "slots", {MailPeriod::kWeekly, 7, "UTC"});
  index_.add({slot_paper("new0")});
  now_ += 6 * kDaySeconds;  // Sunday
  EXPECT_EQ(digest().due, 0U);
  now_ += 2 * kDaySeconds;  // Tuesday
  EXPECT_EQ(digest().sent, 1U);
  index_.add({slot_paper("new1")});
  now_ += 5 * kDaySeconds;  // Sunday
  EXPECT_EQ(digest().due, 0U);
  now_ += kDaySeconds - 6 * kHour;  // Monday at 6
  EXPECT_EQ(digest().due, 0U);
  now_ += kHour;
  EXPECT_EQ(digest().sent, 1U);
}

TEST_F(MailDigest, LeavesToTheNextRunWhatTheServerWillNotTakeNow) {
  const Subscription later = follow("later@example.org", "slots");
  const Subscription spam = follow("spam@example.org", "slots");
  follow("drop@example.org", "slots");
  follow("once@example.org", "slots");
  follow("ada@example.org", "slots");
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  const DigestSummary summary = digest();
  EXPECT_EQ(summary.due, 5U);
  EXPECT_EQ(summary.sent, 2U);
  EXPECT_EQ(summary.failed, 2U);
  EXPECT_EQ(summary.refused, 1U);
  EXPECT_EQ(summary.exit_status(), kExitFailed);
  EXPECT_THAT(server_.recipients(), ElementsAre("ada@example.org", "once@example.org"));
  EXPECT_EQ(look(later).position, later.position);
  EXPECT_EQ(look(spam).position, spam.position);
  EXPECT_THAT(lines_, HasSubstr("event=digest_failed subscription=1 reason=\"RCPT 451\""));
  EXPECT_THAT(lines_, HasSubstr("event=digest_failed subscription=2 reason=\"message 554\""));
  EXPECT_THAT(lines_, Not(HasSubstr("example.org")));
  const DigestSummary next = digest();
  EXPECT_EQ(next.due, 2U) << "the refused one waits for tomorrow";
  EXPECT_EQ(next.exit_status(), kExitTryLater);
}

TEST_F(MailDigest, LosesNothingWhileTheServerIsAway) {
  follow("ada@example.org", "slots");
  follow("alan@example.org", "slots");
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  {
    std::string gone;
    {
      const MailServer server;
      gone = server.url();
    }
    const DigestSummary summary = digest(loopback_config(file_, gone));
    EXPECT_EQ(summary.failed, 2U);
    EXPECT_EQ(summary.exit_status(), kExitTryLater);
  }
  index_.add({slot_paper("new1")});
  now_ += kDaySeconds;
  const DigestSummary summary = digest();
  EXPECT_EQ(summary.sent, 2U);
  EXPECT_EQ(summary.papers, 4U);
}

TEST_F(MailDigest, PausesWhomNoMailReaches) {
  const Subscription subscription = follow("refuse@example.org", "slots");
  follow("ada@example.org", "slots");
  for (int i = 0; i < kMaxBounces; ++i) {
    index_.add({slot_paper("new" + std::to_string(i))});
    now_ += kDaySeconds;
    EXPECT_EQ(digest().bounced, 1U);
    EXPECT_EQ(digest().due, 0U) << "once a day";
  }
  EXPECT_THAT(lines_, HasSubstr("event=digest_bounced subscription=1 reason=\"RCPT 550\" paused=1"));
  EXPECT_TRUE(look(subscription).paused);
  now_ += kDaySeconds;
  EXPECT_EQ(digest().due, 1U);
}

TEST_F(MailDigest, BlamesNobodyWhenTheServerTakesNoRecipient) {
  const Subscription ada = follow("ada@example.org", "slots");
  follow("alan@example.org", "slots");
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  const MailServer closed({"--no-relay"});
  const DigestSummary summary = digest(loopback_config(file_, closed.url()));
  EXPECT_EQ(summary.bounced, 0U);
  EXPECT_EQ(summary.refused, 2U);
  EXPECT_EQ(summary.exit_status(), kExitFailed);
  EXPECT_THAT(lines_, HasSubstr("event=digest_all_refused count=2 reason=\"RCPT 554\""));
  EXPECT_EQ(look(ada).bounces, 0);
  EXPECT_EQ(digest().sent, 2U);
}

TEST_F(MailDigest, TellsByTheStatusWhoseFaultItIsWhenThereIsOneAlone) {
  const Subscription unknown = follow("refuse@example.org", "slots");
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  const MailServer closed({"--no-relay"});
  EXPECT_EQ(digest(loopback_config(file_, closed.url())).refused, 1U);
  EXPECT_EQ(look(unknown).bounces, 0);
  EXPECT_EQ(digest().bounced, 1U);
  EXPECT_EQ(look(unknown).bounces, 1);
}

TEST_F(MailDigest, FailsWhenAllAreRefused) {
  follow("ada@example.org", "slots");
  follow("alan@example.org", "slots");
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  MailConfig config = loopback_config(file_, server_.url());
  config.tls = Tls::kRequired;  // and the server has none
  const DigestSummary summary = digest(config);
  EXPECT_EQ(summary.refused, 2U);
  EXPECT_EQ(summary.exit_status(), kExitFailed);
}

TEST_F(MailDigest, TriesNoMailAgainThatMayHaveBeenTaken) {
  follow("slow@example.org", "slots");
  follow("ada@example.org", "slots");
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  times_.smtp.response = std::chrono::milliseconds(1'000);
  const DigestSummary summary = digest();
  EXPECT_EQ(summary.failed, 1U);
  EXPECT_EQ(summary.sent, 1U);
  EXPECT_EQ(summary.exit_status(), kExitTryLater);
  std::size_t tries = 0;
  for (std::size_t at = 0; (at = lines_.find("event=digest_failed", at)) != std::string::npos; ++at) ++tries;
  EXPECT_EQ(tries, 1U);
}

TEST_F(MailDigest, GoesThroughAServerThatClosesAfterEachMail) {
  for (int i = 0; i < 7; ++i) follow("reader" + std::to_string(i) + "@example.org", "slots");
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  const MailServer closing({"--mails-of-connection", "1"});
  const DigestSummary summary = digest(loopback_config(file_, closing.url()));
  EXPECT_EQ(summary.sent, 7U);
  EXPECT_EQ(summary.exit_status(), kExitDone);
}

TEST_F(MailDigest, StartsAnewOnAnotherIndex) {
  SubscriptionStore store(file_, [this] { return now_; });
  const Subscription subscription = subscribe(store, {"ada@example.org", "slots", {}}, {"another", 0});
  now_ += kDaySeconds;
  EXPECT_EQ(digest().nothing_new, 1U);
  EXPECT_THAT(lines_, HasSubstr("event=digest_other_index subscription=1"));
  EXPECT_EQ(look(subscription).position, here());
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  EXPECT_EQ(digest().papers, 1U);
}

TEST_F(MailDigest, WaitsForNoTimeThatAClockRanAheadTo) {
  follow("ada@example.org", "slots");
  index_.add({slot_paper("new0")});
  SqliteDatabase(file_).run("UPDATE subscriptions SET last_run = last_run + 1000 * 86400");
  EXPECT_EQ(digest().sent, 1U);
  EXPECT_EQ(digest().due, 0U);
}

TEST_F(MailDigest, RunsOneAtATime) {
  follow("ada@example.org", "slots");
  const DigestLock lock(file_);
  EXPECT_THROW(digest(), LockedError);
}

TEST_F(MailDigest, SendsTheSameMailUnderTheSameName) {
  const Subscription subscription = follow("ada@example.org", "slots");
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  digest();
  // As if it had been killed before it could record the mail.
  SqliteDatabase(file_).run(
      "DELETE FROM sent; UPDATE subscriptions SET position = position - 1, last_run = last_run - 86400");
  EXPECT_EQ(look(subscription).position, subscription.position);
  digest();
  const auto mails = server_.mails();
  ASSERT_THAT(mails, SizeIs(2));
  EXPECT_EQ(mails[0].header("Message-ID"), mails[1].header("Message-ID"));
  EXPECT_THAT(mails[0].header("Message-ID"), HasSubstr("@example.org>"));
}

TEST_F(MailDigest, PausesNobodyWhenTheServerRefusesThemAll) {
  follow("refuse@example.org", "slots");
  follow("refuse.too@example.org", "slots");
  index_.add({slot_paper("new0")});
  for (int i = 0; i <= kMaxBounces; ++i) {
    now_ += kDaySeconds;
    const DigestSummary summary = digest();
    EXPECT_EQ(summary.refused, 2U);
    EXPECT_EQ(summary.bounced, 0U);
    EXPECT_EQ(summary.exit_status(), kExitFailed);
  }
  EXPECT_THAT(lines_, HasSubstr("event=digest_all_refused count=2 reason=\"RCPT 550\""));
}

TEST_F(MailDigest, TellsWhatIsNewPastWhatWasSentBefore) {
  const Subscription subscription = follow("ada@example.org", "slots");
  std::vector<Paper> papers;
  for (std::size_t i = 0; i < kMaxPapersOfMail + 30; ++i) papers.push_back(slot_paper("new" + std::to_string(i)));
  index_.add(papers);
  now_ += kDaySeconds;
  EXPECT_EQ(digest().papers, kMaxPapersOfMail);
  // As if that mail's position had been lost, but not its ledger.
  SqliteDatabase(file_).run(
      ("UPDATE subscriptions SET position = " + std::to_string(subscription.position.count)).c_str());
  now_ += kDaySeconds;
  EXPECT_EQ(digest().papers, 30U);
}

TEST_F(MailDigest, GoesOnAfterAQueryThatIsNoLongerUnderstood) {
  follow("ada@example.org", "slots");
  follow("alan@example.org", "slots");
  SqliteDatabase(file_).run("UPDATE subscriptions SET query = 'w*' WHERE id = 1");
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  const DigestSummary summary = digest();
  EXPECT_EQ(summary.queries_refused, 1U);
  EXPECT_EQ(summary.exit_status(), kExitDone);
  EXPECT_EQ(digest().due, 0U) << "once a day";
  EXPECT_EQ(summary.sent, 1U);
  EXPECT_THAT(lines_, HasSubstr("event=digest_query_refused subscription=1 code=wildcard_too_short"));
}

TEST_F(MailDigest, SendsNothingWhenTheDatabaseTakesNothing) {
  follow("ada@example.org", "slots");
  index_.add({slot_paper("new0")});
  now_ += kDaySeconds;
  SqliteDatabase(file_).run("CREATE TRIGGER full BEFORE INSERT ON meta BEGIN SELECT RAISE(FAIL, 'no space'); END");
  EXPECT_THROW(digest(), MailError);
  EXPECT_EQ(server_.count(), 0U);
  SqliteDatabase(file_).run("DROP TRIGGER full");
  EXPECT_EQ(digest().sent, 1U);
}

TEST_F(MailDigest, WorksWithoutSubscriptionsAndChecksItsConfiguration) {
  EXPECT_EQ(digest().due, 0U);
  MailConfig config = loopback_config(file_, server_.url());
  config.from = "";
  EXPECT_THROW(digest(config), MailFault);
}

}  // namespace
}  // namespace paperdex
