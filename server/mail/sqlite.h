// SQLite, with its failures thrown and its objects let go of. An implementation detail of server/mail.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace paperdex {

// How long one process waits for another's transaction before it gives up.
inline constexpr std::chrono::milliseconds kSqlitePatience{10'000};

// A connection. Not thread-safe. Everything throws MailError with what SQLite says.
class SqliteDatabase {
 public:
  // Creates the file, which only its owner may read, when it is missing. WAL, synchronous=FULL, foreign keys.
  explicit SqliteDatabase(const std::filesystem::path& file);
  ~SqliteDatabase();
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  void run(const char* sql);          // statements without parameters and results
  std::int64_t last_row() const;      // the id of the row that was inserted last
  std::int64_t changed_rows() const;  // by the statement that ran last

  sqlite3* get() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
};

// A statement with parameters ?1, ?2, ... in the order in which they are bound:
//
//   SqliteStatement rows(database, "SELECT id, address FROM t WHERE hour = ?1 AND period = ?2");
//   rows.bind(7).bind("daily");
//   while (rows.step()) use(rows.integer(0), rows.text(1));
class SqliteStatement {
 public:
  SqliteStatement(SqliteDatabase& database, std::string_view sql);

  SqliteStatement& bind(std::int64_t number);
  SqliteStatement& bind(int number) { return bind(std::int64_t{number}); }
  SqliteStatement& bind(std::string_view text);
  SqliteStatement& bind_blob(std::string_view bytes);

  bool step();               // false when there is no further row
  void run();                // to its end
  SqliteStatement& again();  // from its start, to be bound anew

  std::int64_t integer(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;
  std::string text(int column) const;  // or the bytes of a blob

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  void check(int code) const;

  SqliteDatabase& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

// All or nothing: rolled back unless commit() was called. Takes the right to write at once, so that it cannot fail for
// having read before another wrote.
class SqliteTransaction {
 public:
  explicit SqliteTransaction(SqliteDatabase& database);
  ~SqliteTransaction();
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;

  void commit();

 private:
  SqliteDatabase& database_;
  bool open_ = true;
};

}  // namespace paperdex
