// What can go wrong with mail, by whose fault.
#pragma once

#include <string>
#include <utility>

#include "data/error.h"

namespace paperdex {

// The database, the disk under it or the system failed: the operator's concern.
class MailError : public Error {
 public:
  using Error::Error;
};

// A member of a request or of the configuration that cannot be used. key() is its name there ("address", "smtp").
class MailFault : public InputError {
 public:
  MailFault(std::string key, const std::string& message) : InputError(message), key_(std::move(key)) {}

  const std::string& key() const { return key_; }

 private:
  std::string key_;
};

}  // namespace paperdex
