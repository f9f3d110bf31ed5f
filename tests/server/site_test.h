// What the tests of the site's answers share: one site for all tests of a suite, and what they ask it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "data/json.h"
#include "tests/server/running_server.h"

namespace paperdex {

// A suite over a site of these papers.
template <std::vector<Paper> (*papers)()>
class SiteTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { site_ = new RunningSite(papers()); }
  static void TearDownTestSuite() { delete site_; }

  static RawResponse get(const std::string& target, const std::string& headers = "",
                         const std::string& method = "GET") {
    return site_->get(target, headers, method);
  }
  static RawResponse post(const std::string& target, const std::string& body, const std::string& type) {
    RawClient client = site_->connect();
    client.send("POST " + target + " HTTP/1.1\r\nHost: test\r\nContent-Type: " + type +
                "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    return client.read();
  }
  static JsonDocument json(const RawResponse& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.header("Content-Type"), "application/json");
    return parse_json(response.body);
  }
  static JsonDocument json(const std::string& target) {
    SCOPED_TRACE(target);
    return json(get(target));
  }

  inline static RunningSite* site_ = nullptr;
};

inline std::vector<std::string> names(const JsonValue& object) {
  std::vector<std::string> result;
  for (const auto& member : object.GetObject()) result.emplace_back(member.name.GetString());
  return result;
}

}  // namespace paperdex
