// paperdex-server as it is started and stopped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/server/raw_client.h"
#include "tests/server/server_program.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

TEST(ServerProgram, SaysWhenItListensAndStopsAtASignal) {
  const TestIndex index({make_paper("a", "A title", "", "2024")});
  for (const int signal : {SIGTERM, SIGINT}) {
    ServerProgram program({"--index", index.dir().path(), "--port", "0"});
    const std::string line = program.line();
    EXPECT_THAT(line, MatchesRegex("listening url=http://127.0.0.1:[0-9]+ generation=1 documents=1"));
    RawClient idle(std::atoi(line.c_str() + line.rfind("1:") + 2));
    EXPECT_EQ(idle.get("/api/v1/search?q=title").status, 200);
    const auto start = std::chrono::steady_clock::now();
    program.signal(signal);
    EXPECT_EQ(program.line(), "event=stopping");
    EXPECT_EQ(program.wait(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  }
}

TEST(ServerProgram, SaysHowToMakeAMissingIndex) {
  const TemporaryFolder folder;
  ServerProgram program({"--index", folder.path() / "none", "--port", "0"});
  EXPECT_THAT(program.line(), HasSubstr("paperdex-index add"));
  EXPECT_EQ(program.wait(), 3);
}

TEST(ServerProgram, RefusesADamagedIndex) {
  const TestIndex index({make_paper("a", "A title", "", "2024")});
  const auto words = index.dir().generation(1) / "words";
  std::filesystem::permissions(words, std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
  std::ofstream(words, std::ios::app) << "x";
  ServerProgram program({"--index", index.dir().path(), "--port", "0"});
  EXPECT_THAT(program.line(), HasSubstr("words"));
  EXPECT_EQ(program.wait(), 3);
}

TEST(ServerProgram, RefusesAPortInUse) {
  const TestIndex index({make_paper("a", "A title", "", "2024")});
  ServerProgram first({"--index", index.dir().path(), "--port", "0"});
  const std::string port = std::to_string(first.port());
  ServerProgram second({"--index", index.dir().path(), "--port", port});
  EXPECT_EQ(second.line(), "error: port " + port + " is in use");
  EXPECT_EQ(second.wait(), 3);
}

TEST(ServerProgram, RefusesFlagsItDoesNotKnow) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--ports", "1"}, {"--port", "65536"}, {"--port", "http"}, {"stray"}}) {
    ServerProgram program(arguments);
    EXPECT_EQ(program.wait(), 2);
  }
}

}  // namespace
}  // namespace paperdex
