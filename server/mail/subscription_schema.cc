#include "server/mail/subscription_schema.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "server/mail/mail_error.h"
#include "server/mail/token.h"

namespace paperdex {
namespace {

// Times are seconds since 1970; AUTOINCREMENT, so that no token ever means a later subscription. `period`: 0 daily, 1
// weekly. `answers` counts mails upon requests by an HMAC of the address, which outlives the address.
constexpr char kTables[] = R"(
CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE subscriptions(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  address TEXT NOT NULL,
  address_key TEXT NOT NULL,
  query TEXT NOT NULL,
  period INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  salt BLOB NOT NULL,
  confirm_hash BLOB UNIQUE,
  manage_hash BLOB UNIQUE,
  created INTEGER NOT NULL,
  confirm_until INTEGER NOT NULL,
  confirmed INTEGER,
  paused INTEGER NOT NULL DEFAULT 0,
  bounces INTEGER NOT NULL DEFAULT 0,
  origin TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0,
  last_run INTEGER NOT NULL DEFAULT 0,
  UNIQUE(address_key, query));
CREATE TABLE requests(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  address TEXT NOT NULL,
  query TEXT NOT NULL,
  period INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  created INTEGER NOT NULL,
  client TEXT NOT NULL DEFAULT '');
CREATE TABLE outbox(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subscription INTEGER NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL,
  client TEXT NOT NULL DEFAULT '',
  asked INTEGER NOT NULL DEFAULT 0);
CREATE INDEX outbox_of_subscription ON outbox(subscription);
CREATE TABLE answers(address_hash BLOB NOT NULL, time INTEGER NOT NULL);
CREATE INDEX answers_of_address ON answers(address_hash, time);
CREATE TABLE sent(
  subscription INTEGER NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
  paper TEXT NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY(subscription, paper)) WITHOUT ROWID;
CREATE TABLE webhooks(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL,
  position INTEGER NOT NULL,
  last_run INTEGER NOT NULL);
CREATE TABLE webhook_sent(
  webhook INTEGER NOT NULL REFERENCES webhooks ON DELETE CASCADE,
  paper TEXT NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY(webhook, paper)) WITHOUT ROWID;
PRAGMA user_version=2;
)";

// Who asked for a mail, and when.
constexpr char kFromVersion1[] = R"(
ALTER TABLE requests ADD COLUMN client TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN client TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version=2;
)";

[[noreturn]] void fail_at(const char* what, const std::filesystem::path& file, int reason) {
  throw MailError(std::string("cannot ") + what + ' ' + file.string() + ": " + std::system_category().message(reason));
}

// Nothing when there is no such file. One that cannot be read is another matter: no new key may take its place.
std::optional<std::string> read_key(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return std::nullopt;
  if (descriptor < 0) fail_at("read", file, errno);
  std::string secret(kSecretBytes + 1, '\0');  // one more, to see that there is no more
  const ssize_t count = read(descriptor, secret.data(), secret.size());
  const int reason = errno;
  close(descriptor);
  if (count < 0) fail_at("read", file, reason);
  secret.resize(static_cast<std::size_t>(count));
  return secret;
}

void sync_folder(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

// Whole or not there at all, and never in place of another: it gets its name when it is on the disk. The transaction
// around it keeps others from the temporary name.
std::string create_key(const std::filesystem::path& file) {
  std::string secret = random_bytes(kSecretBytes);
  const std::filesystem::path temporary = file.string() + ".new";
  unlink(temporary.c_str());
  const int descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) fail_at("write", temporary, errno);
  const bool is_written =
      write(descriptor, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size()) && fsync(descriptor) == 0;
  const int write_reason = errno;
  close(descriptor);
  const bool is_named = is_written && link(temporary.c_str(), file.c_str()) == 0;
  const int reason = is_written ? errno : write_reason;
  unlink(temporary.c_str());
  if (!is_named) fail_at("write", file, reason);
  sync_folder(file);
  return secret;
}

}  // namespace

void prepare_schema(SqliteDatabase& database) {
  SqliteTransaction transaction(database);
  SqliteStatement version(database, "PRAGMA user_version");
  version.step();
  const std::int64_t found = version.integer(0);
  if (found == kSubscriptionSchemaVersion) return;
  if (found != 0 && found != 1) {
    throw MailError("the database of subscriptions has version " + std::to_string(found) + ", this program knows " +
                    std::to_string(kSubscriptionSchemaVersion) + ": use the program that made it");
  }
  version.run();  // lets go of it: the version is about to change
  database.run(found == 0 ? kTables : kFromVersion1);
  transaction.commit();
}

std::string prepare_secret(SqliteDatabase& database, const std::filesystem::path& file) {
  const std::filesystem::path key_file = file.string() + ".key";
  SqliteTransaction transaction(database);  // of two programs that start at once, one makes the key
  SqliteStatement mark(database, "SELECT value FROM meta WHERE key = 'secret_sha256'");
  const bool has_mark = mark.step();
  const std::string expected = has_mark ? mark.text(0) : "";
  mark.run();
  std::optional<std::string> found = read_key(key_file);
  if (has_mark && !found) {
    throw MailError(key_file.string() + " is missing, the key of " + file.string() +
                    ": put it back, or move the database away to begin anew");
  }
  if (has_mark ? sha256(*found) != expected : found && found->size() != kSecretBytes) {
    throw MailError(key_file.string() + " is not the key of " + file.string() +
                    ": put the right one back, or move both away to begin anew");
  }
  std::string secret = found ? std::move(*found) : create_key(key_file);
  if (!has_mark) {
    SqliteStatement(database, "INSERT INTO meta VALUES('secret_sha256', ?1)").bind_blob(sha256(secret)).run();
    transaction.commit();
  }
  return secret;
}

}  // namespace paperdex
