// The site as it lives: its sources, stopping, a busy pool, new generations.
#include "server/site.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "data/json.h"
#include "tests/server/running_server.h"

namespace paperdex {
namespace {

using testing::HasSubstr;

Paper slot_paper() { return make_paper("2006.15055", "Object-centric learning with slot attention", "", "2020-06-26"); }

TEST(Site, TellsHowTheSourcesOfItsIndexStand) {
  const Day yesterday = today() - 1;
  LedgerSet arxiv{"arxiv", "cs", yesterday - 4, Date::now(), "", {}, true};
  for (Day day = *arxiv.start; day <= yesterday; ++day) arxiv.days[day] = {5, 5, 1, 4, true, Date::now()};
  LedgerSet late{"zenodo", "", yesterday - 4, Date::parse("2024-01-01T00:00:00Z"), "", {}, true};
  for (Day day = *late.start; day < yesterday; ++day) late.days[day] = {0, 0, 0, 0, true, Date::now()};
  RunningSite site({slot_paper()}, {arxiv, late});

  const std::string through = Date::from_day(yesterday - 1).to_string();
  const auto stats = parse_json(site.get("/api/v1/stats").body);
  EXPECT_EQ(stats["data_through"].GetString(), through);
  ASSERT_EQ(stats["sources"].Size(), 2U);
  EXPECT_STREQ(stats["sources"][0]["state"].GetString(), "current");
  EXPECT_STREQ(stats["sources"][0]["last_7_days"]["indexed"].GetString(), "20");
  EXPECT_STREQ(stats["sources"][1]["state"].GetString(), "stale");
  for (const char* target : {"/api/v1/search?q=slot", "/api/v1/daily", "/api/v1/papers/2006.15055/related"}) {
    EXPECT_EQ(parse_json(site.get(target).body)["index"]["data_through"].GetString(), through) << target;
  }
  EXPECT_THAT(site.get("/").body, HasSubstr("1 paper, data through " + through));
}

TEST(Site, PutsTheSafeHeadersOnEveryKindOfAnswer) {
  const RunningSite site({slot_paper()});
  const char* const pages[] = {"/", "/?q=slot", "/papers/2006.15055", "/daily", "/list"};
  const char* const others[] = {"/api/v1/search?q=slot",
                                "/api/v1/search?limit=x",
                                "/api/v1/none",
                                "/api/query?search_query=all:slot",
                                "/openapi.json",
                                "/feed.atom?q=slot",
                                "/rss/cs.LG",
                                "/opensearch.xml",
                                "/style.css",
                                "/favicon.svg",
                                "/readyz"};
  const auto expect_safe = [](const RawResponse& response, bool is_page) {
    for (const auto& [name, value] : kSafeHeaders) {
      const bool is_pages_own =
          std::string(name) == "Content-Security-Policy" || std::string(name) == "Referrer-Policy";
      if (is_page && is_pages_own) {
        EXPECT_NE(response.header(name), "") << name;
      } else {
        EXPECT_EQ(response.header(name), value) << name;
      }
    }
  };
  // Those of a 304 would take the place of the kept answer's.
  const auto expect_none_of_unchanged = [&](const char* target, const RawResponse& response) {
    const std::string tag = response.header("ETag");
    if (tag.empty()) return;
    const RawResponse unchanged = site.get(target, "If-None-Match: " + tag + "\r\n");
    EXPECT_EQ(unchanged.status, 304);
    for (const auto& [name, value] : kSafeHeaders) EXPECT_EQ(unchanged.header(name), "") << name;
  };
  for (const char* target : pages) {
    SCOPED_TRACE(target);
    const RawResponse response = site.get(target);
    expect_safe(response, true);
    expect_none_of_unchanged(target, response);
  }
  for (const char* target : others) {
    SCOPED_TRACE(target);
    const RawResponse response = site.get(target);
    expect_safe(response, false);
    expect_none_of_unchanged(target, response);
  }
}

TEST(Site, IsNotReadyWhileStopping) {
  RunningSite site({slot_paper()});
  site.site().set_stopping();
  EXPECT_EQ(site.get("/readyz").status, 503);
  EXPECT_EQ(site.get("/healthz").status, 200);
}

TEST(Site, SaysBusyWhenNoSearcherGetsFree) {
  RunningSite site({slot_paper()});
  std::atomic<bool> release = false;
  std::atomic<int> held = 0;
  std::vector<std::jthread> holders;
  for (int i = 0; i < 2; ++i) {
    holders.emplace_back([&, client = std::to_string(i)] {
      site.pool().with_searcher({client}, std::chrono::seconds(1), [&](Searcher&) {
        ++held;
        while (!release) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      });
    });
  }
  while (held < 2) std::this_thread::yield();
  const RawResponse busy = site.get("/api/v1/search?q=slot");
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(busy.header("Retry-After"), "1");
  EXPECT_THAT(busy.body, HasSubstr("\"code\":\"busy\""));
  EXPECT_EQ(site.get("/healthz").status, 200);
  release = true;
  holders.clear();
  EXPECT_EQ(site.get("/api/v1/search?q=slot").status, 200);
}

TEST(Site, SaysOfEachAnswerThatItIsPartialOrRefusesIt) {
  RunningSite site({slot_paper(), make_paper("2", "Learning with slot attention again", "", "2019-01-01")}, {},
                   std::chrono::milliseconds(0));
  struct Case {
    const char* target;
    int status;
    const char* said;
    bool is_whole = false;
  };
  const Case cases[] = {
      {"/api/v1/search?q=slot", 200, "\"partial\":true"},
      {"/api/v1/search?q=slot&typing=1", 200, "\"partial\":true"},
      {"/api/v1/papers/2006.15055/related", 200, "\"partial\":true"},
      {"/api/v1/daily?topic=slot", 200, "\"partial\":true"},
      {"/?q=slot", 200, "too long to be answered whole"},
      {"/?q=slot&from=2020", 200, "too long to be answered whole"},
      {"/daily?topic=slot", 200, "too long to be answered whole"},
      {"/feed.atom?q=slot", 200, "too long to be answered whole"},
      {"/daily.atom?topic=slot", 200, "too long to be answered whole"},
      {"/graph/v1/paper/autocomplete?query=slot", 200, "\"matches\":[]"},
      {"/api/query?search_query=all:slot", 422, "too_costly"},
      {"/export?format=csv&q=slot", 422, "too_costly"},
      {"/export?format=csv&daily=2020-06-26&topic=slot", 422, "too_costly"},
      {"/export?format=csv&related=2006.15055", 422, "too_costly"},
      {"/api/papers/search?q=slot", 422, "too long to be answered whole"},
      {"/api/daily_papers", 422, "too long to be answered whole"},
      {"/graph/v1/paper/search?query=slot", 422, "too long to be answered whole"},
      {"/recommendations/v1/papers/forpaper/2006.15055", 422, "too long to be answered whole"},
      {"/rss/cs", 422, "too long to be answered whole"},
      {"/api/v1/papers/2006.15055", 200, "2006.15055", true},
      {"/api/v1/suggest?q=slo", 200, "slot", true},
      {"/api/v1/trending", 200, "rising", true},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.target);
    const RawResponse response = site.get(c.target);
    EXPECT_EQ(response.status, c.status);
    EXPECT_THAT(response.body, HasSubstr(c.said));
    EXPECT_EQ(response.header("ETag").empty(), !c.is_whole) << "what is partial is kept by nobody";
  }
}

TEST(Site, SwitchesGenerationsUnderLoadWithoutAFailedRequest) {
  RunningSite site({slot_paper()});
  const std::string tag = site.get("/api/v1/search?q=slot").header("ETag");
  std::atomic<bool> stop = false;
  std::atomic<int> answered = 0;
  std::atomic<int> failed = 0;
  std::vector<std::jthread> askers;
  for (int i = 0; i < 4; ++i) {
    askers.emplace_back([&] {
      RawClient client = site.connect();
      for (int count = 0; !stop; ++count) {
        if (count % 500 == 499) client = site.connect();
        ++(client.get("/api/v1/search?q=slot").status == 200 ? answered : failed);
      }
    });
  }
  for (int generation = 2; generation <= 4; ++generation) {
    site.index().add({make_paper("new" + std::to_string(generation), "A new slot", "", "2022")});
    const auto published = std::chrono::steady_clock::now();
    while (site.get("/readyz").body != "ok generation=" + std::to_string(generation) + "\n") {
      ASSERT_LT(std::chrono::steady_clock::now() - published, std::chrono::seconds(5));  // a second on a quiet machine
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  stop = true;
  askers.clear();
  EXPECT_EQ(failed, 0);
  EXPECT_GT(answered, 0);
  EXPECT_EQ(site.get("/api/v1/search?q=slot", "If-None-Match: " + tag + "\r\n").status, 200);
}

}  // namespace
}  // namespace paperdex
