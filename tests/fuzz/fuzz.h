// What the fuzzing targets share. A target is one file named TARGET_fuzz.cc that defines fuzz(): it hands the input to
// what reads bytes from strangers, and holds true what that promises. A crash, a sanitizer's report, an exception that
// the header does not name, and a promise that is not held end the run, and libFuzzer keeps the input.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace paperdex {

// Defined by each target. What it throws is a report.
void fuzz(std::string_view input);

// Reports that `promise` does not hold, with what shows it.
inline void require(bool holds, const char* promise, const std::string& seen = "") {
  if (holds) return;
  std::fprintf(stderr, "not held: %s\n%s\n", promise, seen.c_str());
  std::abort();
}

}  // namespace paperdex
