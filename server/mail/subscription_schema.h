// The tables of the database of subscriptions, and the key beside it.
#pragma once

#include <filesystem>
#include <string>

#include "server/mail/sqlite.h"

namespace paperdex {

inline constexpr int kSubscriptionSchemaVersion = 1;

// Makes the tables in a new database. Throws MailError for another version than ours.
void prepare_schema(SqliteDatabase& database);

// The key in "<database>.key": made when the database has none yet. Throws MailError when the database has one and the
// file is missing or another, and when it cannot be read.
std::string prepare_secret(SqliteDatabase& database, const std::filesystem::path& file);

}  // namespace paperdex
