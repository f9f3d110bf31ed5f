// The power goes at any moment of a command that changes the index, and the file system keeps any part of what was not
// synced (disk_model.h): a whole generation serves, nothing that was acknowledged is lost, the next commands succeed.
//
//   PAPERDEX_FAULTS_ONLY=117 faults_tests --gtest_filter='*PowerCut*add'    the states after event 117 of the trace
//   alone
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <set>

#include "tests/faults/disk_model.h"
#include "tests/faults/faulty_program.h"
#include "tests/faults/situation.h"
#include "tests/faults/tally.h"
#include "tests/sanitized.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kEveryDay = 25;         // states of a command
constexpr unsigned kRandomCuts = 4;           // after each event, of each kind
constexpr std::size_t kMostStates = 100'000;  // never reached

// After an event. Of all folders together, then of one folder against the others, then at random.
std::vector<Cut> cuts_of(const DiskModel& disk, unsigned seed) {
  using Names = Cut::Names;
  using Data = Cut::Data;
  std::vector<Cut> cuts = {{Names::kKept, Data::kKept},
                           {Names::kLost, Data::kLost},
                           {Names::kKept, Data::kLost},
                           {Names::kKept, Data::kZeros},
                           {Names::kLost, Data::kKept}};
  for (const std::string& folder : disk.unsynced_folders()) {
    for (const Data data : {Data::kKept, Data::kLost}) {
      cuts.push_back({Names::kLostOnlyIn, data, folder});
      cuts.push_back({Names::kKeptOnlyIn, data, folder});
    }
  }
  for (unsigned i = 1; i <= kRandomCuts; ++i) {
    cuts.push_back({Names::kPrefix, Data::kBlocks, "", seed * kRandomCuts + i});
    cuts.push_back({Names::kSome, Data::kBlocks, "", seed * kRandomCuts + i});
  }
  return cuts;
}

// A moment and what is left of it.
struct State {
  std::size_t event = 0;  // how many happened
  Cut cut;
};

class PowerCut : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (kIsSanitized) GTEST_SKIP() << "sanitizers have allocators of their own";
    const fs::path trace = situation_.folder() / "trace";
    situation_.copy_to(copy_);
    const FaultyOutcome outcome = run_faulty(copy_, situation_.arguments(copy_), {}, 0, trace);
    ASSERT_EQ(outcome.status, 0) << outcome;
    steps_ = read_trace(trace);
    ASSERT_THAT(said_until(steps_.size()), testing::HasSubstr("generation=")) << "what it says is not recorded";
    situation_.copy_to(copy_);
  }

  DiskModel disk_after(std::size_t events) const {
    DiskModel disk{fs::path(situation_.index())};
    for (std::size_t i = 0; i < events; ++i) disk.apply(steps_[i]);
    return disk;
  }

  // After so many of the events, or all. Each different one once.
  std::vector<State> states(std::size_t most) const {
    const std::vector<std::size_t> sample = sample_of(steps_.size() + 1, most);
    const std::set<std::size_t> chosen(sample.begin(), sample.end());
    std::vector<State> states;
    std::set<std::size_t> known;
    DiskModel disk{fs::path(situation_.index())};
    for (std::size_t events = 0; events <= steps_.size(); ++events) {
      if (events > 0) disk.apply(steps_[events - 1]);
      if (!chosen.contains(events + 1)) continue;
      for (const Cut& cut : cuts_of(disk, static_cast<unsigned>(events))) {
        std::string text = said_until(events);
        for (const auto& [path, content] : disk.after(cut)) text.append(path).append(1, '\0').append(content);
        if (known.insert(std::hash<std::string>()(text)).second) states.push_back({events, cut});
      }
    }
    return states;
  }

  std::string problem_in(const State& state) const {
    write_tree(disk_after(state.event).after(state.cut), copy_);
    try {
      return problem_of(said_until(state.event));
    } catch (const std::exception& error) {
      return error.what();
    } catch (const Xapian::Error& error) {
      return error.get_description();
    }
  }

  const std::vector<TraceStep>& steps() const { return steps_; }

 private:
  // What the command had written to standard output: what it had acknowledged.
  std::string said_until(std::size_t events) const {
    std::string said;
    for (std::size_t i = 0; i < events; ++i) {
      if (steps_[i].kind == TraceEvent::kSaid) said += steps_[i].data;
    }
    return said;
  }

  std::string problem_of(const std::string& said) const {
    const bool is_done = said.find("generation=") != std::string::npos;
    const Content served = served_content(IndexDir(copy_));
    const bool is_new = served == situation_.after();
    if (is_done && !is_new) return "acknowledged, and served is " + difference(served, situation_.after());
    if (!is_new && served != situation_.before()) return "served is " + difference(served, situation_.before());
    const std::string answer = situation_.answer(copy_);
    if (answer != (is_new ? situation_.answer_after() : situation_.answer_before())) return "answered " + answer;
    // What was served once must not go again.
    return problem_of_next_runs(said, is_done || is_new);
  }

  // Another command first: the same one again would bring back what was lost.
  std::string problem_of_next_runs(const std::string& said, bool is_kept) const {
    const Outcome check = run({"paperdex-index", "--index", copy_, "check"});
    if (const std::string bad = bad_end(check); !bad.empty()) return "check " + bad;
    Outcome next = run(situation_.next_arguments(copy_));
    if (next.status == 3 && check.status == 3 && next.err.find("staging") != std::string::npos) {
      // Both said that staging is not to be trusted: it is built anew from the generation.
      fs::remove_all(copy_ / "staging");
      next = run(situation_.next_arguments(copy_));
    }
    if (next.status != 0) return "the next run: " + std::to_string(next.status) + ' ' + next.err;
    const Content found = served_content(IndexDir(copy_));
    if (const std::string lost = what_is_wrong(found, said, is_kept); !lost.empty()) return lost;
    return situation_.command() == "rollback" ? "" : problem_of_same_run();
  }

  // `is_kept`: all that the command did has to be there after the next one, else all or nothing of it.
  std::string what_is_wrong(const Content& found, const std::string& said, bool is_kept) const {
    const std::string lost = difference(found, situation_.next_after());
    if (lost.empty()) return {};
    if (is_kept) return "acknowledged or served, and after the next run served is " + lost;
    if (situation_.command() != "nightly") {
      return found == situation_.next_without() ? "" : "after the next run served is " + lost;
    }
    for (const auto& [id, paper] : situation_.next_without()) {
      if (!found.contains(id)) return "the next run lost " + id;
    }
    for (const auto& [id, paper] : found) {
      if (!situation_.next_after().contains(id)) return "the next run has " + id;
    }
    for (const char* source : {kArxivSource, kDailySource}) {
      // The last of its sets is told of.
      if (said.find(source == std::string(kArxivSource) ? "set=stat" : "source=hf-daily") == std::string::npos)
        continue;
      for (const std::string& id : situation_.ids_of(source)) {
        if (!found.contains(id)) return std::string("acknowledged of ") + source + ", and the next run lost " + id;
      }
    }
    return {};
  }

  std::string problem_of_same_run() const {
    const Outcome again = run(situation_.arguments(copy_));
    // What is removed already is unknown.
    if (again.status != 0 && situation_.command() != "remove") {
      return "the command again: " + std::to_string(again.status) + ' ' + again.err;
    }
    const std::string other = difference(served_content(IndexDir(copy_)), situation_.next_after());
    if (!other.empty()) return "the command again: served is " + other;
    const Outcome check = run({"paperdex-index", "--index", copy_, "check"});
    return check.status == 0 ? "" : "at last, check: " + check.err;
  }

  const Situation situation_{GetParam()};
  const fs::path copy_ = situation_.folder() / "copy";
  std::vector<TraceStep> steps_;
};

std::string describe(const TraceStep& step) {
  constexpr const char* kNames[] = {"create", "write",  "resize", "sync", "sync folder",
                                    "rename", "unlink", "mkdir",  "link", "said"};
  return std::string(kNames[step.kind]) + ' ' + step.path;
}

TEST_P(PowerCut, LeavesAWholeGenerationAndAllThatWasAcknowledged) {
  const char* only = std::getenv("PAPERDEX_FAULTS_ONLY");
  const std::size_t most = only != nullptr ? kMostStates : Effort(kEveryDay).most(kMostStates);
  std::vector<State> all = states(most);
  std::cout << GetParam() << ": " << steps().size() << " events, " << all.size() << " states\n";
  if (only != nullptr) {
    std::erase_if(all, [&](const State& state) { return state.event != std::stoul(only); });
  }
  Tally tally(std::string("power cuts: ") + GetParam());
  for (const std::size_t number : sample_of(all.size(), most)) {
    const State& state = all[number - 1];
    tally.count("after event " + std::to_string(state.event) +
                    (state.event == 0 ? "" : " (" + describe(steps()[state.event - 1]) + ')') + ", " + state.cut.name(),
                problem_in(state));
  }
}

INSTANTIATE_TEST_SUITE_P(Command, PowerCut, testing::Values("add", "publish", "nightly", "rollback", "remove"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace paperdex
