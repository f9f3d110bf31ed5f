// Mail to an SMTP server, by libcurl.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "server/mail/mail_config.h"

namespace paperdex {

struct SmtpResult {
  enum class Kind {
    kSent,       // the server has taken it on
    kTemporary,  // 4xx, or the network: may work later
    kBounced,    // 5xx to the recipient: this address takes no mail
    kRefused,    // 5xx to anything else, AUTH or TLS: no mail will pass until someone changes something
  };
  Kind kind = Kind::kSent;
  // For the log: the command and the status ("RCPT 550"), or what libcurl says of the network. Never the server's
  // words, which may hold the address.
  std::string reason;
  bool hits_all = false;  // the next mail would meet the same: there was no connection, or it was refused before RCPT
  int status = 0;         // of the answer that refused it; 0 when there was none
  bool recipient_taken = false;  // RCPT was accepted
  bool is_unknown = false;       // the message went out whole and no answer came: it may have been taken

  // The server knows no such mailbox. Other refusals of a recipient may be meant for the sender ("relay denied").
  bool is_unknown_address() const {
    return kind == Kind::kBounced && (status == 550 || status == 551 || status == 553);
  }
  bool is_sent() const { return kind == Kind::kSent; }
};

struct SmtpTimeouts {
  std::chrono::milliseconds connect{10'000};
  // To each command. A server may take ten minutes for what follows the message (RFC 5321, 4.5.3.2.6), and who hangs up
  // before sends it twice.
  std::chrono::milliseconds response{600'000};
  std::chrono::milliseconds message{720'000};  // all of it
};

// Keeps its connection for the next message, unless this one failed. When a server takes no further mail on a
// connection that has brought some, it is tried on a new one at once. Not thread-safe. What is sent when the connection
// breaks after the last byte and before the answer is unknown; it counts as not sent.
class SmtpSender {
 public:
  // `stop` (may be empty) is asked about every tenth of a second; when it says so a message under way breaks off.
  // Throws MailError when libcurl cannot be started. Requires a checked configuration with mail.
  explicit SmtpSender(const MailConfig& config, std::function<bool()> stop = {}, const SmtpTimeouts& timeouts = {});
  ~SmtpSender();
  SmtpSender(const SmtpSender&) = delete;
  SmtpSender& operator=(const SmtpSender&) = delete;

  // One message to one address, which is checked (mail_address.h).
  SmtpResult send(const std::string& to, const std::string& message);

 private:
  void set_options();
  SmtpResult send_once(const std::string& to, const std::string& message);

  MailConfig config_;
  std::function<bool()> stop_;
  SmtpTimeouts timeouts_;
  std::string url_;
  std::string sender_;
  bool wants_new_connection_ = true;
  bool was_new_connection_ = true;  // the last message's
  // libcurl's own types are known to the source alone.
  std::unique_ptr<void, void (*)(void*)> connections_;
  std::unique_ptr<void, void (*)(void*)> curl_;
};

}  // namespace paperdex
