// kill -9 in the middle of digests: nobody is missed, and each kill doubles one mail at most.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "server/mail/new_papers.h"
#include "tests/mail_server/mail_server.h"
#include "tests/mail_server/subscribing.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

constexpr unsigned kSeed = 4;
constexpr int kKills = 100;
constexpr int kReaders = 200;
constexpr unsigned kMostMicroseconds = 400'000;  // of a run until it is killed: some tens of mails
constexpr std::chrono::seconds kPatience{60};

class DigestProcess {
 public:
  explicit DigestProcess(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), PAPERDEX_BINARY_DIR "/digest_tool");
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    child_ = fork();
    if (child_ != 0) return;
    dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
    execv(argv.front(), argv.data());
    _exit(127);
  }
  // True when it was still at work.
  bool kill_after(std::chrono::microseconds duration) {
    const auto end = std::chrono::steady_clock::now() + duration;
    int status = 0;
    bool has_ended = false;
    while (!has_ended && std::chrono::steady_clock::now() < end) {
      has_ended = waitpid(child_, &status, WNOHANG) == child_;
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    if (!has_ended) {
      kill(child_, SIGKILL);
      waitpid(child_, &status, 0);
    }
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
  }

 private:
  pid_t child_ = -1;
};

struct Counts {
  int missed = 0;
  int doubled = 0;
};

Counts counts_of(const MailServer& server) {
  std::map<std::string, int> received;
  for (const std::string& recipient : server.recipients()) ++received[recipient];
  Counts counts;
  for (const auto& [recipient, count] : received) counts.doubled += count - 1;
  counts.missed = kReaders - static_cast<int>(received.size());
  return counts;
}

void subscribe_readers(const std::filesystem::path& file, const IndexPosition& position) {
  SubscriptionStore store(file, [] { return kMonday; });
  for (int i = 0; i < kReaders; ++i)
    subscribe(store, {"reader" + std::to_string(i) + "@example.com", "slots", {}}, position);
}

TEST(MailKill, MissesNobodyAndDoublesOneMailAKillAtMost) {
  const TestIndex index({make_paper("a", "Slots"), make_paper("b", "More slots")});
  const TemporaryFolder folder;
  const std::filesystem::path prepared = folder.path() / "prepared.db";
  subscribe_readers(prepared, {position_of(*Snapshot::open(index.dir())).origin, 0});
  const std::filesystem::path file = folder.path() / "mail.db";
  std::filesystem::copy_file(prepared.string() + ".key", file.string() + ".key");

  std::mt19937 engine(kSeed);
  int kills = 0;
  int doubled = 0;
  int digests = 0;
  while (kills < kKills) {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
    std::filesystem::copy_file(prepared, file);
    const MailServer server;
    int kills_of_digest = 0;
    for (bool is_done = false; !is_done;) {
      DigestProcess digest({"run", file, index.dir().path(), server.url(), "10000"});
      const std::chrono::microseconds moment(engine() % kMostMicroseconds);
      is_done = !digest.kill_after(kills + kills_of_digest < kKills ? moment : kPatience);
      if (!is_done) ++kills_of_digest;
      // The mail that was on its way may still come in, so it is counted by the next round at the latest.
      ASSERT_LE(counts_of(server).doubled, kills_of_digest) << "seed " << kSeed << ", after kill " << kills;
    }
    const Counts counts = counts_of(server);
    EXPECT_EQ(counts.missed, 0) << "seed " << kSeed;
    kills += kills_of_digest;
    SubscriptionStore store(file, [] { return kMonday + kDaySeconds; });
    EXPECT_TRUE(store.unsent(1, {"a", "b"}).empty());
    doubled += counts.doubled;
    ++digests;
  }
  std::cout << "seed=" << kSeed << " kills=" << kills << " digests=" << digests << " doubled=" << doubled << '\n';
}

}  // namespace
}  // namespace paperdex
