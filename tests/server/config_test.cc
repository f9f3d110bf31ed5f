#include "server/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "data/error.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using ::testing::ElementsAre;

std::string fault_of(const std::string& text) {
  const TemporaryFolder dir;
  std::ofstream(dir.path() / "paperdex.toml") << text;
  try {
    read_server_config(dir.path() / "paperdex.toml");
    return "";
  } catch (const InputError& error) {
    const std::string message = error.what();
    return message.substr(message.find("toml:") + 5);
  }
}

TEST(ServerConfig, HasWhatTheFileSays) {
  const TemporaryFolder dir;
  std::ofstream(dir.path() / "paperdex.toml") << R"(index = "index"
[[source]]
kind = "anything: it is the indexer's"
[server]
listen = "::"
port = 0
url = "https://papers.example.org"
proxies = ["127.0.0.1", "::1"]
)";
  const ServerConfig config = read_server_config(dir.path() / "paperdex.toml");
  EXPECT_EQ(config.index, dir.path() / "index");
  EXPECT_EQ(config.listen, "::");
  EXPECT_EQ(config.port, 0);
  EXPECT_EQ(config.url, "https://papers.example.org");
  EXPECT_THAT(config.proxies, ElementsAre("127.0.0.1", "::1"));
}

TEST(ServerConfig, OfAnEmptyFileIsTheDefault) {
  EXPECT_EQ(fault_of(""), "");
  EXPECT_EQ(ServerConfig().listen, "127.0.0.1");
}

TEST(ServerConfig, SaysWhereItsFaultIs) {
  struct Case {
    const char* text;
    const char* fault;
  };
  const Case cases[] = {
      {"serve = 1", "1:1: unknown key 'serve' in the file; known are index, contact, source, server, mail"},
      {"server = 1", "1:10: 'server' must be a table, not of type integer"},
      {"[server]\nhost = 'a'", "2:1: unknown key 'host' in [server]; known are listen, port, url, proxies"},
      {"[server]\nport = 65536", "2:8: 'port' must be a whole number from 0 to 65535, not 65536"},
      {"[server]\nport = '80'", "2:8: 'port' must be a whole number from 0 to 65535, not of type string"},
      {"[server]\nurl = 'papers.example.org'",
       "2:7: 'url' must be how others reach the server, without a path, such as https://papers.example.org, not "
       "'papers.example.org'"},
      {"[server]\nurl = 'https://papers.example.org/'",
       "2:7: 'url' must be how others reach the server, without a path, such as https://papers.example.org, not "
       "'https://papers.example.org/'"},
      {"[server]\nproxies = ['127.0.0.1', 'proxy']",
       "2:25: a proxy must be an IP address such as 127.0.0.1, not 'proxy'"},
  };
  for (const Case& c : cases) EXPECT_EQ(fault_of(c.text), c.fault) << c.text;
}

}  // namespace
}  // namespace paperdex
