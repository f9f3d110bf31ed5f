// paperdex-server as it is started and stopped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/server/raw_client.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

// A child process whose stderr is read here.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), PAPERDEX_BINARY_DIR "/paperdex-server");
    int pipe[2];
    if (::pipe(pipe) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(pipe[1], STDERR_FILENO);
      ::close(pipe[0]);
      ::close(pipe[1]);
      std::vector<char*> argv;
      for (std::string& argument : arguments) argv.push_back(argument.data());
      argv.push_back(nullptr);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(pipe[1]);
    errors_ = pipe[0];
  }
  ~Program() {
    if (child_ > 0) {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
    }
    ::close(errors_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // The next line of stderr, or what is left at its end.
  std::string line() {
    std::string text;
    char c = 0;
    while (::read(errors_, &c, 1) == 1 && c != '\n') text += c;
    return text;
  }
  int port() {
    const std::string text = line();
    const std::size_t found = text.find("127.0.0.1:");
    return found == std::string::npos ? 0 : std::atoi(text.c_str() + found + 10);
  }
  void signal(int number) const { ::kill(child_, number); }
  int wait() {
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t child_ = -1;
  int errors_ = -1;
};

TEST(ServerProgram, SaysWhenItListensAndStopsAtASignal) {
  const TestIndex index({make_paper("a", "A title", "", "2024")});
  for (const int signal : {SIGTERM, SIGINT}) {
    Program program({"--index", index.dir().path(), "--port", "0"});
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
  Program program({"--index", folder.path() / "none", "--port", "0"});
  EXPECT_THAT(program.line(), HasSubstr("paperdex-index add"));
  EXPECT_EQ(program.wait(), 3);
}

TEST(ServerProgram, RefusesADamagedIndex) {
  const TestIndex index({make_paper("a", "A title", "", "2024")});
  const auto words = index.dir().generation(1) / "words";
  std::filesystem::permissions(words, std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
  std::ofstream(words, std::ios::app) << "x";
  Program program({"--index", index.dir().path(), "--port", "0"});
  EXPECT_THAT(program.line(), HasSubstr("words"));
  EXPECT_EQ(program.wait(), 3);
}

TEST(ServerProgram, RefusesAPortInUse) {
  const TestIndex index({make_paper("a", "A title", "", "2024")});
  Program first({"--index", index.dir().path(), "--port", "0"});
  const std::string port = std::to_string(first.port());
  Program second({"--index", index.dir().path(), "--port", port});
  EXPECT_EQ(second.line(), "error: port " + port + " is in use");
  EXPECT_EQ(second.wait(), 3);
}

TEST(ServerProgram, RefusesFlagsItDoesNotKnow) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--ports", "1"}, {"--port", "65536"}, {"--port", "http"}, {"stray"}}) {
    Program program(arguments);
    EXPECT_EQ(program.wait(), 2);
  }
}

}  // namespace
}  // namespace paperdex
