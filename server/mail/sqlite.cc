#include "server/mail/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "server/mail/mail_error.h"

namespace paperdex {
namespace {

// SQLite gives its own files beside this one the same mode. A file that is there is not opened: this process may have
// it open already, and closing it once would drop the locks that SQLite holds on it.
void create_private_file(const std::filesystem::path& file) {
  constexpr mode_t kOwnerOnly = 0600;
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
  if (descriptor >= 0) {
    close(descriptor);
    return;
  }
  if (errno == EEXIST && chmod(file.c_str(), kOwnerOnly) == 0) return;
  throw MailError("cannot use " + file.string() + ": " + std::system_category().message(errno));
}

[[noreturn]] void fail(sqlite3* handle, int code) {
  throw MailError(std::string("the database of subscriptions: ") +
                  (handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code)));
}

}  // namespace

SqliteDatabase::SqliteDatabase(const std::filesystem::path& file) {
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  create_private_file(file);
  const int code = sqlite3_open_v2(file.c_str(), &handle_,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code != SQLITE_OK) {
    sqlite3_close(handle_);
    throw MailError("cannot open " + file.string() + ": " + sqlite3_errstr(code));
  }
  sqlite3_busy_timeout(handle_, static_cast<int>(kSqlitePatience.count()));
  try {
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; "
        "PRAGMA secure_delete=ON");
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

SqliteDatabase::~SqliteDatabase() { sqlite3_close(handle_); }

void SqliteDatabase::run(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(handle_, code);
}

std::int64_t SqliteDatabase::last_row() const { return sqlite3_last_insert_rowid(handle_); }

std::int64_t SqliteDatabase::changed_rows() const { return sqlite3_changes64(handle_); }

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

SqliteStatement::SqliteStatement(SqliteDatabase& database, std::string_view sql) : database_(database) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  statement_.reset(statement);
  check(code);
}

void SqliteStatement::check(int code) const {
  if (code != SQLITE_OK) fail(database_.get(), code);
}

SqliteStatement& SqliteStatement::bind(std::int64_t number) {
  check(sqlite3_bind_int64(statement_.get(), ++bound_, number));
  return *this;
}

SqliteStatement& SqliteStatement::bind(std::string_view text) {
  check(sqlite3_bind_text64(statement_.get(), ++bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

SqliteStatement& SqliteStatement::bind_blob(std::string_view bytes) {
  check(sqlite3_bind_blob64(statement_.get(), ++bound_, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
  return *this;
}

bool SqliteStatement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail(database_.get(), code);
  return false;
}

void SqliteStatement::run() {
  while (step()) {
  }
}

SqliteStatement& SqliteStatement::again() {
  sqlite3_reset(statement_.get());
  bound_ = 0;
  return *this;
}

std::int64_t SqliteStatement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::optional<std::int64_t> SqliteStatement::optional_integer(int column) const {
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::string SqliteStatement::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int count = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr ? std::string()
                          : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count));
}

SqliteTransaction::SqliteTransaction(SqliteDatabase& database) : database_(database) {
  database.run("BEGIN IMMEDIATE");
}

SqliteTransaction::~SqliteTransaction() {
  if (open_) sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqliteTransaction::commit() {
  database_.run("COMMIT");
  open_ = false;
}

}  // namespace paperdex
