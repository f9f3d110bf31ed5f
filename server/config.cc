#include "server/config.h"

#include <arpa/inet.h>

#include <algorithm>

#include "data/error.h"
#include "data/toml_file.h"

namespace paperdex {
namespace {

constexpr int kMaxPort = 65535;

bool is_ip_address(const std::string& text) {
  unsigned char buffer[sizeof(in6_addr)];
  return ::inet_pton(AF_INET, text.c_str(), buffer) == 1 || ::inet_pton(AF_INET6, text.c_str(), buffer) == 1;
}

// An origin: links of feeds and mails begin with it.
bool is_origin(const std::string& url) {
  const std::size_t scheme = url.rfind("https://", 0) == 0 ? 8 : url.rfind("http://", 0) == 0 ? 7 : 0;
  return scheme != 0 && url.size() > scheme &&
         std::all_of(url.begin() + static_cast<std::ptrdiff_t>(scheme), url.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  std::string_view(".-:[]").find(c) != std::string_view::npos;
         });
}

void read_server(const TomlFile& file, const toml::table& table, ServerConfig& config) {
  file.check_keys(table, "[server]", {"listen", "port", "url", "proxies"});
  if (std::string listen = file.string_of(table, "listen"); !listen.empty()) config.listen = std::move(listen);
  config.port = static_cast<int>(file.integer_of(table, "port", kDefaultPort, 0, kMaxPort));
  config.url = file.string_of(table, "url");
  if (!config.url.empty() && !is_origin(config.url)) {
    file.fail(table.get("url")->source(),
              "'url' must be how others reach the server, without a path, such as https://papers.example.org, not " +
                  in_quotes(config.url));
  }
  config.proxies = file.strings_of(table, "proxies");
  for (std::size_t i = 0; i < config.proxies.size(); ++i) {
    if (is_ip_address(config.proxies[i])) continue;
    file.fail(table.get("proxies")->as_array()->get(i)->source(),
              "a proxy must be an IP address such as 127.0.0.1, not " + in_quotes(config.proxies[i]));
  }
}

}  // namespace

ServerConfig read_server_config(const std::filesystem::path& path) {
  const TomlFile file(path);
  file.check_keys(file.root(), "the file", {"index", "contact", "source", "server", "mail"});
  ServerConfig config;
  if (const std::string index = file.string_of(file.root(), "index"); !index.empty())
    config.index = file.resolve(index);
  if (const toml::table* server = file.table_of(file.root(), "server")) read_server(file, *server, config);
  file.table_of(file.root(), "mail");
  return config;
}

}  // namespace paperdex
