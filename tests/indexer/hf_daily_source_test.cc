#include "indexer/sources/hf_daily_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "indexer/sources/hf_daily.h"
#include "tests/indexer/json_harvest.h"
#include "tests/indexer/json_mutations.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kItem[] = R"({"paper":{"id":"2603.00001","authors":[{"_id":"a","name":"Ann Author","hidden":false},
  {"_id":"b","name":"Hid Den","hidden":true}],"publishedAt":"2026-03-01T10:00:00.000Z",
  "submittedOnDailyAt":"2026-03-05T03:55:12.777Z","title":"Slots in\n  two lines","summary":"We use slots.","upvotes":3,
  "githubRepo":"https://github.com/example/slots","projectPage":"https://slots.example.org/","withdrawnAt":null},
  "publishedAt":"2026-03-01T05:00:00.000Z","title":"Slots","summary":"Outer","numComments":2})";

TEST(HfDailyRecord, MapsEveryField) {
  Paper expected = make_paper("2603.00001", "Slots in two lines", "We use slots.", "2026-03-01T10:00:00Z");
  expected.authors = {"Ann Author"};
  expected.url = "https://arxiv.org/abs/2603.00001";
  expected.source = "hf-daily";
  expected.upvotes = 3;
  expected.comments = 2;
  expected.shown = Date::parse("2026-03-05");
  expected.repository = "https://github.com/example/slots";
  expected.project_page = "https://slots.example.org/";
  EXPECT_EQ(paper_from_hf_daily(kItem), expected);
}

TEST(HfDailyRecord, SeesAWithdrawal) {
  EXPECT_TRUE(paper_from_hf_daily(R"({"id":"1","title":"T","withdrawnAt":"2026-03-02T00:00:00.000Z"})").withdrawn);
  EXPECT_FALSE(paper_from_hf_daily(R"({"id":"1","title":"T","withdrawnAt":null})").withdrawn);
}

TEST(HfDailyRecord, SurvivesValuesOfAnyKind) {
  expect_no_mutation_surprises(kItem, [](const std::string& text) { return paper_from_hf_daily(text); });
}

std::string item(const std::string& id) {
  return R"({"paper":{"id":")" + id + R"(","title":"Title of )" + id + R"("}})";
}

std::string list(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& one : items) text += (text.empty() ? "[" : ",") + one;
  return text.empty() ? "[]" : text + ']';
}

FetchResponse page(const std::vector<std::string>& items, bool next = false) {
  FetchResponse response = json_response(list(items));
  if (next) response.headers["link"] = R"(<https://elsewhere.example/api?p=1>; rel="next")";
  return response;
}

Harvest harvest_days(FakeFetcher& fetcher, const std::vector<std::string>& days, const std::string& base_url = "") {
  HarvestTask task;
  task.config.kind = SourceKind::kHfDaily;
  task.config.base_url = base_url;
  for (const std::string& day : days) task.days.push_back(day_of(day));
  return harvest(*hf_daily_source(fetcher, task));
}

TEST(HfDailySource, CoversEachDay) {
  FakeFetcher fetcher([](const std::string& url) {
    const std::string day = parameter_of(url, "date=");
    return day == "2026-03-07" ? page({}) : page({item("2603.0000" + day.substr(9)), kItem});
  });
  const Harvest all = harvest_days(fetcher, {"2026-03-05", "2026-03-06", "2026-03-07"}, "http://127.0.0.1:1/");
  EXPECT_EQ(all.fault, "");
  EXPECT_THAT(fetcher.asked(), ElementsAre("http://127.0.0.1:1/api/daily_papers?date=2026-03-05&p=0&limit=100",
                                           "http://127.0.0.1:1/api/daily_papers?date=2026-03-06&p=0&limit=100",
                                           "http://127.0.0.1:1/api/daily_papers?date=2026-03-07&p=0&limit=100"));
  EXPECT_THAT(all.ids(), ElementsAre("2603.00005", "2603.00001", "2603.00006", "2603.00001"));
  // What does not say when it was shown was shown on the day asked for.
  EXPECT_EQ(all.papers.at(2).shown, Date::parse("2026-03-06"));
  EXPECT_EQ(all.papers.at(3).shown, Date::parse("2026-03-05"));
  ASSERT_EQ(all.covered.size(), 3U);
  EXPECT_EQ(all.covered[0].day, day_of("2026-03-05"));
  EXPECT_EQ(all.covered[0].announced, 2U);
  EXPECT_EQ(all.covered[2].announced, 0U);  // a weekend
}

TEST(HfDailySource, ADayIsClosedOnceTheServerIsPastIt) {
  const struct {
    const char* date;
    bool closed;
  } kCases[] = {
      {"2026-03-06T00:00:00Z", true},
      {"2026-03-05T23:59:59Z", false},
      {"2026-03-04T12:00:00Z", false},
      {"", false},
  };
  for (const auto& c : kCases) {
    FakeFetcher fetcher([&](const std::string&) { return json_response("[]", c.date); });
    EXPECT_EQ(harvest_days(fetcher, {"2026-03-05"}).covered.at(0).closed, c.closed) << c.date;
  }
}

TEST(HfDailySource, ADayThatEndsWhileItIsReadIsNotClosed) {
  FakeFetcher fetcher([&](const std::string& url) {
    FetchResponse response = parameter_of(url, "p=") == "0" ? page({item("1")}, true) : page({item("2")});
    response.date = Date::parse(parameter_of(url, "p=") == "0" ? "2026-03-05T23:59:59Z" : "2026-03-06T00:00:02Z");
    return response;
  });
  EXPECT_FALSE(harvest_days(fetcher, {"2026-03-05"}).covered.at(0).closed);
}

TEST(HfDailySource, FollowsPagesByNumberNeverByTheServersAddress) {
  FakeFetcher fetcher([](const std::string& url) {
    const std::string p = parameter_of(url, "p=");
    return page({item("2603.0000" + p)}, p != "2");
  });
  const Harvest all = harvest_days(fetcher, {"2026-03-05"});
  EXPECT_THAT(all.ids(), ElementsAre("2603.00000", "2603.00001", "2603.00002"));
  EXPECT_EQ(all.covered.at(0).announced, 3U);
  for (const std::string& url : fetcher.asked())
    EXPECT_THAT(url, HasSubstr("https://huggingface.co/api/daily_papers?"));
}

TEST(HfDailySource, SeesWhatALinkHeaderSays) {
  const struct {
    const char* link;
    bool next;
  } kCases[] = {
      {R"(<https://h/a?p=1>; rel="next")", true},
      {R"(<https://h/a?p=1>;rel=next)", true},
      {R"(<https://h/a?p=0>; rel="prev", <https://h/a?p=2>; REL="NEXT"; title="x")", true},
      {R"(<https://h/a?p=0>; rel="prev")", false},
      {R"(<https://h/a?x=;rel=next;y=1>; rel="prev")", false},
      {R"(<https://h/a?p=1>; rel="nextcloud")", false},
      {"", false},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.link);
    FakeFetcher fetcher([&](const std::string& url) {
      if (parameter_of(url, "p=") != "0") return page({});
      FetchResponse response = page({item("1")});
      if (c.link[0] != '\0') response.headers["link"] = c.link;
      return response;
    });
    EXPECT_EQ(harvest_days(fetcher, {"2026-03-05"}).fault, "");
    EXPECT_EQ(fetcher.asked().size(), c.next ? 2U : 1U);
  }
}

std::vector<std::string> full_page(std::size_t size) {
  std::vector<std::string> items;
  for (std::size_t i = 0; i < size; ++i) items.push_back(item("paper-" + std::to_string(i)));
  return items;
}

TEST(HfDailySource, AFullPageWithoutALinkIsNotTakenForTheLast) {
  for (const std::size_t size : {kHfDailyPageSize - 1, kHfDailyPageSize}) {
    FakeFetcher fetcher([&](const std::string& url) {
      return parameter_of(url, "p=") == "0" ? page(full_page(size)) : page({item("last")});
    });
    const Harvest all = harvest_days(fetcher, {"2026-03-05"});
    EXPECT_EQ(all.covered.at(0).announced, size == kHfDailyPageSize ? size + 1 : size);
  }
}

TEST(HfDailySource, AServerThatGivesOnePageForEverEndsTheDay) {
  FakeFetcher fetcher([&](const std::string&) { return page(full_page(kHfDailyPageSize)); });
  const Harvest all = harvest_days(fetcher, {"2026-03-05"});
  EXPECT_EQ(all.fault, "");
  EXPECT_EQ(all.covered.at(0).announced, kHfDailyPageSize);
  EXPECT_EQ(fetcher.asked().size(), 2U);
}

TEST(HfDailySource, ARepeatedPageThatPromisesMoreIsAFault) {
  FakeFetcher fetcher([&](const std::string&) { return page({item("1")}, true); });
  const Harvest all = harvest_days(fetcher, {"2026-03-05"});
  EXPECT_THAT(all.fault, HasSubstr("only repeats others"));
  EXPECT_THAT(all.covered, IsEmpty());
}

TEST(HfDailySource, CountsAPaperOfAMovingListOnce) {
  FakeFetcher fetcher([](const std::string& url) {
    if (parameter_of(url, "p=") == "0") return page({item("2603.00001"), item("2603.00002")}, true);
    return page({item("arXiv:2603.00002v2"), item("2603.00003")});
  });
  const Harvest all = harvest_days(fetcher, {"2026-03-05"});
  EXPECT_THAT(all.ids(), ElementsAre("2603.00001", "2603.00002", "2603.00003"));
  EXPECT_EQ(all.covered.at(0).announced, 3U);
}

TEST(HfDailySource, BoundsThePagesOfADay) {
  for (const std::size_t pages : {kMaxHfDailyPages, kMaxHfDailyPages + 1}) {
    FakeFetcher fetcher([&](const std::string& url) {
      const std::string p = parameter_of(url, "p=");
      return page({item("paper-" + p)}, std::stoul(p) + 1 < pages);
    });
    const Harvest all = harvest_days(fetcher, {"2026-03-05"});
    EXPECT_EQ(fetcher.asked().size(), kMaxHfDailyPages);
    EXPECT_EQ(all.covered.size(), pages == kMaxHfDailyPages ? 1U : 0U);
    EXPECT_EQ(all.fault.find("more than 20 pages") != std::string::npos, pages > kMaxHfDailyPages) << all.fault;
  }
}

TEST(HfDailySource, RejectsABadItemAndGoesOn) {
  FakeFetcher fetcher([](const std::string&) {
    return page({item("2603.00001"), "17", R"({"paper":{"id":"2603.00003"}})", R"({"paper":[]})", item("2603.00005"),
                 R"({"paper":{"id":"2603.00006","title":"T","authors":["A"]}})"});
  });
  const Harvest all = harvest_days(fetcher, {"2026-03-05"});
  EXPECT_THAT(all.ids(), ElementsAre("2603.00001", "2603.00005"));
  ASSERT_EQ(all.rejected.size(), 4U);
  EXPECT_EQ(all.rejected[0].source, "hf-daily");
  EXPECT_EQ(all.rejected[0].line, 2U);
  EXPECT_EQ(all.rejected[0].field, "");
  EXPECT_EQ(all.rejected[1].line, 3U);
  EXPECT_EQ(all.rejected[1].field, "title");
  EXPECT_EQ(all.rejected[1].reason, "is missing");
  EXPECT_EQ(all.rejected[2].line, 4U);
  EXPECT_EQ(all.rejected[2].field, "paper");
  EXPECT_EQ(all.rejected[3].line, 6U);
  EXPECT_EQ(all.rejected[3].field, "authors");
  EXPECT_EQ(all.covered.at(0).announced, 6U);
}

TEST(HfDailySource, WhatIsNoListIsTriedAgainAndThenAFault) {
  FetchResponse empty_but_promising = page({}, true);
  const std::vector<FetchResponse> kBodies = {
      json_response(""),
      json_response("<html><body>Sorry</body></html>"),
      json_response("{}"),
      json_response(R"({"error":"Internal"})"),
      json_response("null"),
      json_response(R"("text")"),
      json_response("[] []"),
      json_response("[{\"paper\":{\"id\":\"\xC3\"}}]"),
      json_response("[" + std::string(100, '[')),
      empty_but_promising,
  };
  for (const FetchResponse& bad : kBodies) {
    SCOPED_TRACE(bad.body);
    FakeFetcher always([&](const std::string&) { return bad; });
    const Harvest none = harvest_days(always, {"2026-03-05"});
    EXPECT_THAT(none.fault, HasSubstr("hf-daily: "));
    EXPECT_THAT(none.covered, IsEmpty());
    EXPECT_EQ(always.asked().size(), static_cast<std::size_t>(FakeFetcher::kTries));
    int calls = 0;
    FakeFetcher once([&](const std::string&) { return ++calls == 1 ? bad : page({item("1")}); });
    const Harvest all = harvest_days(once, {"2026-03-05"});
    EXPECT_EQ(all.fault, "");
    EXPECT_THAT(all.ids(), ElementsAre("1"));
  }
}

TEST(HfDailySource, NeverTakesACutBodyForAWholeOne) {
  const std::string whole = list({kItem, item("2603.00002"), item("2603.00003")});
  constexpr std::size_t kParts = 20;
  for (std::size_t part = 0; part < kParts; ++part) {
    const std::string cut = whole.substr(0, whole.size() * part / kParts);
    FakeFetcher fetcher([&](const std::string&) { return json_response(cut); });
    const Harvest all = harvest_days(fetcher, {"2026-03-05"});
    EXPECT_NE(all.fault, "") << part;
    EXPECT_THAT(all.papers, IsEmpty());
    EXPECT_THAT(all.covered, IsEmpty());
  }
}

TEST(HfDailySource, SaysWhatAnotherStatusMeans) {
  const struct {
    long status;
    const char* body;
    const char* says;
  } kCases[] = {
      {400, R"({"error":"Date is in\nthe future"})", "400 for 2026-03-06: Date is in the future; it does so for days"},
      {400, "nonsense", "is this machine's clock right?"},
      {404, R"({"error":"Not found"})", "404 for 2026-03-06: Not found"},
      {304, "", "304 for 2026-03-06"},
  };
  for (const auto& c : kCases) {
    FakeFetcher fetcher([&](const std::string& url) {
      return parameter_of(url, "date=") == "2026-03-05" ? page({item("1")}) : status_response(c.status, c.body);
    });
    const Harvest all = harvest_days(fetcher, {"2026-03-05", "2026-03-06", "2026-03-07"});
    EXPECT_THAT(all.fault, HasSubstr(c.says));
    EXPECT_EQ(all.covered.size(), 1U);  // what came before it stands
    EXPECT_EQ(fetcher.asked().size(), 2U);
  }
}

TEST(HfDailySource, WithoutDaysIsDoneAtOnce) {
  FakeFetcher fetcher([](const std::string&) { return page({}); });
  EXPECT_THAT(harvest_days(fetcher, {}).covered, IsEmpty());
  EXPECT_THAT(fetcher.asked(), IsEmpty());
}

}  // namespace
}  // namespace paperdex
