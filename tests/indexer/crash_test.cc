// What is left of an index after a kill, on a full disk and under two indexers at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <random>
#include <thread>

#include "data/error.h"
#include "indexer/publisher.h"
#include "tests/indexer/database_content.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

// Runs `work` in a child process; what it throws ends the child with status 99.
pid_t start_child(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child != 0) return child;
  int status = 99;
  try {
    status = work();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "child: %s\n", error.what());
  }
  _exit(status);
}

int status_of(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

Paper numbered_paper(int number) {
  return make_paper("paper" + std::to_string(number), "Title number " + std::to_string(number),
                    "An abstract with some words about attention and slots, number " + std::to_string(number),
                    "20" + std::to_string(10 + number % 14) + "-0" + std::to_string(1 + number % 9));
}

constexpr int kPapersPerCommit = 100;

// Adds papers from number `first` on for ever, commit by commit, and publishes every other one. Writes the number of
// papers to `acknowledge` after each commit.
int add_for_ever(const IndexDir& dir, int acknowledge) {
  const IndexLock lock(dir);
  clean_up(lock);
  Staging staging(lock);
  for (int papers = static_cast<int>(staging.documents());;) {
    for (int i = 0; i < kPapersPerCommit; ++i) staging.upsert(numbered_paper(papers++));
    staging.commit();
    if (write(acknowledge, &papers, sizeof papers) != sizeof papers) return 1;
    if (papers / kPapersPerCommit % 2 == 0) publish(lock, staging);
  }
}

TEST(Crash, KillLosesNoAcknowledgedPaperAndLeavesAWholeGeneration) {
  constexpr int kKills = 20;
  const TemporaryFolder folder;
  const IndexDir dir(folder.path());
  std::mt19937 random(1);
  int acknowledged = 0;
  for (int kill_number = 0; kill_number < kKills; ++kill_number) {
    SCOPED_TRACE("kill " + std::to_string(kill_number));
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = start_child([&] { return add_for_ever(dir, ends[1]); });
    close(ends[1]);
    std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution<int>(2, 200)(random)));
    kill(child, SIGKILL);
    EXPECT_EQ(status_of(child), -SIGKILL);
    for (int papers = 0; read(ends[0], &papers, sizeof papers) == sizeof papers;) acknowledged = papers;
    close(ends[0]);

    if (const auto current = dir.current()) {
      const Manifest manifest = read_manifest(dir.generation(*current));
      EXPECT_NO_THROW(verify_generation(dir.generation(*current), manifest));
      const Xapian::Database published((dir.current_link() / "db").string());
      EXPECT_EQ(published.get_doccount(), manifest.documents);
    }
    const IndexLock lock(dir);
    Staging staging(lock);
    EXPECT_GE(staging.documents(), static_cast<std::uint64_t>(acknowledged));
    EXPECT_EQ(staging.documents() % kPapersPerCommit, 0U) << "half a batch";
    acknowledged = static_cast<int>(staging.documents());
    for (int i = 0; i < acknowledged; ++i) {
      ASSERT_EQ(staging.upsert(numbered_paper(i)), Staging::Outcome::kUnchanged) << i;
    }
  }
  EXPECT_GT(acknowledged, 0);
  const IndexLock lock(dir);
  clean_up(lock);
  Staging staging(lock);
  const Manifest manifest = publish(lock, staging);
  EXPECT_EQ(manifest.documents, static_cast<std::uint64_t>(acknowledged));
  EXPECT_THAT(check(dir), testing::IsEmpty());
  EXPECT_LE(dir.list().size(), 2U);
}

TEST(Crash, AFullDiskIsAnErrorThatLosesNothing) {
  const TemporaryFolder folder;
  const IndexDir dir(folder.path());
  {
    const IndexLock lock(dir);
    Staging staging(lock);
    for (int i = 0; i < 500; ++i) staging.upsert(numbered_paper(i));
    staging.commit();
    publish(lock, staging);
  }
  const std::string before = std::filesystem::read_symlink(dir.current_link());

  // A limit on the size of a file stands in for the disk: writing past it fails in the same way.
  const auto with_limit = [](rlim_t bytes, const std::function<int()>& work) {
    return status_of(start_child([&] {
      signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{bytes, bytes};
      setrlimit(RLIMIT_FSIZE, &limit);
      try {
        return work();
      } catch (const IndexError&) {
        return static_cast<int>(kExitFailed);
      }
    }));
  };
  const auto staging_bytes = std::filesystem::file_size(dir.staging() / "position.glass");
  const auto all_bytes = [&] {
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(dir.staging())) bytes += entry.file_size();
    return bytes;
  };
  const std::uintmax_t bytes_before = all_bytes();
  EXPECT_EQ(with_limit(staging_bytes + 8192,
                       [&] {
                         const IndexLock lock(dir);
                         Staging staging(lock);
                         for (int i = 500; i < 5000; ++i) staging.upsert(numbered_paper(i));
                         staging.commit();
                         return 0;
                       }),
            kExitFailed)
      << "a commit that does not fit";
  EXPECT_LE(all_bytes(), bytes_before) << "the room was not given back";
  EXPECT_EQ(with_limit(20'000,
                       [&] {
                         const IndexLock lock(dir);
                         Staging staging(lock);
                         publish(lock, staging);
                         return 0;
                       }),
            kExitFailed)
      << "a publication that does not fit";

  EXPECT_EQ(std::filesystem::read_symlink(dir.current_link()), before);
  EXPECT_THAT(check(dir), testing::IsEmpty());
  EXPECT_THAT(dir.list(), testing::ElementsAre(1));
  EXPECT_FALSE(std::filesystem::exists(dir.generations() / "2.tmp")) << "the room was not given back";
  const IndexLock lock(dir);
  Staging staging(lock);
  EXPECT_EQ(staging.documents(), 500U);
  EXPECT_EQ(staging.upsert(numbered_paper(499)), Staging::Outcome::kUnchanged);
  EXPECT_EQ(staging.upsert(numbered_paper(500)), Staging::Outcome::kAdded);
  staging.commit();
  EXPECT_EQ(publish(lock, staging).documents, 501U);
}

TEST(Crash, ASecondIndexerIsToldWhoHoldsTheLock) {
  const TemporaryFolder folder;
  const IndexDir dir(folder.path());
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = start_child([&] {
    const IndexLock lock(dir);
    if (write(ready[1], "!", 1) != 1) return 1;
    for (;;) pause();
  });
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  try {
    const IndexLock lock(dir);
    ADD_FAILURE() << "the lock was given twice";
  } catch (const LockedError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("process " + std::to_string(child) + " since 20"));
  }
  kill(child, SIGKILL);
  status_of(child);
  EXPECT_NO_THROW(IndexLock{dir}) << "the lock of a dead process";
  close(ready[0]);
  close(ready[1]);
}

TEST(Crash, AnIndexFolderThatCannotBeMadeIsAnError) {
  EXPECT_THROW(IndexLock(IndexDir("/proc/no/such/folder")), IndexError);
}

}  // namespace
}  // namespace paperdex
