#include "indexer/transfer_watch.h"

#include <gtest/gtest.h>

#include <vector>

namespace paperdex {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Step {
  milliseconds at;
  std::uint64_t bytes;  // by then
};

struct Case {
  const char* name;
  std::vector<Step> steps;  // all but the last are without fault
  const char* fault;        // of the last
};

std::string fault_at_end(const std::vector<Step>& steps) {
  constexpr Clock::Time kStart{};
  TransferWatch watch(TransferLimits(), kStart);
  std::string fault;
  for (const Step& step : steps) {
    EXPECT_EQ(fault, "") << "too early, before " << step.at.count() << " ms";
    fault = watch.fault(kStart + step.at, step.bytes);
  }
  return fault;
}

TEST(TransferWatch, EndsWhatTakesTooLong) {
  const Case kCases[] = {
      {"a cold page", {{seconds(183), 0}, {seconds(190), 1}}, ""},
      {"just in time for the first byte", {{milliseconds(299'999), 0}}, ""},
      {"no first byte", {{milliseconds(299'999), 0}, {seconds(300), 0}}, "no byte of the body within 300 s"},
      {"nothing after the first byte",
       {{seconds(200), 1}, {milliseconds(229'999), 1}, {seconds(230), 1}},
       "under 100 bytes a second for 30 s"},
      {"too slow", {{seconds(1), 1}, {seconds(20), 2'000}, {seconds(31), 3'000}}, "under 100 bytes a second for 30 s"},
      {"just not too slow", {{seconds(1), 1}, {seconds(20), 2'000}, {seconds(31), 3'001}}, ""},
      {"fast, then nothing",
       {{seconds(1), 1}, {seconds(2), 1'000'000}, {milliseconds(31'999), 1'000'000}, {seconds(32), 1'000'000}},
       "under 100 bytes a second for 30 s"},
      {"fast, then slow, then fast",
       {{seconds(1), 1}, {seconds(29), 2'000}, {seconds(30), 9'000}, {seconds(59), 9'001}},
       ""},
      {"not done",
       {{seconds(880), 1}, {milliseconds(899'999), 100'000}, {seconds(900), 200'000}},
       "not done within 900 s"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(fault_at_end(c.steps), c.fault);
  }
}

}  // namespace
}  // namespace paperdex
