// What can go wrong, by whose fault. Each type maps to one answer of a program and of the server.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace paperdex {

// Base of all that Paperdex throws on purpose. what() is one line a user can act on.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A file, a record or a flag that was handed in cannot be used.
class InputError : public Error {
 public:
  using Error::Error;
};

// A question that cannot be understood or goes past a limit: the asker's fault.
class QueryError : public Error {
 public:
  static constexpr int kNoPosition = -1;

  // `code` names the limit or rule for programs ("query_too_long"), `param` the request's parameter at fault, and
  // `position` the byte of its text where the fault is seen, or kNoPosition.
  QueryError(std::string code, const std::string& message, std::string param = "q", int position = kNoPosition)
      : Error(message), code_(std::move(code)), param_(std::move(param)), position_(position) {}

  const std::string& code() const { return code_; }
  const std::string& param() const { return param_; }
  int position() const { return position_; }

 private:
  std::string code_;
  std::string param_;
  int position_;
};

// The index is missing, damaged, of another format, or the disk under it failed: the operator's concern.
class IndexError : public Error {
 public:
  using Error::Error;
};

// What is published or stored is damaged, or of another format: whoever reads it again fails again. Other IndexErrors
// may pass, such as a system without memory or file descriptors.
class LastingError : public IndexError {
 public:
  using IndexError::IndexError;
};

// What is stored is not what was written: a checksum differs, or a file is missing or no database.
class DamageError : public LastingError {
 public:
  using LastingError::LastingError;
};

// The index is of another format version than this program's.
class FormatError : public LastingError {
 public:
  using LastingError::LastingError;
};

// Another indexer holds the index: try again later.
class LockedError : public IndexError {
 public:
  using IndexError::IndexError;
};

// A source on the network did not answer as it should, after all retries: try again later.
class FetchError : public Error {
 public:
  using Error::Error;
};

// ": Too many open files" for an errno, to end a message with; "" for 0, when no reason is known.
std::string because(int error);

// A text of the user's in a message: in quotes, without control characters, cut when it is long.
std::string in_quotes(std::string_view text);

// The exit statuses of the three programs.
enum ExitStatus : int {
  kExitDone = 0,
  kExitPartly = 1,  // done with rejections, or nothing found
  kExitUsage = 2,
  kExitFailed = 3,
  kExitTryLater = 75,  // EX_TEMPFAIL of sysexits.h: locked, or a source is down
};

}  // namespace paperdex
