// A request that is answered with an error instead of what it asked for.
#pragma once

#include <string>
#include <utility>

#include "data/error.h"

namespace paperdex {

// What other parts say in passing, as it is read by people: "q is empty" -> "Q is empty."
inline std::string sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text + ".";
}

// Thrown by whatever handles a request; becomes `status` and the error object of the API (or an error page). what() is
// shown to the client: one plain sentence without secrets.
class HttpError : public Error {
 public:
  static constexpr int kNoPosition = QueryError::kNoPosition;

  // `code` names the rule for programs, `param` the parameter at fault ("" when none is), `position` the byte of its
  // value.
  HttpError(int status, std::string code, const std::string& message, std::string param = "",
            int position = kNoPosition)
      : Error(message), status_(status), code_(std::move(code)), param_(std::move(param)), position_(position) {}

  int status() const { return status_; }
  const std::string& code() const { return code_; }
  const std::string& param() const { return param_; }
  int position() const { return position_; }

  // When to come again, for 429 and 503.
  int retry_after_seconds() const { return retry_after_seconds_; }
  HttpError&& retry_after(int seconds) && {
    retry_after_seconds_ = seconds;
    return std::move(*this);
  }

 private:
  int status_;
  std::string code_;
  std::string param_;
  int position_;
  int retry_after_seconds_ = 1;
};

inline HttpError out_of_memory() {
  constexpr int kSeconds = 5;
  return HttpError(503, "out_of_memory", "The server has no memory for this at the moment; try again.")
      .retry_after(kSeconds);
}

}  // namespace paperdex
