// An index, and a command that is about to change it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "data/index_dir.h"
#include "tests/end_to_end/programs.h"
#include "tests/end_to_end/simulated_sources.h"
#include "tests/faults/generation_content.h"

namespace paperdex {

class Situation {
 public:
  // "add", "publish", "nightly", "rollback" or "remove".
  explicit Situation(const std::string& command);

  const std::string& command() const { return command_; }
  // The command on a copy of the index.
  Arguments arguments(const std::filesystem::path& index) const;
  // Another command, which adds one paper more.
  Arguments next_arguments(const std::filesystem::path& index) const;

  // A fresh copy of the index as it is before.
  void copy_to(const std::filesystem::path& index) const;
  const std::filesystem::path& folder() const { return place_.folder(); }
  std::string index() const { return place_.index(); }

  // What is served before the command and after it, and after it or without it when the next command has run.
  const Content& before() const { return before_; }
  const Content& after() const { return after_; }
  const Content& next_without() const { return next_without_; }
  const Content& next_after() const { return next_after_; }
  // What `paperdex-query` says before and after.
  std::string answer(const std::filesystem::path& index) const;
  const std::string& answer_before() const { return answer_before_; }
  const std::string& answer_after() const { return answer_after_; }

  // Of the night: the ids of a source.
  std::vector<std::string> ids_of(const std::string& source) const { return world_->ids(source); }

 private:
  void build();
  void run_well(const Arguments& arguments) const;

  std::string command_;
  Workplace place_;
  std::unique_ptr<SimulatedSources> world_;
  Arguments words_;
  std::string next_file_;
  Content before_;
  Content after_;
  Content next_without_;
  Content next_after_;
  std::string answer_before_;
  std::string answer_after_;
};

}  // namespace paperdex
