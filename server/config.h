// The server's part of the configuration file, which it shares with paperdex-index: the index, [server] and [mail].
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "server/mail/mail_config.h"

namespace paperdex {

inline constexpr int kDefaultPort = 8080;

struct ServerConfig {
  std::filesystem::path index;  // absolute; empty: as for --index
  std::string listen = "127.0.0.1";
  int port = kDefaultPort;           // 0: the system chooses
  std::string url;                   // "https://papers.example.org", how others reach it; "": as each request says
  std::vector<std::string> proxies;  // addresses of proxies whose X-Forwarded-For is believed
  std::optional<MailConfig> mail;
};

// Throws InputError "FILE:LINE:COLUMN: what is wrong; what to do" for the first fault. Sources are the indexer's and
// are not looked into. Thread-safe.
ServerConfig read_server_config(const std::filesystem::path& file);

}  // namespace paperdex
