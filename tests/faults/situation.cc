#include "tests/faults/situation.h"

#include <stdexcept>

#include "data/paper_json.h"
#include "indexer/staging.h"
#include "tests/end_to_end/harvested.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kOldPapers = 40;  // of the sample
constexpr std::size_t kChangedPapers = 5;
constexpr int kNights = 2;

std::string json_lines(const std::vector<Paper>& papers) {
  std::string text;
  for (const Paper& paper : papers) text += paper_to_json(paper) + '\n';
  return text;
}

std::vector<Paper> old_papers() {
  const std::vector<Paper> papers = sample_papers();
  return {papers.begin(), papers.begin() + kOldPapers};
}

// The rest of the sample, and some of the old ones with another abstract.
std::vector<Paper> new_papers() {
  const std::vector<Paper> papers = sample_papers();
  std::vector<Paper> result(papers.begin() + kOldPapers, papers.end());
  for (std::size_t i = 0; i < kChangedPapers; ++i) {
    result.push_back(papers[i]);
    result.back().abstract += " This sentence is new.";
  }
  return result;
}

std::vector<SimulatedRecord> night_records() {
  std::vector<SimulatedRecord> all;
  const auto add = [&](const std::vector<SimulatedRecord>& more) { all.insert(all.end(), more.begin(), more.end()); };
  for (int i = 0; i < kNights; ++i) {
    const Day day = today() - kNights + i;
    add(simulated_papers(kArxivSource, day, 100 * i, 6, "cs"));
    add(simulated_papers(kArxivSource, day, 100 * i + 20, 4, "stat"));
    add(simulated_papers(kDailySource, day, 100 * i + 3, 5));
  }
  return all;
}

}  // namespace

Situation::Situation(const std::string& command) : command_(command) {
  build();
  next_file_ = place_.file("next.jsonl", R"({"id":"next","title":"A paper that comes next","published":"2024-05-05"})"
                                         "\n");
  const fs::path copy = place_.folder() / "copy";
  const auto content_after = [&](const std::vector<Arguments>& commands) {
    copy_to(copy);
    for (const Arguments& arguments : commands) run_well(arguments);
    return served_content(IndexDir(copy));
  };
  before_ = content_after({});
  answer_before_ = answer(copy);
  next_without_ = content_after({next_arguments(copy)});
  next_after_ = content_after({arguments(copy), next_arguments(copy)});
  after_ = content_after({arguments(copy)});
  answer_after_ = answer(copy);
  fs::remove_all(copy);
}

void Situation::build() {
  run_well({"paperdex-index", "--index", index(), "add", place_.file("old.jsonl", json_lines(old_papers()))});
  const std::string added = place_.file("new.jsonl", json_lines(new_papers()));
  if (command_ == "add") {
    words_ = {"add", added};
  } else if (command_ == "publish") {
    const IndexDir dir(index());
    const IndexLock lock(dir);
    Staging staging(lock);
    for (const Paper& paper : new_papers()) staging.upsert(paper);
    staging.commit();
    words_ = {"publish"};
  } else if (command_ == "rollback") {
    run_well({"paperdex-index", "--index", index(), "add", added});
    words_ = {"rollback", "1"};
  } else if (command_ == "remove") {
    words_ = {"remove"};
    for (std::size_t i = 0; i < kChangedPapers; ++i) words_.push_back(sample_papers()[i].id);
  } else if (command_ == "nightly") {
    world_ = std::make_unique<SimulatedSources>(night_records());
    const Day first = today() - kNights;
    words_ = {"nightly", "--config",
              place_.file("night.toml", night_source(*world_, kArxivSource, first, R"(["cs", "stat"])") +
                                            night_source(*world_, kDailySource, first))};
  } else {
    throw std::runtime_error("no command " + command_);
  }
}

Arguments Situation::arguments(const fs::path& index) const {
  Arguments arguments = {"paperdex-index", "--index", index};
  arguments.insert(arguments.end(), words_.begin(), words_.end());
  return arguments;
}

Arguments Situation::next_arguments(const fs::path& index) const {
  return {"paperdex-index", "--index", index, "add", next_file_};
}

void Situation::copy_to(const fs::path& copy) const {
  fs::remove_all(copy);
  fs::copy(place_.index(), copy, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
}

std::string Situation::answer(const fs::path& index) const {
  const Outcome outcome =
      run({"paperdex-query", "--index", index, "search", "learning OR paper", "--limit", "100", "--format", "ids"});
  return std::to_string(outcome.status) + '\n' + outcome.out + outcome.err;
}

void Situation::run_well(const Arguments& arguments) const {
  const Outcome outcome = run(arguments);
  if (outcome.status != 0) throw std::runtime_error("without a fault: " + outcome.err);
}

}  // namespace paperdex
