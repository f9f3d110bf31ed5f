// Makes each call of a program fail in each way, one run after another.
#pragma once

#include <xapian.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "tests/faults/faulty_program.h"
#include "tests/faults/tally.h"
#include "tests/sanitized.h"

namespace paperdex {

inline const std::vector<Fault> kFaults = {
    {kWrites, ENOSPC, false},     {kWrites, ENOSPC, true}, {kWrites, EIO, false},     {kWrites, kShortWrite, false},
    {kWrites, kShortWrite, true}, {kSyncs, EIO, false},    {kSyncs, EIO, true},       {kSyncs, ENOSPC, false},
    {kOpens, EIO, false},         {kOpens, ENOSPC, true},  {kAnyOpen, EMFILE, false}, {kAnyOpen, EMFILE, true},
    {kNames, EIO, false},         {kNames, ENOSPC, true},  {kReads, EIO, false},      {kReads, EIO, true},
    {kMaps, ENOMEM, false},       {kMaps, ENOMEM, true},   {kMemory, ENOMEM, false},  {kMemory, ENOMEM, true},
};

inline constexpr std::size_t kFaultsEveryDay = 1;  // of each row
inline constexpr std::size_t kMostMemory = 300;    // allocations are many and alike
inline constexpr std::size_t kFirstMemory = 1500;  // but for the first ones, which half of those tried are of

inline std::vector<std::size_t> calls_to_fail(CallKind kind, std::size_t calls) {
  if (kind != kMemory) return sample_of(calls, Effort(kFaultsEveryDay).most(calls));
  const std::size_t most = Effort(kFaultsEveryDay).most(kMostMemory);
  std::vector<std::size_t> numbers = sample_of(calls, (most + 1) / 2);
  for (const std::size_t number : sample_of(std::min(calls, kFirstMemory), most / 2)) numbers.push_back(number);
  return numbers;
}

// $PAPERDEX_FAULTS_ONLY, "write_ENOSPC_once 12": this fault alone, and this call of it alone if there is a number.
struct OnlyFault {
  std::string fault;
  std::size_t number = 0;

  OnlyFault() {
    if (const char* text = std::getenv("PAPERDEX_FAULTS_ONLY")) std::istringstream(text) >> fault >> number;
  }
};

// `run_with` runs the program from its beginning with a fault at the call of this number, none at 0. `problem_after`
// says what is wrong after such a run, "" for nothing.
inline void try_all_faults(const std::string& command,
                           const std::function<FaultyOutcome(const Fault&, std::size_t)>& run_with,
                           const std::function<std::string(const Outcome&)>& problem_after) {
  if (kIsSanitized) GTEST_SKIP() << "sanitizers have allocators of their own";
  const OnlyFault only;
  const FaultyOutcome whole = run_with({}, 0);
  ASSERT_EQ(whole.status, 0) << whole;
  for (const Fault& fault : kFaults) {
    if (!only.fault.empty() && only.fault != fault.name()) continue;
    const std::size_t calls = whole.plan.calls[fault.kind];
    if (calls == 0) continue;
    Tally tally("faults at calls: " + command + ", " + fault.name());
    std::vector<std::size_t> numbers = calls_to_fail(fault.kind, calls);
    if (only.number > 0) numbers = {only.number};
    for (const std::size_t number : numbers) {
      const FaultyOutcome outcome = run_with(fault, number);
      std::string problem;
      try {
        problem = problem_after(outcome);
      } catch (const std::exception& error) {
        problem = error.what();
      } catch (const Xapian::Error& error) {
        problem = error.get_description();
      }
      tally.count("number " + std::to_string(number) + " of " + std::to_string(calls), problem);
    }
  }
}

}  // namespace paperdex
