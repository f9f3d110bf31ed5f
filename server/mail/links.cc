#include "server/mail/links.h"

#include <utility>

#include "server/paper_address.h"
#include "server/query_string.h"

namespace paperdex {
namespace {

std::string with_token(const std::string& base_url, const char* path, const std::string& token) {
  return base_url + path + "?token=" + token;
}

}  // namespace

MailLinks::MailLinks(std::string base_url) : base_url_(std::move(base_url)) {}

std::string MailLinks::confirm(const std::string& token) const { return with_token(base_url_, kConfirmPath, token); }

std::string MailLinks::unsubscribe(const std::string& token) const {
  return with_token(base_url_, kUnsubscribePath, token);
}

std::string MailLinks::manage(const std::string& token) const { return with_token(base_url_, kManagePath, token); }

std::string MailLinks::paper(const std::string& id) const { return base_url_ + paper_address(id); }

std::string MailLinks::search(const std::string& query) const {
  return query.empty() ? base_url_ + '/' : base_url_ + "/?q=" + percent_encode(query, false) + "&sort=newest";
}

}  // namespace paperdex
