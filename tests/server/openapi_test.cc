// That the description of the API names every address there is, and no other. tests/openapi compares it with answers.
#include "server/api/openapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "data/json.h"
#include "server/route.h"
#include "server/site.h"
#include "tests/server/running_server.h"

namespace paperdex {
namespace {

// "GET /api/v1/search", of what programs can ask: pages for people are not described.
std::set<std::string> served() {
  std::set<std::string> all = {"GET /healthz", "GET /readyz"};
  for (const Routes* table : route_tables()) {
    if (table == &page_routes() || table == &mail_page_routes()) continue;
    for (const Route& route : *table) {
      if ((route.methods & Route::kGet) != 0) all.insert("GET " + std::string(route.path));
      if ((route.methods & Route::kPost) != 0) all.insert("POST " + std::string(route.path));
    }
  }
  return all;
}

std::set<std::string> described() {
  std::set<std::string> all;
  const auto document = parse_json(openapi_document("http://test"));
  for (const auto& path : document["paths"].GetObject()) {
    for (const auto& operation : path.value.GetObject()) {
      const std::string method = operation.name.GetString();
      all.insert((method == "get" ? "GET " : method == "post" ? "POST " : method + " ") + path.name.GetString());
    }
  }
  return all;
}

TEST(OpenApi, DescribesEveryAddressAndNoOther) { EXPECT_EQ(described(), served()); }

TEST(OpenApi, NamesTheServerAsItIsReached) {
  const auto document = parse_json(openapi_document("https://papers.example.org/\"x\""));
  ASSERT_EQ(document["servers"].Size(), 1U);
  EXPECT_STREQ(document["servers"][0]["url"].GetString(), "https://papers.example.org/\"x\"");
}

TEST(OpenApi, IsServedWithATag) {
  RunningSite site({make_paper("a", "A title")});
  const RawResponse response = site.get("/openapi.json");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("Content-Type"), "application/json");
  EXPECT_EQ(response.body, openapi_document("http://test"));
  EXPECT_EQ(site.get("/openapi.json", "If-None-Match: " + response.header("ETag") + "\r\n").status, 304);
  EXPECT_EQ(site.get("/openapi.json", "", "POST").status, 405);
}

}  // namespace
}  // namespace paperdex
