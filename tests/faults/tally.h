// Counts of what was tried, and how often it went wrong; run.sh makes a table of what this prints.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/end_to_end/programs.h"

namespace paperdex {

// $PAPERDEX_FAULTS: "all", or how many of each kind are to be tried; without it a few, for every day.
class Effort {
 public:
  explicit Effort(std::size_t of_every_day) : most_(of_every_day) {
    const char* text = std::getenv("PAPERDEX_FAULTS");
    if (text == nullptr) return;
    all_ = std::string(text) == "all";
    if (!all_) most_ = std::stoul(text);
  }
  // `of_all` when all are tried: the most that make sense.
  std::size_t most(std::size_t of_all) const { return all_ ? of_all : std::min(most_, of_all); }

 private:
  bool all_ = false;
  std::size_t most_;
};

inline constexpr unsigned kFaultSeed = 10;

// At most `most` of the numbers 1..last, one in each of as many equal parts, the same ones each time.
inline std::vector<std::size_t> sample_of(std::size_t last, std::size_t most) {
  std::vector<std::size_t> numbers;
  std::mt19937 random(kFaultSeed);
  const std::size_t parts = std::min(last, most);
  for (std::size_t i = 0; i < parts; ++i) {
    const std::size_t from = 1 + last * i / parts;
    const std::size_t until = last * (i + 1) / parts;
    numbers.push_back(std::uniform_int_distribution<std::size_t>(from, until)(random));
  }
  return numbers;
}

// One row of the table.
class Tally {
 public:
  explicit Tally(std::string what) : what_(std::move(what)) {}
  ~Tally() { std::cout << "tally: " << what_ << '\t' << runs_ << '\t' << failures_ << std::endl; }
  Tally(const Tally&) = delete;
  Tally& operator=(const Tally&) = delete;

  // `problem` is what went wrong, "" for nothing; `where` tells how to do it again.
  void count(const std::string& where, const std::string& problem) {
    constexpr std::size_t kShown = 5;
    ++runs_;
    if (problem.empty() || ++failures_ > kShown) return;
    ADD_FAILURE() << what_ << ", " << where << ": " << problem;
  }
  // Failed runs beyond those shown are failures all the same.
  std::size_t failures() const { return failures_; }

 private:
  std::string what_;
  std::size_t runs_ = 0;
  std::size_t failures_ = 0;
};

// What is wrong with how a program ended; "" when it ended by itself, and said why if it failed.
inline std::string bad_end(const Outcome& outcome) {
  constexpr int kStatuses[] = {0, 1, 3, 75};
  if (std::find(std::begin(kStatuses), std::end(kStatuses), outcome.status) == std::end(kStatuses)) {
    return "ended with status " + std::to_string(outcome.status) + ": " + outcome.err;
  }
  if (outcome.err.find("terminate called") != std::string::npos) return "terminate called: " + outcome.err;
  if (outcome.status > 1 && outcome.err.find("error: ") == std::string::npos &&
      outcome.err.find("reason=") == std::string::npos) {
    return "status " + std::to_string(outcome.status) + " and no error: " + outcome.err;
  }
  return {};
}

}  // namespace paperdex
