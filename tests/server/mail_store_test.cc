// From asking to unsubscribing, without a mail server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "data/json.h"
#include "server/mail/subscription_schema.h"
#include "server/mail/subscription_store.h"
#include "server/mail/token.h"
#include "tests/mail_server/subscribing.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::Optional;
using testing::SizeIs;

const IndexPosition kHere = {"index", 7};

std::string text_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

MATCHER_P(IsConfirmOf, address, "") {
  return arg.kind == OutboxEntry::Kind::kConfirm && arg.subscription.address == address;
}

class MailStore : public testing::Test {
 protected:
  // Asks, and returns what that puts into the outbox, which is emptied.
  std::vector<OutboxEntry> ask(const SubscriptionRequest& request) {
    EXPECT_TRUE(store_.request(request));
    store_.resolve_requests();
    std::vector<OutboxEntry> entries = store_.due_mails();
    for (const OutboxEntry& entry : entries) store_.finish_mail(entry.id);
    return entries;
  }
  Subscription follow(const std::string& address, const std::string& query) {
    return subscribe(store_, {address, query, {}}, kHere);
  }
  std::string manage_token(const Subscription& subscription) { return store_.tokens(subscription.id).value().manage; }
  static std::filesystem::path beside(const std::filesystem::path& file, const char* suffix) {
    return file.string() + suffix;
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "mail" / "mail.db";
  UnixSeconds now_ = kMonday;
  SubscriptionStore store_{file_, [this] { return now_; }};
};

TEST_F(MailStore, GoesFromAskingToUnsubscribing) {
  const auto entries = ask({"Ada@example.org", " slot  attention", {MailPeriod::kWeekly, 9, "Europe/Berlin"}});
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].kind, OutboxEntry::Kind::kConfirm);
  EXPECT_EQ(entries[0].subscription.address, "Ada@example.org");
  EXPECT_EQ(entries[0].subscription.query, "slot attention");
  EXPECT_THAT(store_.confirmed_subscriptions(), IsEmpty());

  const std::string token = entries[0].tokens.confirm;
  ASSERT_TRUE(store_.find_to_confirm(token));
  EXPECT_FALSE(store_.find_to_confirm(token)->confirmed);
  const auto confirmed = store_.confirm(token, kHere);
  ASSERT_TRUE(confirmed);
  EXPECT_THAT(confirmed->confirmed, Optional(kMonday));
  EXPECT_EQ(confirmed->schedule, (Schedule{MailPeriod::kWeekly, 9, "Europe/Berlin"}));
  EXPECT_EQ(confirmed->position, kHere);
  EXPECT_THAT(store_.confirmed_subscriptions(), ElementsAre(confirmed->id));

  const std::string manage = entries[0].tokens.manage;
  EXPECT_EQ(store_.find(manage).value().id, confirmed->id);
  EXPECT_TRUE(store_.unsubscribe(manage));
  EXPECT_FALSE(store_.unsubscribe(manage));
  EXPECT_FALSE(store_.find(manage));
  EXPECT_THAT(store_.confirmed_subscriptions(), IsEmpty());
}

TEST_F(MailStore, ConfirmsOnceAndWithinTwoDays) {
  const auto entries = ask({"ada@example.org", "slots", {}});
  const std::string token = entries.at(0).tokens.confirm;
  now_ += kConfirmationSeconds;
  ASSERT_TRUE(store_.confirm(token, kHere));
  now_ += kHour;
  const auto again = store_.confirm(token, {"index", 9});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->position, kHere) << "a second confirmation changes nothing";

  const auto late = ask({"ada@example.org", "graphs", {}});
  now_ += kConfirmationSeconds + 1;
  EXPECT_FALSE(store_.find_to_confirm(late.at(0).tokens.confirm));
  EXPECT_FALSE(store_.confirm(late.at(0).tokens.confirm, kHere));
}

TEST_F(MailStore, ForgetsWhatWasNotConfirmed) {
  const Subscription kept = follow("ada@example.org", "slots");
  const auto entries = ask({"ada@example.org", "graphs", {}});
  now_ += kConfirmationSeconds;
  store_.forget_expired();
  EXPECT_TRUE(store_.subscription(entries.at(0).subscription.id));
  now_ += 1;
  store_.forget_expired();
  EXPECT_FALSE(store_.subscription(entries.at(0).subscription.id));
  EXPECT_TRUE(store_.subscription(kept.id));
}

TEST_F(MailStore, ResolvesNothingWhileAskedSoThatKnownAndUnknownAreTheSame) {
  follow("ada@example.org", "slots");
  EXPECT_TRUE(store_.request({"ada@example.org", "slots", {}}));
  EXPECT_TRUE(store_.request({"alan@example.org", "slots", {}}));
  EXPECT_THAT(store_.due_mails(), IsEmpty());
  EXPECT_EQ(store_.resolve_requests().requests, 2U);
  const auto entries = store_.due_mails();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].kind, OutboxEntry::Kind::kFollowing);
  EXPECT_EQ(entries[1].kind, OutboxEntry::Kind::kConfirm);
}

TEST_F(MailStore, DoesNotChangeWhatIsFollowedForOneWhoAsksAgain) {
  const Subscription before = follow("ada@example.org", "slots");
  const auto entries = ask({"ADA@example.org", "slots", {MailPeriod::kWeekly, 3, "UTC"}});
  EXPECT_EQ(entries.at(0).kind, OutboxEntry::Kind::kFollowing);
  EXPECT_EQ(entries.at(0).subscription.address, "ada@example.org");
  EXPECT_EQ(store_.subscription(before.id).value().schedule, before.schedule);
}

TEST_F(MailStore, TakesTheLatestWishWhileUnconfirmed) {
  const auto first = ask({"ada@example.org", "slots", {}});
  const auto second = ask({"ada@example.org", "slots", {MailPeriod::kWeekly, 3, "UTC"}});
  EXPECT_EQ(first.at(0).tokens.confirm, second.at(0).tokens.confirm);
  EXPECT_EQ(second.at(0).subscription.schedule.hour, 3);
}

TEST_F(MailStore, LimitsWhatAnAddressIsSentWithoutAWord) {
  for (std::size_t i = 0; i < kMaxAnswersOfAddress; ++i) {
    EXPECT_THAT(ask({i % 2 == 0 ? "ada@example.org" : "Ada@Example.org", "q" + std::to_string(i), {}}), SizeIs(1));
  }
  EXPECT_THAT(ask({"ada@example.org", "another", {}}), IsEmpty());
  EXPECT_THAT(ask({"alan@example.org", "another", {}}), SizeIs(1));
  EXPECT_TRUE(store_.request({"ada@example.org", "another", {}}));
  EXPECT_EQ(store_.resolve_requests().over_limit, 1U);
  now_ += kAddressLimitSeconds;
  EXPECT_THAT(ask({"ada@example.org", "another", {}}), SizeIs(1));
}

TEST_F(MailStore, LimitsTheSubscriptionsOfAnAddress) {
  for (std::size_t i = 0; i < kMaxSubscriptionsOfAddress; ++i) {
    follow("ada@example.org", "q" + std::to_string(i));
    now_ += kAddressLimitSeconds;
  }
  const auto entries = ask({"ada@example.org", "one more", {}});
  EXPECT_EQ(entries.at(0).kind, OutboxEntry::Kind::kFull);
  EXPECT_THAT(store_.confirmed_subscriptions(), SizeIs(kMaxSubscriptionsOfAddress));
}

TEST_F(MailStore, LimitsHowManyRequestsWait) {
  SqliteDatabase database(file_);
  {
    SqliteTransaction transaction(database);
    for (std::size_t i = 0; i + 1 < kMaxWaitingRequests; ++i) {
      database.run(
          "INSERT INTO requests(address, query, period, hour, time_zone, created) VALUES('a@b.cd','',0,7,'UTC',0)");
    }
    transaction.commit();
  }
  EXPECT_TRUE(store_.request({"ada@example.org", "slots", {}}));
  EXPECT_FALSE(store_.request({"ada@example.org", "slots", {}}));
}

TEST_F(MailStore, NamesTheMemberAtFault) {
  const auto fault_of = [&](const SubscriptionRequest& request) -> std::string {
    try {
      store_.request(request);
      return "";
    } catch (const MailFault& fault) {
      return fault.key();
    }
  };
  EXPECT_EQ(fault_of({"ada", "slots", {}}), "address");
  EXPECT_EQ(fault_of({"ada@example.org", "w*", {}}), "query");
  EXPECT_EQ(fault_of({"ada@example.org", "slots", {MailPeriod::kDaily, 24, "UTC"}}), "hour");
  EXPECT_EQ(fault_of({"ada@example.org", "slots", {MailPeriod::kDaily, 7, "Mars"}}), "time_zone");
}

TEST_F(MailStore, ChangesByToken) {
  const Subscription slots = follow("ada@example.org", "slots");
  follow("ada@example.org", "graphs");
  const std::string token = manage_token(slots);
  using Result = SubscriptionStore::ChangeResult;
  const IndexPosition later = {"index", 9};
  EXPECT_EQ(store_.change(token, {std::nullopt, Schedule{MailPeriod::kWeekly, 8, "UTC"}}, later), Result::kChanged);
  EXPECT_EQ(store_.find(token)->schedule.hour, 8);
  EXPECT_EQ(store_.find(token)->position, kHere) << "the query is the same: nothing may be missed";
  EXPECT_EQ(store_.change(token, {"graphs", std::nullopt}, later), Result::kDuplicate);
  EXPECT_EQ(store_.change(token, {"transformers", std::nullopt}, later), Result::kChanged);
  EXPECT_EQ(store_.find(token)->query, "transformers");
  EXPECT_EQ(store_.find(token)->position, later);
  EXPECT_EQ(store_.change(std::string(32, 'a'), {"x", std::nullopt}, later), Result::kUnknown);
  EXPECT_THROW(store_.change(token, {"w*", std::nullopt}, later), MailFault);
  EXPECT_THROW(store_.change(token, {std::nullopt, Schedule{MailPeriod::kDaily, -1, "UTC"}}, later), MailFault);
}

TEST_F(MailStore, GivesAndRemovesAllOfAnAddress) {
  const Subscription slots = follow("Ada@example.org", "slots \"</script>");
  follow("ada@example.org", "graphs");
  const Subscription other = follow("alan@example.org", "slots");
  store_.record_sent(slots.id, {"2006.15055"}, kHere);
  const std::string token = manage_token(slots);
  const auto data = store_.own_data(token);
  ASSERT_TRUE(data);
  EXPECT_THAT(data->subscriptions, SizeIs(2));
  const JsonDocument json = parse_json(own_data_json(*data));
  EXPECT_EQ(json_string(json, "address"), "Ada@example.org");
  const auto& item = json["subscriptions"][0];
  EXPECT_EQ(json_string(item, "query"), "slots \"</script>");
  EXPECT_EQ(json_string(item, "confirmed"), "2026-01-05T00:00:00Z");
  EXPECT_EQ(json_string(item["sent"][0], "id"), "2006.15055");

  EXPECT_TRUE(store_.request({"ada@example.org", "one more", {}}));
  EXPECT_TRUE(store_.remove_own_data(token));
  EXPECT_FALSE(store_.own_data(token));
  EXPECT_THAT(store_.confirmed_subscriptions(), ElementsAre(other.id));
  EXPECT_EQ(store_.resolve_requests().requests, 0U);
  EXPECT_THAT(text_of_file(file_) + text_of_file(beside(file_, "-wal")), testing::HasSubstr("alan@example.org"));
  SqliteDatabase(file_).run("PRAGMA wal_checkpoint(TRUNCATE)");
  EXPECT_THAT(text_of_file(file_), Not(testing::HasSubstr("ada@example.org")));
}

TEST_F(MailStore, TakesNoTokenButItsOwn) {
  const auto entries = ask({"ada@example.org", "slots", {}});
  const SubscriptionTokens& tokens = entries.at(0).tokens;
  EXPECT_TRUE(is_token(tokens.confirm) && is_token(tokens.manage));
  EXPECT_NE(tokens.confirm, tokens.manage);
  EXPECT_FALSE(store_.confirm(tokens.manage, kHere));
  EXPECT_FALSE(store_.find(tokens.confirm));
  for (const std::string& token : {std::string(), std::string(32, '0'), tokens.manage.substr(1), tokens.manage + 'a',
                                   std::string("' OR 1=1 --"), std::string(1'000'000, 'a')}) {
    EXPECT_FALSE(store_.find(token));
    EXPECT_FALSE(store_.unsubscribe(token));
    EXPECT_FALSE(store_.remove_own_data(token));
    EXPECT_FALSE(store_.own_data(token));
  }
}

TEST_F(MailStore, KeepsNoTokenAndIsForItsOwnerAlone) {
  const auto entries = ask({"ada@example.org", "slots", {}});
  const std::string bytes = text_of_file(file_) + text_of_file(beside(file_, "-wal"));
  EXPECT_THAT(bytes, testing::HasSubstr("ada@example.org"));
  EXPECT_THAT(bytes, Not(testing::HasSubstr(entries.at(0).tokens.manage)));
  EXPECT_THAT(bytes, Not(testing::HasSubstr(entries.at(0).tokens.confirm)));
  for (const char* suffix : {"", "-wal", "-shm", ".key"}) {
    struct stat status {};
    ASSERT_EQ(stat(beside(file_, suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777, 0600U) << suffix;
  }
}

TEST_F(MailStore, OpensAgainWithItsKeyAlone) {
  const Subscription slots = follow("ada@example.org", "slots");
  const std::string token = manage_token(slots);
  EXPECT_TRUE(SubscriptionStore(file_).find(token));
  const std::filesystem::path key = beside(file_, ".key");
  std::filesystem::rename(key, beside(file_, ".away"));
  EXPECT_THROW(SubscriptionStore{file_}, MailError);
  std::ofstream(key) << std::string(kSecretBytes, 'x');
  EXPECT_THROW(SubscriptionStore{file_}, MailError);
  std::filesystem::rename(beside(file_, ".away"), key);
  EXPECT_TRUE(SubscriptionStore(file_).find(token));
}

TEST_F(MailStore, MakesAKeyInPlaceOfNoOther) {
  const std::filesystem::path file = folder_.path() / "new.db";
  const std::filesystem::path key = beside(file, ".key");
  std::ofstream(key) << std::string(kSecretBytes - 1, 'x');
  EXPECT_THROW(SubscriptionStore{file}, MailError) << "of another length";
  EXPECT_EQ(text_of_file(key), std::string(kSecretBytes - 1, 'x'));
  std::filesystem::remove(key);
  std::filesystem::create_directory(key);
  EXPECT_THROW(SubscriptionStore{file}, MailError) << "it cannot be read";
  std::filesystem::remove(key);
  std::ofstream(beside(key, ".new")) << "left by one that was killed";
  SubscriptionStore{file};
  EXPECT_EQ(text_of_file(key).size(), kSecretBytes);
  EXPECT_FALSE(std::filesystem::exists(beside(key, ".new")));
}

TEST_F(MailStore, KeepsItsLocksWhenTheFileIsOpenedOnceMore) {
  { const SqliteDatabase second(file_); }
  // To leave WAL, another process must have the file for itself.
  const std::string command =
      "/usr/bin/python3 -c \"import sqlite3, sys\ntry:\n  sqlite3.connect(sys.argv[1], timeout=0).execute('PRAGMA "
      "journal_mode=DELETE')\nexcept sqlite3.OperationalError:\n  sys.exit(7)\" '" +
      file_.string() + "'";
  EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 7);
}

TEST_F(MailStore, BringsAlongADatabaseOfTheVersionBefore) {
  const Subscription slots = follow("ada@example.org", "slots");
  EXPECT_TRUE(store_.request({"alan@example.org", "slots", {}}));
  // What version 1 had not, which is all that it had not.
  SqliteDatabase(file_).run(
      "ALTER TABLE requests DROP COLUMN client; ALTER TABLE outbox DROP COLUMN client; ALTER TABLE outbox DROP COLUMN "
      "asked; PRAGMA user_version=1");
  SubscriptionStore store(file_, [this] { return now_; });
  EXPECT_TRUE(store.subscription(slots.id));
  EXPECT_EQ(store.resolve_requests().requests, 1U) << "asked for before";
  EXPECT_TRUE(store.request({"grace@example.org", "slots", {}, "203.0.113.7"}));
  store.resolve_requests();
  const std::vector<OutboxEntry> entries = store.due_mails();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].client, "");
  EXPECT_EQ(entries[1].client, "203.0.113.7");
}

TEST_F(MailStore, RemembersWhoAskedUntilTheMailIsDoneWith) {
  const UnixSeconds asked = now_;
  EXPECT_TRUE(store_.request({"ada@example.org", "slots", {}, "2001:db8::1"}));
  now_ += kHour;
  store_.resolve_requests();
  const std::vector<OutboxEntry> entries = store_.due_mails();
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].client, "2001:db8::1");
  EXPECT_EQ(entries[0].asked, asked);
  store_.finish_mail(entries[0].id);
  SqliteDatabase database(file_);
  for (const char* table : {"requests", "outbox"}) {
    SqliteStatement rows(database, std::string("SELECT count(*) FROM ") + table);
    rows.step();
    EXPECT_EQ(rows.integer(0), 0) << table;
  }
}

TEST_F(MailStore, RefusesAnotherVersionAndWhatIsNoDatabase) {
  SqliteDatabase(file_).run("PRAGMA user_version=3");
  EXPECT_THROW(SubscriptionStore{file_}, MailError);
  const std::filesystem::path text = folder_.path() / "text";
  std::ofstream(text) << std::string(5000, 'x');
  EXPECT_THROW(SubscriptionStore{text}, MailError);
  EXPECT_THROW(SubscriptionStore{folder_.path()}, MailError);
}

TEST_F(MailStore, RecordsWhatWasSentTogetherWithThePosition) {
  const Subscription slots = follow("ada@example.org", "slots");
  now_ += kDaySeconds;
  store_.record_sent(slots.id, {"a", "b"}, {"index", 9});
  EXPECT_THAT(store_.unsent(slots.id, {"c", "b", "a", "d"}), ElementsAre("c", "d"));
  EXPECT_EQ(store_.subscription(slots.id)->position, (IndexPosition{"index", 9}));
  EXPECT_EQ(store_.subscription(slots.id)->last_run, now_);
  store_.unsubscribe(manage_token(slots));
  store_.record_sent(slots.id, {"e"}, {"index", 10});  // on its way when it ended
  now_ += kLedgerSeconds;
  store_.trim_ledger();
}

TEST_F(MailStore, ForgetsWhatWasSentLongAgo) {
  const Subscription slots = follow("ada@example.org", "slots");
  store_.record_sent(slots.id, {"old"}, kHere);
  now_ += kLedgerSeconds;
  store_.record_sent(slots.id, {"young"}, kHere);
  store_.trim_ledger();
  EXPECT_THAT(store_.unsent(slots.id, {"old", "young"}), IsEmpty());
  now_ += 1;
  store_.trim_ledger();
  EXPECT_THAT(store_.unsent(slots.id, {"old", "young"}), ElementsAre("old"));
}

TEST_F(MailStore, PausesAfterBouncesInARowAndResumesWhenAskedAgain) {
  const Subscription slots = follow("ada@example.org", "slots");
  for (int i = 0; i + 1 < kMaxBounces; ++i) EXPECT_FALSE(store_.record_bounce(slots.id));
  store_.record_sent(slots.id, {}, kHere);
  EXPECT_EQ(store_.subscription(slots.id)->bounces, kMaxBounces - 1) << "no mail was taken";
  store_.record_sent(slots.id, {"a"}, kHere);
  EXPECT_EQ(store_.subscription(slots.id)->bounces, 0);
  for (int i = 0; i + 1 < kMaxBounces; ++i) EXPECT_FALSE(store_.record_bounce(slots.id));
  EXPECT_TRUE(store_.record_bounce(slots.id));
  EXPECT_THAT(store_.confirmed_subscriptions(), IsEmpty());
  const auto entries = ask({"ada@example.org", "slots", {}});
  EXPECT_EQ(entries.at(0).kind, OutboxEntry::Kind::kConfirm);
  EXPECT_TRUE(store_.confirm(entries.at(0).tokens.confirm, {"index", 20}));
  EXPECT_THAT(store_.confirmed_subscriptions(), ElementsAre(slots.id));
  EXPECT_EQ(store_.subscription(slots.id)->position.count, 20U);
}

TEST_F(MailStore, KnowsWebhooksByKey) {
  const auto state = store_.begin_webhook("chat", kHere);
  EXPECT_EQ(state.position, kHere);
  store_.record_webhook(state.id, {"a"}, {"index", 8});
  EXPECT_EQ(store_.begin_webhook("chat", {"index", 9}).position.count, 8U);
  EXPECT_THAT(store_.unsent_to_webhook(state.id, {"a", "b"}), ElementsAre("b"));
  EXPECT_NE(store_.begin_webhook("other", kHere).id, state.id);
}

TEST_F(MailStore, GetsOverAClockThatRanAhead) {
  constexpr UnixSeconds kAhead = 1000 * kDaySeconds;
  now_ += kAhead;
  for (std::size_t i = 0; i < kMaxAnswersOfAddress; ++i) ask({"ada@example.org", "q" + std::to_string(i), {}});
  store_.request({"alan@example.org", "slots", {}});
  store_.resolve_requests();
  now_ -= kAhead;
  EXPECT_THAT(store_.due_mails(), IsEmpty());
  store_.forget_expired();
  const std::vector<OutboxEntry> entries = store_.due_mails();
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_TRUE(store_.claim_mail(entries[0], now_ + kMaxPostponeSeconds));
  store_.forget_expired();
  EXPECT_THAT(store_.due_mails(), IsEmpty()) << "so long it may wait";
  EXPECT_THAT(ask({"ada@example.org", "slots", {}}), Not(Contains(IsConfirmOf("ada@example.org"))));
  now_ += kAddressLimitSeconds;
  store_.forget_expired();
  EXPECT_THAT(ask({"ada@example.org", "slots", {}}), Contains(IsConfirmOf("ada@example.org")));
}

TEST_F(MailStore, GivesAMailToOneOnly) {
  store_.request({"ada@example.org", "slots", {}});
  store_.resolve_requests();
  const OutboxEntry first = store_.due_mails().at(0);
  EXPECT_TRUE(store_.claim_mail(first, now_ + 30));
  EXPECT_FALSE(store_.claim_mail(first, now_ + 30)) << "another has it";
  EXPECT_THAT(store_.due_mails(), IsEmpty());
  now_ += 30;
  const OutboxEntry second = store_.due_mails().at(0);
  EXPECT_EQ(second.tries, 1);
  store_.drop_unconfirmed(second.subscription.id);
  EXPECT_FALSE(store_.claim_mail(second, now_ + 30)) << "it is gone";
}

}  // namespace
}  // namespace paperdex
