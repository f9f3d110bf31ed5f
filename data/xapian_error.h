// The one place where a Xapian::Error, which is not a std::exception, becomes an IndexError.
#pragma once

#include <xapian.h>

#include <string>
#include <utility>

#include "data/error.h"

namespace paperdex {

// Calls `work` and returns what it returns. A Xapian::Error becomes an IndexError that starts with `doing`, for example
// "cannot open the index at DIR". Other exceptions pass.
template <typename Work>
auto translate_xapian(const std::string& doing, Work&& work) -> decltype(std::forward<Work>(work)()) {
  try {
    return std::forward<Work>(work)();
  } catch (const Xapian::DatabaseLockError& error) {
    throw LockedError(doing + ": " + error.get_msg());
  } catch (const Xapian::Error& error) {
    const char* system = error.get_error_string();
    throw IndexError(doing + ": " + error.get_type() + ": " + error.get_msg() +
                     (system != nullptr ? std::string(" (") + system + ")" : std::string()));
  }
}

}  // namespace paperdex
