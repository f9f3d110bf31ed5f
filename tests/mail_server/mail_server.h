// The SMTP server of smtp_server.py, and what it was sent.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace paperdex {

struct ReceivedMail {
  std::string from;
  std::vector<std::string> to;
  std::string helo;
  bool tls = false;
  std::string user;                                          // who logged in
  std::string peer;                                          // the client's port: the same for mails of one connection
  std::string content;                                       // as it came
  std::vector<std::pair<std::string, std::string>> headers;  // decoded, in their order
  std::size_t defects = 0;                                   // that Python's email package finds
  std::vector<std::pair<std::string, std::string>> parts;    // type and decoded bytes
  std::size_t longest_line = 0;

  // "" when there is none.
  std::string header(const std::string& name) const;
  std::string part(const std::string& type) const;
};

// A process of its own on a port of the kernel's choice. Throws std::runtime_error when it cannot be started, with what
// to install.
class MailServer {
 public:
  // Further arguments of smtp_server.py.
  explicit MailServer(const std::vector<std::string>& arguments = {});
  ~MailServer();
  MailServer(const MailServer&) = delete;
  MailServer& operator=(const MailServer&) = delete;

  int port() const { return port_; }
  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

  // In the order in which they came.
  std::vector<ReceivedMail> mails() const;
  std::size_t count() const;
  // First recipients alone: much faster.
  std::vector<std::string> recipients() const;
  void forget();

 private:
  std::vector<std::filesystem::path> files() const;
  void start(const std::vector<std::string>& arguments);

  std::filesystem::path folder_;
  pid_t child_ = -1;
  int input_ = -1;  // its stdin
  int port_ = 0;
};

// A self-made certificate for 127.0.0.1 and its key, in `folder`.
struct Certificate {
  explicit Certificate(const std::filesystem::path& folder);

  std::filesystem::path certificate;
  std::filesystem::path key;
};

}  // namespace paperdex
