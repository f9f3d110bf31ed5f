// paperdex-server where memory, threads or file descriptors are short: it answers 503, and never dies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <string>
#include <thread>
#include <vector>

#include "tests/faults/malloc_fault_file.h"
#include "tests/sanitized.h"
#include "tests/server/raw_client.h"
#include "tests/server/server_program.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;

std::vector<Paper> papers() {
  std::vector<Paper> papers;
  for (int i = 0; i < 30; ++i) {
    Paper paper = make_paper("2006." + std::to_string(10000 + i), "Slot attention number " + std::to_string(i),
                             "Object-centric learning with a slot for each \u201cobject\u201d, and more of it.",
                             "2020-06-" + std::to_string(10 + i % 20));
    paper.authors = {"Ada Lovelace", "Alan Turing"};
    paper.categories = {"cs.LG"};
    paper.upvotes = i;
    papers.push_back(paper);
  }
  return papers;
}

// Whole requests, each on a connection of its own.
std::string get(const std::string& target, const std::string& headers = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n";
}

const std::string kRequests[] = {
    get("/api/v1/search?q=slot+attention&facets=1&explain=1"),
    get("/api/v1/search?q=slto"),
    get("/api/v1/search?q=title:slot+-object+cat:cs.LG&sort=newest"),
    get("/api/v1/papers/2006.10003/related"),
    get("/api/v1/suggest?q=atten"),
    get("/api/v1/daily"),
    get("/api/v1/trending"),
    get("/api/v1/stats"),
    get("/api/papers/search?q=slot"),
    get("/graph/v1/paper/search?query=slot&fields=title,authors"),
    get("/api/query?search_query=all:slot"),
    get("/", "Accept: text/html\r\n"),
    get("/?q=slot", "Accept: text/html\r\n"),
    get("/papers/2006.10003"),
    get("/trending", "Accept-Encoding: gzip\r\n"),
    get("/feed.atom?q=slot"),
    get("/rss/cs.LG"),
    get("/openapi.json"),
    get("/style.css", "Accept-Encoding: gzip\r\n"),
    get("/readyz"),
    get("/api/v1/search?q=%22"),
    get("/nowhere"),
    "POST /api/v1/subscriptions HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    "GET /\r\n",
};

// Without what differs each time.
std::string settled(std::string body) {
  static const std::regex kTook("\"took_ms\":[0-9.e+-]+|[0-9.]+ ms<");
  return std::regex_replace(body, kTook, "");
}

RawResponse ask(int port, const std::string& request) {
  RawClient client(port);
  client.send(request);
  return client.read();
}

// The n-th allocation of a request, and that one or all that follow: for the first ones, then ever fewer; for every n
// with PAPERDEX_EVERY_FAULT set, which takes minutes.
TEST(ServerOutOfMemory, AnswersAsUsualOrThatThereIsNone) {
  if (kIsSanitized) GTEST_SKIP() << "sanitizers have allocators of their own";
  const bool is_every = std::getenv("PAPERDEX_EVERY_FAULT") != nullptr;
  const TestIndex index(papers());
  MallocFaultFile fault(index.dir().path() / "fault");
  ServerProgram server({"--index", index.dir().path(), "--port", "0"},
                       {{"LD_PRELOAD", kMallocFaultLibrary}, {kMallocFaultVariable, fault.path().string()}});
  const int port = server.port();
  ASSERT_NE(port, 0);
  std::size_t refused = 0;
  std::size_t asked = 0;
  for (const std::string& request : kRequests) {
    ask(port, request);  // what is made once is made
    const RawResponse usual = ask(port, request);
    ASSERT_NE(usual.status, 0) << request;
    for (const bool all_that_follow : {false, true}) {
      bool failed = true;
      for (std::int64_t n = 1; failed; n += is_every ? 1 : 1 + n / 4) {
        SCOPED_TRACE(request + "allocation " + std::to_string(n) + (all_that_follow ? " and all that follow" : ""));
        fault.arm(n, all_that_follow ? kAllThatFollow : n);
        const RawResponse answer = ask(port, request);
        failed = fault.disarm() > 0;
        ASSERT_TRUE(server.lives());
        ++asked;
        if (answer.status == 503) {
          ++refused;
          EXPECT_NE(answer.header("Retry-After"), "");
          continue;
        }
        ASSERT_EQ(answer.status, usual.status) << answer.body;
        ASSERT_EQ(settled(answer.body), settled(usual.body));
      }
    }
  }
  EXPECT_GT(refused, asked / 4);
  std::cout << asked << " requests, " << refused << " refused\n";
}

rlim_t address_space_of(pid_t process) {
  std::ifstream statm("/proc/" + std::to_string(process) + "/statm");
  rlim_t pages = 0;
  statm >> pages;
  return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

void set_limit(pid_t process, __rlimit_resource resource, rlim_t soft) {
  rlimit limit{};
  ASSERT_EQ(::prlimit(process, resource, nullptr, &limit), 0);
  limit.rlim_cur = std::min(soft, limit.rlim_max);
  ASSERT_EQ(::prlimit(process, resource, &limit, nullptr), 0);
}

TEST(ServerWithoutRoom, TurnsAwayWhatItHasNoThreadForAndGoesOn) {
  if (kIsSanitized) GTEST_SKIP() << "sanitizers need address space of their own";
  const TestIndex index(papers());
  ServerProgram server({"--index", index.dir().path(), "--port", "0"});
  const int port = server.port();
  EXPECT_EQ(ask(port, get("/api/v1/search?q=slot")).status, 200);
  constexpr rlim_t kLittle = 1 << 20;  // less than a thread's stack
  set_limit(server.id(), RLIMIT_AS, address_space_of(server.id()) + kLittle);
  std::vector<RawClient> clients;
  for (int i = 0; i < 20; ++i) clients.emplace_back(port);
  int busy = 0;
  for (RawClient& client : clients) {
    client.send(get("/api/v1/search?q=slot"));
    const int status = client.read().status;
    EXPECT_THAT(status, AnyOf(200, 503));
    busy += status == 503;
  }
  EXPECT_GT(busy, 0);
  EXPECT_TRUE(server.lives());
  set_limit(server.id(), RLIMIT_AS, RLIM_INFINITY);
  clients.clear();
  EXPECT_EQ(ask(port, get("/api/v1/search?q=slot")).status, 200);
}

TEST(ServerWithoutRoom, TakesTheNewGenerationOnceItHasFileDescriptorsAgain) {
  if (kIsSanitized) GTEST_SKIP() << "sanitizers need file descriptors of their own";
  TestIndex index(papers());
  ServerProgram server({"--index", index.dir().path(), "--port", "0"});
  RawClient client(server.port());
  EXPECT_EQ(client.get("/readyz").body, "ok generation=1\n");
  set_limit(server.id(), RLIMIT_NOFILE, 3);  // all in use; fewer, and poll() would fail
  index.add({make_paper("new", "A new slot")});
  const std::string waiting = server.line();
  EXPECT_THAT(waiting, HasSubstr("generation=2 status=waiting again_after_s=1 error="));
  EXPECT_THAT(waiting, HasSubstr("Too many open files"));
  EXPECT_THAT(client.get("/readyz").body, AllOf(HasSubstr("ok generation=1 waiting=2 why=\"cannot read generations/2/"),
                                                HasSubstr("Too many open files")));
  EXPECT_THAT(client.get("/api/v1/stats").body, HasSubstr("\"waiting\":{\"generation\":2,\"why\":\"cannot read "));
  EXPECT_THAT(client.get("/api/v1/search?q=slot").body, HasSubstr("\"generation\":1"));
  set_limit(server.id(), RLIMIT_NOFILE, 1024);
  std::string line;
  while ((line = server.line()).find("status=waiting") != std::string::npos) {
  }
  EXPECT_EQ(line, "generation=2 documents=31 status=serving");
  EXPECT_EQ(client.get("/readyz").body, "ok generation=2\n");
}

}  // namespace
}  // namespace paperdex
