// The tables of the database of subscriptions, and the key beside it.
#pragma once

#include <filesystem>
#include <string>

#include "server/mail/sqlite.h"

namespace paperdex {

inline constexpr int kSubscriptionSchemaVersion = 2;

// Makes the tables in a new database, and those of version 1 today's. Throws MailError for a version that is not known.
void prepare_schema(SqliteDatabase& database);

// The key in "<database>.key": made when the database has none yet. Throws MailError when the database has one and the
// file is missing or another, and when it cannot be read.
std::string prepare_secret(SqliteDatabase& database, const std::filesystem::path& file);

}  // namespace paperdex
