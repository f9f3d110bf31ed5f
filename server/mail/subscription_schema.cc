#include "server/mail/subscription_schema.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

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
  created INTEGER NOT NULL);
CREATE TABLE outbox(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subscription INTEGER NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL);
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
PRAGMA user_version=1;
)";

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void sync_folder(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

// Whole or not there at all, and never in place of another.
void create_key(const std::filesystem::path& file) {
  const std::string secret = random_bytes(kSecretBytes);
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = descriptor >= 0 &&
                       write(descriptor, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size()) &&
                       fsync(descriptor) == 0;
  const int reason = errno;
  if (descriptor >= 0) close(descriptor);
  if (!written) throw MailError("cannot write " + file.string() + ": " + std::system_category().message(reason));
  sync_folder(file);
}

}  // namespace

void prepare_schema(SqliteDatabase& database) {
  SqliteTransaction transaction(database);
  SqliteStatement version(database, "PRAGMA user_version");
  version.step();
  const std::int64_t found = version.integer(0);
  if (found == kSubscriptionSchemaVersion) return;
  if (found != 0) {
    throw MailError("the database of subscriptions has version " + std::to_string(found) + ", this program knows " +
                    std::to_string(kSubscriptionSchemaVersion) + ": use the program that made it");
  }
  version.run();  // lets go of it: the version is about to change
  database.run(kTables);
  transaction.commit();
}

std::string prepare_secret(SqliteDatabase& database, const std::filesystem::path& file) {
  const std::filesystem::path key_file = file.string() + ".key";
  SqliteTransaction transaction(database);  // of two programs that start at once, one makes the key
  SqliteStatement mark(database, "SELECT value FROM meta WHERE key = 'secret_sha256'");
  const bool has_mark = mark.step();
  const std::string expected = has_mark ? mark.text(0) : "";
  mark.run();
  std::string secret = read_file(key_file);
  if (!has_mark && secret.size() != kSecretBytes) {
    create_key(key_file);
    secret = read_file(key_file);
  }
  if (has_mark && sha256(secret) != expected) {
    throw MailError(key_file.string() + " is not the key of " + file.string() +
                    ": put the right one back, or move both away to begin anew");
  }
  if (!has_mark) {
    SqliteStatement(database, "INSERT INTO meta VALUES('secret_sha256', ?1)").bind_blob(sha256(secret)).run();
    transaction.commit();
  }
  return secret;
}

}  // namespace paperdex
