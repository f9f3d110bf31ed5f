// Flipped bits and cut files, all over an index: none is served, none is published.
//
//   PAPERDEX_FAULTS_ONLY='staging/docdata.glass' faults_tests --gtest_filter='*Damage*'    of this file alone
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <regex>
#include <string>

#include "data/schema.h"
#include "tests/faults/situation.h"
#include "tests/faults/tally.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kEveryDay = 60;  // of all files together
constexpr std::size_t kOfAll = 1200;
constexpr std::size_t kCutsOfFlips = 5;  // one damage in so many cuts the file

struct Damage {
  std::string file;     // below the index
  std::size_t bit = 0;  // of the file; where it is cut, the rest of its byte goes too
  bool is_cut = false;

  std::string name() const {
    return file + (is_cut ? " cut to " + std::to_string(bit / 8) + " bytes"
                          : ", bit " + std::to_string(bit % 8) + " of byte " + std::to_string(bit / 8));
  }
};

void do_damage(const fs::path& index, const Damage& damage) {
  const fs::path path = index / damage.file;
  fs::permissions(path, fs::perms::owner_write, fs::perm_options::add);
  if (damage.is_cut) {
    fs::resize_file(path, damage.bit / 8);
    return;
  }
  std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
  const auto at = static_cast<std::streamoff>(damage.bit / 8);
  stream.seekg(at);
  const int byte = stream.get();
  stream.seekp(at);
  stream.put(static_cast<char>(byte ^ 1 << damage.bit % 8));
  if (!stream.flush()) throw std::runtime_error("cannot damage " + path.string());
}

class DamageTest : public testing::Test {
 protected:
  DamageTest() {
    situation_.copy_to(copy_);
    build("publish", published_);
    build("add", added_);
  }

  // Of the files under `folder` that hold anything, the same number each.
  std::vector<Damage> damages(const std::string& folder) const {
    const char* only = std::getenv("PAPERDEX_FAULTS_ONLY");
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(situation_.index() + "/" + folder)) {
      if (!entry.is_regular_file() || entry.file_size() == 0) continue;
      files.push_back(entry.path().lexically_relative(situation_.index()).string());
    }
    std::sort(files.begin(), files.end());
    // A generation and staging get half of all each.
    const std::size_t of_each = std::max<std::size_t>(1, Effort(kEveryDay).most(kOfAll) / 2 / files.size());
    std::vector<Damage> damages;
    for (const std::string& file : files) {
      if (only != nullptr && only != file) continue;
      const std::size_t bits = fs::file_size(situation_.index() + "/" + file) * 8;
      for (const std::size_t bit : sample_of(bits, of_each)) {
        damages.push_back({file, bit - 1, damages.size() % kCutsOfFlips == kCutsOfFlips - 1});
      }
    }
    return damages;
  }

  void damage_copy(const Damage& damage) const {
    situation_.copy_to(copy_);
    do_damage(copy_, damage);
  }

  Outcome indexer(Arguments arguments) const {
    arguments.insert(arguments.begin(), {"paperdex-index", "--index", copy_});
    return run(arguments);
  }
  Outcome search(Arguments arguments) const {
    arguments.insert(arguments.begin(), {"paperdex-query", "--index", copy_});
    return run(arguments);
  }
  Outcome add_next() const { return run(situation_.next_arguments(copy_)); }

  // Of a command that fails because of the damage: it says so, and what.
  static std::string problem_of_refusal(const Outcome& outcome, const std::string& part) {
    if (outcome.status != 3) return "status " + std::to_string(outcome.status) + ": " + outcome.err;
    return outcome.err.find(part) == std::string::npos ? part + " is not named: " + outcome.err : "";
  }

  // The server does not start.
  std::string problem_of_server(const std::string& part) const {
    Process server({"paperdex-server", "--index", copy_, "--port", "0"});
    comes_true([&] { return server.has_ended() || server.err().starts_with("listening"); });
    if (!server.has_ended()) return "the server serves it";
    const std::string problem = problem_of_refusal(server.wait(), part);
    return problem.empty() ? "" : "server: " + problem;
  }

  // A paper's content without its docid, which it has anew where staging was made anew; and without its `added` when it
  // is new, for commits are counted on from a greater number then.
  static std::string of_any_place(const std::string& paper, bool is_new) {
    static const std::regex docid("^[0-9]+ ");
    static const std::regex added(",\"added\":[0-9]+\\}[0-9a-f]{8}|\n" + std::to_string(kSlotAdded) + "=[^\n]*");
    const std::string anywhere = std::regex_replace(paper, docid, "");
    return is_new ? std::regex_replace(anywhere, added, "") : anywhere;
  }

  // Staging that was made anew counts its commits on from a greater number, and of a day the docids that it hands out
  // itself: none for a paper that is lost.
  static bool may_count_otherwise(const std::string& id, const Outcome& outcome) {
    const bool has_lost = outcome.err.find("lost what=") != std::string::npos;
    return id == std::string("metadata ") + kMetaCommits ||
           (has_lost && id.starts_with(std::string("metadata ") + kMetaBlockPrefix));
  }

  // Of a generation that was published from damaged staging: as without the damage, or without papers that were named
  // or with these as they were in the generation before.
  std::string problem_of_publication(const std::string& command, const Outcome& outcome, const Content& right) const {
    if (const std::string bad = bad_end(outcome); !bad.empty()) return command + ' ' + bad;
    const Content served = content();
    if (outcome.status == 3 && served == before_) return {};
    const bool gave_up = outcome.err.find("all that came since generation") != std::string::npos;
    for (const auto& [id, paper] : served) {
      const auto other = right.find(id);
      const bool is_new = !before_.contains(id);
      if (other != right.end() && of_any_place(paper, is_new) == of_any_place(other->second, is_new)) continue;
      if (may_count_otherwise(id, outcome)) continue;
      const auto old = before_.find(id);
      const bool is_old = old != before_.end() && of_any_place(old->second, false) == of_any_place(paper, false) &&
                          (outcome.err.find(id) != std::string::npos || gave_up);
      if (!is_old) return command + " published another " + id;
    }
    for (const auto& [id, paper] : right) {
      if (may_count_otherwise(id, outcome)) continue;
      if (!served.contains(id) && outcome.err.find(id) == std::string::npos && !gave_up) {
        return command + " published without " + id + " and says " + outcome.err;
      }
    }
    return {};
  }

  const Content& published() const { return published_; }
  const Content& added() const { return added_; }
  const fs::path& copy() const { return copy_; }
  Content content() const { return served_content(IndexDir(copy_), Arrivals::kKept); }

 private:
  void build(const std::string& command, Content& content) {
    situation_.copy_to(copy_);
    before_ = this->content();
    const Outcome outcome = command == "add" ? add_next() : indexer({command});
    if (outcome.status != 0) throw std::runtime_error("without damage: " + outcome.err);
    content = this->content();
  }

  const Situation situation_{"publish"};  // staging holds more than the generation
  const fs::path copy_ = situation_.folder() / "copy";
  Content before_;
  Content published_;
  Content added_;
};

std::string guarded(const std::function<std::string()>& work) {
  try {
    return work();
  } catch (const std::exception& error) {
    return error.what();
  } catch (const Xapian::Error& error) {
    return error.get_description();
  }
}

TEST_F(DamageTest, OfAGenerationIsNotServed) {
  Tally check("damage of a generation: check");
  Tally server("damage of a generation: paperdex-server");
  Tally query("damage of a generation: paperdex-query --verify");
  Tally cut("damage of a generation: paperdex-query, cut files");
  Tally staging("damage of a generation: add without staging");
  Tally add("damage of a generation: add");
  for (const Damage& damage : damages("generations/1")) {
    const std::string part = fs::path(damage.file).filename();
    damage_copy(damage);
    check.count(damage.name(), problem_of_refusal(indexer({"check"}), part));
    server.count(damage.name(), problem_of_server(part));
    query.count(damage.name(), problem_of_refusal(search({"--verify", "search", "learning"}), part));
    // The sizes of files cost nothing to compare.
    if (damage.is_cut) cut.count(damage.name(), problem_of_refusal(search({"search", "learning"}), part));
    add.count(damage.name(), guarded([&] {
                const Outcome outcome = add_next();
                return outcome.status == 0 ? difference(content(), added()) : problem_of_refusal(outcome, part);
              }));
    damage_copy(damage);
    fs::remove_all(copy() / "staging");
    staging.count(damage.name(), problem_of_refusal(add_next(), part));
  }
}

TEST_F(DamageTest, OfStagingIsNotPublished) {
  Tally check("damage of staging: check --deep");
  Tally publish("damage of staging: publish");
  Tally add("damage of staging: add");
  for (const Damage& damage : damages("staging")) {
    damage_copy(damage);
    const Outcome deep = indexer({"check", "--deep"});
    const Outcome publishing = indexer({"publish"});
    const std::string wrong = guarded([&] { return problem_of_publication("publish", publishing, published()); });
    const bool is_whole = publishing.status == 0 && guarded([&] { return difference(content(), published()); }).empty();
    publish.count(damage.name(), wrong);
    std::string missed = bad_end(deep);
    if (missed.empty() && deep.status == 0 && !is_whole) missed = "finds nothing, and publish says " + publishing.err;
    check.count(damage.name(), missed);
    damage_copy(damage);
    const Outcome adding = add_next();
    add.count(damage.name(), guarded([&] { return problem_of_publication("add", adding, added()); }));
  }
}

}  // namespace
}  // namespace paperdex
