// The n-th call of a command that changes the index fails, for every n: the old generation serves, or the new one;
// nothing that was acknowledged is lost; the next run succeeds. And of a question.
//
//   PAPERDEX_FAULTS_ONLY='write_ENOSPC_once 12' faults_tests --gtest_filter='*CallFault*add'    the 12th write alone
#include <gtest/gtest.h>

#include "tests/faults/call_faults.h"
#include "tests/faults/situation.h"

namespace paperdex {
namespace {

class CallFault : public testing::TestWithParam<const char*> {
 protected:
  FaultyOutcome run_with(const Fault& fault, std::size_t number) const {
    situation_.copy_to(copy_);
    return run_faulty(copy_, situation_.arguments(copy_), fault, static_cast<std::uint32_t>(number));
  }

  std::string problem_after(const Outcome& outcome) const {
    std::string problem = bad_end(outcome);
    if (problem.empty()) problem = problem_of_index(outcome.status == 0);
    if (problem.empty()) problem = problem_of_next_run();
    return problem.empty() ? "" : problem + "\n  after status " + std::to_string(outcome.status) + ": " + outcome.err;
  }

 private:
  std::string problem_of_index(bool acknowledged) const {
    const Content served = served_content(IndexDir(copy_));
    const bool is_new = served == situation_.after();
    if (acknowledged && !is_new) return "status 0, and served is " + difference(served, situation_.after());
    if (!is_new && served != situation_.before()) return "served is " + difference(served, situation_.before());
    const std::string answer = situation_.answer(copy_);
    if (answer != (is_new ? situation_.answer_after() : situation_.answer_before())) return "answered " + answer;
    return problem_of_check();
  }

  std::string problem_of_check() const {
    const Outcome check = run({"paperdex-index", "--index", copy_, "check"});
    return check.status == 0 ? "" : "check: " + std::to_string(check.status) + ' ' + check.err;
  }

  std::string problem_of_next_run() const {
    const Outcome next = run(situation_.arguments(copy_));
    if (next.status != 0) return "the next run: " + std::to_string(next.status) + ' ' + next.err;
    const std::string other = difference(served_content(IndexDir(copy_)), situation_.after());
    return other.empty() ? problem_of_check() : "after the next run, served is " + other;
  }

  const Situation situation_{GetParam()};
  const std::filesystem::path copy_ = situation_.folder() / "copy";
};

TEST_P(CallFault, LosesNothing) {
  try_all_faults(
      GetParam(), [&](const Fault& fault, std::size_t number) { return run_with(fault, number); },
      [&](const Outcome& outcome) { return problem_after(outcome); });
}

// Nothing changes, so there is one right answer. A phrase needs positions, without which Xapian opens a database too.
TEST(QueryFault, AnswersAsAlwaysOrFails) {
  const Situation situation("add");
  const Arguments search = {"paperdex-query", "--index", situation.index(), "search", "\"language models\"",
                            "--format",       "jsonl"};
  const Outcome right = run(search);
  ASSERT_EQ(right.status, 0) << right;
  try_all_faults(
      "query",
      [&](const Fault& fault, std::size_t number) {
        return run_faulty(situation.index(), search, fault, static_cast<std::uint32_t>(number));
      },
      [&](const Outcome& outcome) {
        const std::string problem = bad_end(outcome);
        if (!problem.empty() || outcome.status > 1) return problem;
        return outcome.out == right.out ? "" : "status " + std::to_string(outcome.status) + ", another answer";
      });
}

INSTANTIATE_TEST_SUITE_P(Command, CallFault, testing::Values("add", "publish", "nightly", "rollback"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace paperdex
