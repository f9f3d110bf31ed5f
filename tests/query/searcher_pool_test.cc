#include "query/searcher_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <fstream>
#include <future>

#include "tests/test_index.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

using testing::HasSubstr;

constexpr auto kLong = 60s;  // longer than anything here takes; no test waits for it

// Lines of the pool's log, as they come.
class Log {
 public:
  SearcherPool::Log sink() {
    return [this](const std::string& line) {
      const std::lock_guard lock(mutex_);
      text_ += line + '\n';
      changed_.notify_all();
    };
  }
  // Waits until `part` has been logged.
  bool wait_for(const std::string& part) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kLong, [&] { return text_.find(part) != std::string::npos; });
  }
  std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string text_;
};

SearchRequest slots() {
  SearchRequest request;
  request.text = "slot";
  return request;
}

// Makes `current` name a generation, as the publisher does.
void point_at(const IndexDir& dir, Generation generation) {
  fs::create_symlink("generations/" + std::to_string(generation), dir.path() / "next");
  fs::rename(dir.path() / "next", dir.current_link());
}

TEST(SearcherPool, NeedsAPublishedIndex) {
  const TestIndex index;
  EXPECT_THROW(SearcherPool(index.dir(), 1, [](const std::string&) {}), IndexError);
}

TEST(SearcherPool, RefusesADamagedIndexAtTheStart) {
  const TestIndex index({make_paper("1", "Slot")});
  std::ofstream(index.dir().generation(1) / "words", std::ios::app) << "x\t1\n";
  EXPECT_THROW(SearcherPool(index.dir(), 1, [](const std::string&) {}), IndexError);
}

TEST(SearcherPool, TurnsAwayWhoFindsNoSearcherInTime) {
  const TestIndex index({make_paper("1", "Slot")});
  SearcherPool pool(index.dir(), 2, [](const std::string&) {});
  const bool outer = pool.with_searcher({"a"}, kLong, [&](Searcher&) {
    const bool inner = pool.with_searcher({"b"}, kLong, [&](Searcher&) {
      EXPECT_FALSE(pool.with_searcher({"c"}, 1ms, [](Searcher&) { FAIL() << "both are out"; }));
    });
    EXPECT_TRUE(inner);
    EXPECT_TRUE(pool.with_searcher({"b"}, kLong, [](Searcher&) {})) << "one came back";
  });
  EXPECT_TRUE(outer);
}

TEST(SearcherPool, WaitsForASearcherThatComesBack) {
  const TestIndex index({make_paper("1", "Slot")});
  SearcherPool pool(index.dir(), 1, [](const std::string&) {});
  std::future<bool> waiting;
  pool.with_searcher({}, kLong, [&](Searcher&) {
    waiting = std::async(std::launch::async, [&] { return pool.with_searcher({}, kLong, [](Searcher&) {}); });
  });
  EXPECT_TRUE(waiting.get());
}

TEST(SearcherPool, KeepsHalfForOtherClientsAndForCheapQuestions) {
  const TestIndex index({make_paper("1", "Slot")});
  SearcherPool pool(index.dir(), 4, [](const std::string&) {});
  const auto nothing = [](Searcher&) {};
  for (const std::array<Asker, 4>& askers : {std::array<Asker, 4>{{{"a"}, {"a"}, {"a"}, {"b"}}},
                                             std::array<Asker, 4>{{{"a", true}, {"b", true}, {"c", true}, {"c"}}}}) {
    const Asker &first = askers[0], &second = askers[1], &refused = askers[2], &served = askers[3];
    pool.with_searcher(first, kLong, [&](Searcher&) {
      pool.with_searcher(second, kLong, [&](Searcher&) {
        EXPECT_FALSE(pool.with_searcher(refused, 1ms, nothing));
        EXPECT_TRUE(pool.with_searcher(served, kLong, nothing));
      });
      EXPECT_TRUE(pool.with_searcher(refused, kLong, nothing)) << "one came back";
    });
  }
}

TEST(SearcherPool, DropsTheWorkOfWhoIsGone) {
  const TestIndex index({make_paper("1", "Slot")});
  SearcherPool pool(index.dir(), 1, [](const std::string&) {});
  const auto fail = [](Searcher&) { FAIL() << "worked for nobody"; };
  EXPECT_FALSE(pool.with_searcher({"a", false, [] { return true; }}, kLong, fail)) << "before it has a worker";
  int looks = 0;
  pool.with_searcher({"b"}, kLong, [&](Searcher&) {
    EXPECT_FALSE(pool.with_searcher({"a", false, [&] { return ++looks == 3; }}, kLong, fail)) << "while it waits";
  });
  EXPECT_EQ(looks, 3);
  bool worked = false;
  EXPECT_TRUE(pool.with_searcher({"a", false, [] { return false; }}, 1ms, [&](Searcher&) { worked = true; }));
  EXPECT_TRUE(worked) << "its place in the queue went with it";
}

TEST(SearcherPool, TakesASearcherBackFromWorkThatFails) {
  const TestIndex index({make_paper("1", "Slot")});
  SearcherPool pool(index.dir(), 1, [](const std::string&) {});
  for (int round = 0; round < 3; ++round) {
    EXPECT_THROW(pool.with_searcher({}, kLong, [](Searcher&) { throw QueryError("x", "y"); }), QueryError);
  }
  EXPECT_TRUE(pool.with_searcher({}, 1ms, [](Searcher&) {}));
}

TEST(SearcherPool, SwitchesGenerationsUnderLoadWithoutAFailure) {
  TestIndex index({make_paper("1", "Slot")});
  Log log;
  SearcherPool pool(index.dir(), 3, log.sink());
  std::atomic<bool> stop = false;
  std::atomic<int> failures = 0;
  std::atomic<int> searches = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&, client = std::to_string(i)] {
        Generation last = 0;
        while (!stop) {
          try {
            const bool searched = pool.with_searcher({client}, kLong, [&](Searcher& searcher) {
              const SearchResponse response = searcher.search(slots());
              // Generation n of this test holds n papers.
              if (response.hits.size() != response.index.generation || response.index.generation < last) ++failures;
              last = response.index.generation;
            });
            if (!searched) ++failures;
          } catch (...) {
            ++failures;
          }
          ++searches;
        }
      });
    }
    for (int generation = 2; generation <= 4; ++generation) {
      index.add({make_paper(std::to_string(generation), "Slot")});
      EXPECT_TRUE(log.wait_for("generation=" + std::to_string(generation) + " documents=" + std::to_string(generation) +
                               " status=serving"));
    }
    stop = true;
  }
  EXPECT_EQ(failures, 0);
  EXPECT_GT(searches, 0);
  EXPECT_EQ(pool.snapshot()->manifest().generation, 4U);
  pool.with_searcher({}, kLong, [](Searcher& searcher) { EXPECT_EQ(searcher.search(slots()).hits.size(), 4U); });
}

TEST(SearcherPool, LetsARequestUnderWayFinishOnTheOldGeneration) {
  TestIndex index({make_paper("1", "Slot")});
  Log log;
  SearcherPool pool(index.dir(), 1, log.sink());
  pool.with_searcher({}, kLong, [&](Searcher& old) {
    index.add({make_paper("2", "Slot")});
    ASSERT_TRUE(log.wait_for("generation=2"));
    index.add({make_paper("3", "Slot")});  // removes the files of the first generation
    ASSERT_TRUE(log.wait_for("generation=3"));
    const SearchResponse response = old.search(slots());
    EXPECT_EQ(response.index.generation, 1U);
    EXPECT_EQ(response.hits.size(), 1U);
  });
  for (int round = 0; round < 3; ++round) {
    pool.with_searcher({}, kLong, [](Searcher& fresh) { EXPECT_EQ(fresh.search(slots()).index.generation, 3U); });
  }
}

TEST(SearcherPool, RefusesADamagedGenerationAndGoesOnWithTheOld) {
  TestIndex index({make_paper("1", "Slot")});
  Log log;
  SearcherPool pool(index.dir(), 1, log.sink());
  const IndexDir dir = index.dir();
  fs::copy(dir.generation(1), dir.generation(2), fs::copy_options::recursive);
  Manifest manifest = read_manifest(dir.generation(1));
  manifest.generation = 2;
  std::ofstream(dir.generation(2) / "manifest.json") << manifest_to_json(manifest);
  std::ofstream(dir.generation(2) / "words", std::ios::app) << "x\t1\n";
  point_at(dir, 2);
  ASSERT_TRUE(log.wait_for("generation=2 status=refused error="));
  EXPECT_THAT(log.text(), HasSubstr("words is damaged"));
  pool.with_searcher({}, kLong, [](Searcher& searcher) { EXPECT_EQ(searcher.search(slots()).hits.size(), 1U); });
  EXPECT_EQ(pool.snapshot()->manifest().generation, 1U);

  index.add({make_paper("2", "Slot")});
  EXPECT_TRUE(log.wait_for("generation=3 documents=2 status=serving")) << "the next whole one is taken";
  EXPECT_EQ(log.text().find("status=refused", log.text().find("status=refused") + 1), std::string::npos)
      << "refused once, not at every look";
}

TEST(SearcherPool, TakesAGenerationOnceItsFaultHasPassed) {
  TestIndex index({make_paper("1", "Slot")});
  index.add({make_paper("2", "Slot")});
  const IndexDir dir = index.dir();
  point_at(dir, 1);
  // Cannot be looked at for now, but nobody says that it is not there.
  const fs::path words = dir.generation(2) / "words";
  fs::rename(words, dir.generation(2) / "kept");
  fs::create_symlink("words", words);
  Log log;
  SearcherPool pool(dir, 1, log.sink());
  EXPECT_FALSE(pool.waiting());
  point_at(dir, 2);
  ASSERT_TRUE(log.wait_for("generation=2 status=waiting again_after_s=1 error="));
  EXPECT_THAT(log.text(), HasSubstr("Too many levels of symbolic links"));
  ASSERT_TRUE(pool.waiting());
  EXPECT_EQ(pool.waiting()->generation, 2U);
  EXPECT_EQ(pool.waiting()->why, "cannot read generations/2/words: Too many levels of symbolic links");
  EXPECT_EQ(pool.snapshot()->manifest().generation, 1U);

  fs::remove(words);
  fs::rename(dir.generation(2) / "kept", words);
  ASSERT_TRUE(log.wait_for("generation=2 documents=2 status=serving"));
  EXPECT_FALSE(pool.waiting());
  pool.with_searcher({}, kLong, [](Searcher& searcher) { EXPECT_EQ(searcher.search(slots()).hits.size(), 2U); });
}

TEST(SearcherPool, NoLongerWaitsForAGenerationThatWasRolledBack) {
  TestIndex index({make_paper("1", "Slot")});
  index.add({make_paper("2", "Slot")});
  const IndexDir dir = index.dir();
  point_at(dir, 1);
  std::ofstream(dir.generation(2) / "words", std::ios::app) << "x\t1\n";
  Log log;
  SearcherPool pool(dir, 1, log.sink());
  point_at(dir, 2);
  ASSERT_TRUE(log.wait_for("generation=2 status=refused"));
  EXPECT_TRUE(pool.waiting());
  point_at(dir, 1);
  const auto deadline = std::chrono::steady_clock::now() + kLong;
  while (pool.waiting() && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(10ms);
  EXPECT_FALSE(pool.waiting());
}

TEST(SearcherPool, HasReadWhatAnswersNeedBeforeAGenerationServes) {
  TestIndex index({make_paper("1", "Slot")});
  Log log;
  SearcherPool pool(index.dir(), 1, log.sink());
  const auto can_do_without_its_database = [&](Generation generation) {
    const std::shared_ptr<const Snapshot> snapshot = pool.snapshot();
    EXPECT_EQ(snapshot->manifest().generation, generation);
    fs::rename(snapshot->database(), snapshot->database().string() + ".away");
    EXPECT_NO_THROW(snapshot->rising());
    EXPECT_NO_THROW(snapshot->calendar());
    fs::rename(snapshot->database().string() + ".away", snapshot->database());
  };
  can_do_without_its_database(1);
  index.add({make_paper("2", "Slot")});
  ASSERT_TRUE(log.wait_for("status=serving"));
  can_do_without_its_database(2);
}

TEST(SearcherPool, GoesOnWhenTheLinkIsGone) {
  TestIndex index({make_paper("1", "Slot")});
  Log log;
  SearcherPool pool(index.dir(), 1, log.sink());
  fs::remove(index.dir().current_link());
  index.add({make_paper("2", "Slot")});
  EXPECT_TRUE(log.wait_for("status=serving"));
  pool.with_searcher({}, kLong, [](Searcher& searcher) { EXPECT_EQ(searcher.search(slots()).hits.size(), 2U); });
}

}  // namespace
}  // namespace paperdex
