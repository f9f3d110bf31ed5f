// The addresses in mails. The server's routes answer at them.
#pragma once

#include <string>

namespace paperdex {

// GET shows a page with a button; POST does it (RFC 8058 for the second). Each takes the parameter "token".
inline constexpr char kConfirmPath[] = "/subscriptions/confirm";
inline constexpr char kUnsubscribePath[] = "/subscriptions/unsubscribe";
inline constexpr char kManagePath[] = "/subscriptions/manage";

class MailLinks {
 public:
  // As in MailConfig: no slash at its end.
  explicit MailLinks(std::string base_url);

  std::string confirm(const std::string& token) const;
  std::string unsubscribe(const std::string& token) const;
  std::string manage(const std::string& token) const;
  std::string paper(const std::string& id) const;
  std::string search(const std::string& query) const;  // newest first; of "" the first page

 private:
  std::string base_url_;
};

}  // namespace paperdex
