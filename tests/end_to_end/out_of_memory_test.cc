// paperdex-index where an allocation fails: it says so and ends, and the index is as it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "data/error.h"
#include "tests/end_to_end/programs.h"
#include "tests/faults/malloc_fault_file.h"
#include "tests/sanitized.h"

namespace paperdex {
namespace {

using testing::AnyOf;
using testing::Matcher;

TEST(OutOfMemory, TheIndexerSaysSoAndLeavesTheIndexAsItWas) {
  if (kIsSanitized) GTEST_SKIP() << "sanitizers have allocators of their own";
  const Workplace place;
  const std::string first = place.file("first.jsonl", "{\"id\":\"1\",\"title\":\"Slot attention\"}\n");
  const std::string second =
      place.file("second.jsonl", "{\"id\":\"2\",\"title\":\"Another slot\",\"authors\":[\"A. One\"]}\n");
  ASSERT_THAT(place.indexer({"add", first}), EndsWithStatus(kExitDone));
  MallocFaultFile fault(place.folder() / "fault");
  const Environment environment = {"LD_PRELOAD=" + kMallocFaultLibrary,
                                   std::string(kMallocFaultVariable) + '=' + fault.path().string()};
  // What comes before is the libraries' own beginning, where nothing can be caught.
  fault.arm(kAllThatFollow, kAllThatFollow);
  run({"paperdex-index", "--version"}, "", environment);
  std::int64_t n = fault.count();
  int failed = 0;
  for (bool is_past = false; !is_past; n += 1 + n / 20) {
    SCOPED_TRACE("allocation " + std::to_string(n));
    fault.arm(n, kAllThatFollow);
    const Outcome outcome = run({"paperdex-index", "--index", place.index(), "add", second}, "", environment);
    is_past = fault.disarm() == 0;
    ASSERT_THAT(outcome.status, is_past ? Matcher<int>(kExitDone) : Matcher<int>(AnyOf(kExitDone, kExitFailed)))
        << outcome;
    failed += outcome.status == kExitFailed ? 1 : 0;
    EXPECT_THAT(place.query({"show", "--verify", "1"}), EndsWithStatus(kExitDone));
  }
  EXPECT_GT(failed, 0);
  EXPECT_THAT(place.query({"show", "2"}), EndsWithStatus(kExitDone));
}

}  // namespace
}  // namespace paperdex
