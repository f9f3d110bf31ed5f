// Who follows what by mail, what waits to be sent, and what was sent: one SQLite file, used by the server and the
// digest at once.
//
// Secrets. Every mail holds a link that confirms or manages a subscription, so the token in it must be known each time;
// it is not stored, but derived by HMAC-SHA256 from the subscription's id and 128 random bits with a key that lies in a
// file of its own beside the database (".key" behind its name). The database has a SHA-256 of each token. Who steals
// the database sees addresses and queries, but cannot unsubscribe, change or confirm; who steals the key as well can.
// So back them up apart. A database whose key is missing is refused: the links in mails already sent would be dead.
//
// Asking. request() does the same to the database whether or not it knows the address: it puts the request into a
// table. resolve_requests(), called by the outbox's thread, looks whether the address is known and decides which mail
// it gets. So neither the answer nor its time tells anything about an address. Limits per address are kept there, too,
// without a word to the asker.
//
// Addresses are in no message that is thrown and in no line of a log.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/mail/mail_config.h"
#include "server/mail/sqlite.h"
#include "server/mail/subscription.h"

namespace paperdex {

inline constexpr UnixSeconds kConfirmationSeconds = 48 * 3600;  // then what was not confirmed is forgotten
inline constexpr UnixSeconds kAddressLimitSeconds = 24 * 3600;
inline constexpr std::size_t kMaxAnswersOfAddress = 5;         // mails to an address upon requests in that time
inline constexpr std::size_t kMaxSubscriptionsOfAddress = 50;  // confirmed or not
inline constexpr std::size_t kMaxWaitingRequests = 10'000;     // of all addresses
inline constexpr int kMaxBounces = 3;                          // in a row; then the subscription is paused
inline constexpr UnixSeconds kMaxPostponeSeconds = 12 * 3600;  // the longest that a mail of the outbox is put off
inline constexpr UnixSeconds kLedgerSeconds = 400 * 86'400;    // how long it is known which papers were sent

// A mail that a request led to.
struct OutboxEntry {
  enum class Kind {
    kConfirm,    // follow the link to begin
    kFollowing,  // it is followed already
    kFull,       // kMaxSubscriptionsOfAddress is reached
  };
  std::int64_t id = 0;
  Kind kind = Kind::kConfirm;
  int tries = 0;
  Subscription subscription;
  SubscriptionTokens tokens;
  // Who asked for it, and when; "" and 0 when that is not known. Kept until the mail is sent or given up, and nowhere
  // else.
  std::string client;
  UnixSeconds asked = 0;
};

struct SubscriptionChange {
  std::optional<std::string> query;
  std::optional<Schedule> schedule;
};

// All that is kept of an address.
struct OwnData {
  std::string address;
  struct Item {
    Subscription subscription;
    std::vector<std::pair<std::string, UnixSeconds>> sent;  // ids of papers, and when
  };
  std::vector<Item> subscriptions;
};

// {"address", "subscriptions": [{"query", "period", "hour", "time_zone", "created", "confirmed", "paused", "bounces",
// "sent": [{"id", "time"}]}]}
std::string own_data_json(const OwnData& data);

// Thread-safe: one connection behind a mutex; nothing in here waits for a network. Everything throws MailError when the
// database fails. A token that is malformed, wrong or expired is an absent result.
class SubscriptionStore {
 public:
  // Opens or creates the database and its key. Throws MailError when it is of another version or its key is not there.
  explicit SubscriptionStore(const std::filesystem::path& file, UnixClock clock = system_unix_seconds);
  SubscriptionStore(const SubscriptionStore&) = delete;
  SubscriptionStore& operator=(const SubscriptionStore&) = delete;

  // Throws MailFault with the member at fault. False when kMaxWaitingRequests wait: try again later.
  bool request(const SubscriptionRequest& request);

  // Turns requests into subscriptions that wait for confirmation, and into mails. At most `limit` of them.
  struct Resolved {
    std::size_t requests = 0;
    std::size_t over_limit = 0;  // of these, dropped for kMaxAnswersOfAddress
  };
  Resolved resolve_requests(std::size_t limit = 100);

  // The subscription that a confirmation would begin, to show it before; confirm() does it, whose second call with the
  // same token changes nothing. `position` is the index's present one: what comes later is new. The link of the mail
  // must show a page and only its button confirm: mail filters follow links.
  std::optional<Subscription> find_to_confirm(const std::string& confirm_token);
  std::optional<Subscription> confirm(const std::string& confirm_token, const IndexPosition& position);

  // By the token that every mail holds.
  std::optional<Subscription> find(const std::string& manage_token);
  bool unsubscribe(const std::string& manage_token);
  std::optional<OwnData> own_data(const std::string& manage_token);
  bool remove_own_data(const std::string& manage_token);       // every subscription of the address
  enum class ChangeResult { kChanged, kUnknown, kDuplicate };  // kDuplicate: another of the same query is there
  // Throws MailFault. Of a new query, only what comes after `position` is new.
  ChangeResult change(const std::string& manage_token, const SubscriptionChange& change, const IndexPosition& position);

  // For the outbox: what is due, oldest first; whose turn it is; that it is done with.
  std::vector<OutboxEntry> due_mails(std::size_t limit = 100);
  // Counts a try and puts the next one off, before the mail is sent: what cannot be written is not sent either, and a
  // mail that another took or that is no longer wanted is nobody's. False then.
  bool claim_mail(const OutboxEntry& entry, UnixSeconds until);
  void finish_mail(std::int64_t outbox_id);
  // The address of a subscription that was never confirmed does not exist.
  void drop_unconfirmed(SubscriptionId id);

  // Takes out what was not confirmed in time, and counts of answers that no longer limit anything. Times that lie ahead
  // by more than they can, because the clock once did, become the present.
  void forget_expired();
  // Takes out what was sent more than kLedgerSeconds ago. Cost: a look at all that was sent.
  void trim_ledger();

  // For the digest.
  std::vector<SubscriptionId> confirmed_subscriptions();  // and not paused
  std::optional<Subscription> subscription(SubscriptionId id);
  std::optional<SubscriptionTokens> tokens(SubscriptionId id);
  std::vector<std::string> unsent(SubscriptionId id, const std::vector<std::string>& papers);  // in the same order
  // Writes something. Before a mail leaves, so that none does when that it was sent cannot be written.
  void check_writable();
  // One transaction: the papers are sent, and all up to `position` is told. Nothing when the subscription is gone.
  void record_sent(SubscriptionId id, const std::vector<std::string>& papers, const IndexPosition& position);
  // It had its turn, and is told the same the next time.
  void record_run(SubscriptionId id);
  // True when that was one too many and the subscription is paused.
  bool record_bounce(SubscriptionId id);

  // The same for a webhook, which is known by `key`. begin_webhook() makes it known from `position` on.
  struct WebhookState {
    std::int64_t id = 0;
    IndexPosition position;
    UnixSeconds last_run = 0;
  };
  WebhookState begin_webhook(const std::string& key, const IndexPosition& position);
  std::vector<std::string> unsent_to_webhook(std::int64_t id, const std::vector<std::string>& papers);
  void record_webhook(std::int64_t id, const std::vector<std::string>& papers, const IndexPosition& position);

  // A name for a mail that is the same when it is sent once more.
  std::string message_name(const std::string& text) const;

  UnixSeconds now() const { return clock_(); }

 private:
  bool resolve(const SubscriptionRequest& request, UnixSeconds asked);
  void put_into_outbox(SubscriptionId id, OutboxEntry::Kind kind, const SubscriptionRequest& request,
                       UnixSeconds asked);
  bool may_answer(const std::string& address_key);
  SubscriptionId create(const SubscriptionRequest& request);
  SubscriptionTokens derive_tokens(SubscriptionId id, const std::string& salt) const;
  std::optional<Subscription> read(SubscriptionId id);
  std::optional<Subscription> read_by_confirm_token(const std::string& token);
  std::optional<Subscription> read_by_manage_token(const std::string& token);

  UnixClock clock_;
  std::mutex mutex_;
  SqliteDatabase database_;
  std::string secret_;
};

}  // namespace paperdex
