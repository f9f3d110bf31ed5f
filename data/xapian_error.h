// The one place where a Xapian::Error, which is not a std::exception, becomes an IndexError.
#pragma once

#include <xapian.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "data/error.h"

namespace paperdex {

inline std::string message_of(const Xapian::Error& error) {
  const char* system = error.get_error_string();
  return std::string(error.get_type()) + ": " + error.get_msg() +
         (system != nullptr ? std::string(" (") + system + ")" : std::string());
}

// The database is at fault and not the system under it, which Xapian names where it is. A file that is missing, or that
// the disk cannot read any more, is the database's fault, too.
inline bool is_damage(const Xapian::DatabaseError& error) {
  const char* system = error.get_error_string();
  return system == nullptr || std::string_view(system) == std::strerror(ENOENT) ||
         std::string_view(system) == std::strerror(EIO);
}

// Calls `work` and returns what it returns. A Xapian::Error becomes an IndexError (a DamageError, a LockedError) that
// starts with `doing`, for example "cannot open the index at DIR". Other exceptions pass.
template <typename Work>
auto translate_xapian(const std::string& doing, Work&& work) -> decltype(std::forward<Work>(work)()) {
  try {
    return std::forward<Work>(work)();
  } catch (const Xapian::DatabaseLockError& error) {
    throw LockedError(doing + ": " + error.get_msg());
  } catch (const Xapian::DatabaseModifiedError& error) {
    throw IndexError(doing + ": " + message_of(error));
  } catch (const Xapian::DatabaseError& error) {
    if (is_damage(error)) throw DamageError(doing + ": " + message_of(error));
    throw IndexError(doing + ": " + message_of(error));
  } catch (const Xapian::Error& error) {
    throw IndexError(doing + ": " + message_of(error));
  }
}

}  // namespace paperdex
