#include "server/mail/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include "data/net/curl_use.h"
#include "server/mail/mail_address.h"

namespace paperdex {
namespace {

// What libcurl's callbacks read and note. They are called from C and throw nothing.
struct Dialogue {
  std::string_view rest;  // of the message
  const std::function<bool()>* stop = nullptr;
  std::string_view verb;  // of the command sent last
  bool body_begun = false;

  static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
    auto* dialogue = static_cast<Dialogue*>(self);
    dialogue->body_begun = true;
    const std::size_t bytes = std::min(size * count, dialogue->rest.size());
    std::memcpy(buffer, dialogue->rest.data(), bytes);
    dialogue->rest.remove_prefix(bytes);
    return bytes;
  }
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto* dialogue = static_cast<const Dialogue*>(self);
    return *dialogue->stop && (*dialogue->stop)() ? 1 : 0;
  }
  static int on_debug(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
    const std::string_view line(data, size);
    // QUIT follows upon whatever failed.
    if (type == CURLINFO_HEADER_OUT && !line.starts_with("QUIT")) static_cast<Dialogue*>(self)->verb = verb_of(line);
    return 0;
  }

  // What is no command of this list is the second line of AUTH, of which nothing may be kept.
  static std::string_view verb_of(std::string_view line) {
    constexpr std::array<std::string_view, 7> kVerbs = {"EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"};
    const auto found = std::find_if(kVerbs.begin(), kVerbs.end(), [&](std::string_view verb) {
      return line.starts_with(verb) && line.substr(verb.size()).find_first_of(" \r") == 0;
    });
    return found == kVerbs.end() ? "AUTH" : *found;
  }

  bool is_at(std::string_view name) const { return !body_begun && verb == name; }
  std::string step() const { return body_begun ? "message" : std::string(verb.empty() ? "connection" : verb); }
};

SmtpResult result_of(CURLcode code, long status, const Dialogue& dialogue) {
  constexpr int kPermanentClass = 5;
  constexpr int kTemporaryClass = 4;
  SmtpResult result;
  if (code == CURLE_OK) {
    result.recipient_taken = true;
    return result;
  }
  const bool before_recipient = !dialogue.body_begun && !dialogue.is_at("RCPT") && !dialogue.is_at("DATA");
  const int status_class = static_cast<int>(status / 100);
  // The status is that of the last answer, whatever failed after it.
  const bool was_answered = status_class == kPermanentClass || status_class == kTemporaryClass;
  result.hits_all = before_recipient;
  result.recipient_taken = dialogue.body_begun || dialogue.is_at("DATA");
  result.is_unknown = !was_answered && dialogue.body_begun && dialogue.rest.empty();
  if (was_answered) result.status = static_cast<int>(status);
  result.reason =
      was_answered ? dialogue.step() + ' ' + std::to_string(status) : dialogue.step() + ": " + curl_easy_strerror(code);
  if (status_class == kPermanentClass) {
    result.kind = dialogue.is_at("RCPT") ? SmtpResult::Kind::kBounced : SmtpResult::Kind::kRefused;
  } else if (status_class != kTemporaryClass &&
             (code == CURLE_LOGIN_DENIED || code == CURLE_USE_SSL_FAILED || code == CURLE_PEER_FAILED_VERIFICATION ||
              code == CURLE_SSL_CACERT_BADFILE)) {
    result.kind = SmtpResult::Kind::kRefused;
  } else {
    result.kind = SmtpResult::Kind::kTemporary;
  }
  return result;
}

}  // namespace

SmtpSender::SmtpSender(const MailConfig& config, std::function<bool()> stop, const SmtpTimeouts& timeouts)
    : config_(config),
      stop_(std::move(stop)),
      timeouts_(timeouts),
      connections_(nullptr, [](void* multi) { curl_multi_cleanup(multi); }),
      curl_(nullptr, curl_easy_cleanup) {
  if (start_curl()) {
    connections_.reset(curl_multi_init());
    curl_.reset(curl_easy_init());
  }
  if (!connections_ || !curl_) throw MailError("libcurl cannot be started");
  sender_ = parse_mailbox(config_.from, "from").address;
  // What follows the slash is the name by which libcurl greets.
  url_ = config_.smtp + (config_.smtp.ends_with('/') ? "" : "/") + domain_of(sender_);
}

SmtpSender::~SmtpSender() = default;

void SmtpSender::set_options() {
  CURL* curl = curl_.get();
  curl_easy_setopt(curl, CURLOPT_URL, url_.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // none that the environment names
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   static_cast<long>(config_.tls == Tls::kRequired        ? CURLUSESSL_ALL
                                     : config_.tls == Tls::kOpportunistic ? CURLUSESSL_TRY
                                                                          : CURLUSESSL_NONE));
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!config_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, config_.ca_file.c_str());
  if (!config_.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, config_.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, config_.password.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeouts_.connect.count()));
  constexpr long kMillisecondsOfSecond = 1000;
  curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                   std::max(1L, static_cast<long>(timeouts_.response.count()) / kMillisecondsOfSecond));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(timeouts_.message.count()));
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender_.c_str());
}

SmtpResult SmtpSender::send(const std::string& to, const std::string& message) {
  check_mail_address(to);
  SmtpResult result = send_once(to, message);
  if (result.hits_all && !was_new_connection_) result = send_once(to, message);
  return result;
}

SmtpResult SmtpSender::send_once(const std::string& to, const std::string& message) {
  CURL* curl = curl_.get();
  Dialogue dialogue;
  dialogue.rest = message;
  dialogue.stop = &stop_;
  CurlList recipients;
  recipients.add(to);
  set_options();
  // An answer that comes late on an old one would be taken for the answer to this message.
  curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, wants_new_connection_ ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message.size()));
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, Dialogue::on_read);
  curl_easy_setopt(curl, CURLOPT_READDATA, &dialogue);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, Dialogue::on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &dialogue);
  // Which command failed is told in no other way. Without a function of ours, VERBOSE would print.
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, Dialogue::on_debug);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &dialogue);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
  const CURLcode code = perform_transfer(connections_.get(), curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  long new_connections = 0;
  curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &new_connections);
  curl_easy_reset(curl);  // nothing of this message is left to point at
  was_new_connection_ = wants_new_connection_ || new_connections > 0;
  wants_new_connection_ = code != CURLE_OK;
  return result_of(code, status, dialogue);
}

}  // namespace paperdex
