// The n-th call of a digest fails, for every n: nobody is missed, and who is mailed twice is so by one mail at most.
//
//   PAPERDEX_FAULTS_ONLY='write_ENOSPC_once 12' faults_tests --gtest_filter='DigestFault*'    the 12th write alone
#include <gtest/gtest.h>

#include <ctime>
#include <map>

#include "data/index_dir.h"
#include "data/schema.h"
#include "tests/faults/call_faults.h"
#include "tests/mail_server/mail_server.h"
#include "tests/mail_server/subscribing.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr int kReaders = 4;

class DigestFault : public testing::Test {
 protected:
  DigestFault() {
    fs::create_directory(prepared_);
    add(R"({"id":"1","title":"Old work on slots","published":"2024-01-01"})");
    subscribe_readers();
    add(R"({"id":"2","title":"New work on slots","published":"2024-01-02"})");
  }

  FaultyOutcome run_with(const Fault& fault, std::size_t number) {
    fs::remove_all(copy_);
    fs::copy(prepared_, copy_, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    mails_.forget();
    return run_faulty(copy_, {"paperdex-server", "digest", "--config", config_of(copy_)}, fault,
                      static_cast<std::uint32_t>(number));
  }

  std::string problem_after(const Outcome& outcome) const {
    std::string problem = bad_end(outcome);
    if (problem.empty() && outcome.status == 0 && mailed().size() != kReaders)
      problem = "status 0, and some are missed";
    if (problem.empty()) problem = problem_of_next_run();
    return problem.empty() ? "" : problem + "\n  after status " + std::to_string(outcome.status) + ": " + outcome.err;
  }

 private:
  std::string problem_of_next_run() const {
    const Outcome next = run({"paperdex-server", "digest", "--config", config_of(copy_)});
    if (next.status != 0) return "the next run: " + std::to_string(next.status) + ' ' + next.err;
    int mails = 0;
    for (const auto& [reader, count] : mailed()) mails += count;
    if (mailed().size() != kReaders) return "after the next run, some are missed";
    if (mails > kReaders + 1) return std::to_string(mails - kReaders) + " mails came twice";
    const Outcome check = run({"paperdex-index", "--index", copy_ / "index", "check"});
    return check.status == 0 ? "" : "check: " + check.err;
  }

  std::map<std::string, int> mailed() const {
    std::map<std::string, int> mailed;
    for (const std::string& reader : mails_.recipients()) ++mailed[reader];
    return mailed;
  }

  void add(const std::string& line) const {
    const Outcome outcome = run({"paperdex-index", "--index", prepared_ / "index", "add", "-"}, line + '\n');
    if (outcome.status != 0) throw std::runtime_error(outcome.err);
  }

  std::string config_of(const fs::path& folder) const {
    std::ofstream(folder / "paperdex.toml")
        << "index = \"index\"\n[server]\nurl = \"https://papers.example.org\"\n"
           "[mail]\ndatabase = \"mail.sqlite\"\nsmtp = \""
        << mails_.url() << "\"\ntls = \"none\"\nfrom = \"Paperdex <papers@example.org>\"\n";
    return folder / "paperdex.toml";
  }

  void subscribe_readers() const {
    const IndexDir dir(prepared_ / "index");
    const std::string origin = Xapian::Database((dir.current_link() / "db").string()).get_metadata(kMetaOrigin);
    const std::uint64_t arrivals = read_manifest(dir.generation(*dir.current())).commits;
    const UnixSeconds yesterday = std::time(nullptr) - kDaySeconds - kHour;
    SubscriptionStore store(prepared_ / "mail.sqlite", [=] { return yesterday; });
    for (int i = 0; i < kReaders; ++i) {
      subscribe(store, {"reader" + std::to_string(i) + "@example.org", "slots", {}}, {origin, arrivals});
    }
  }

  const Workplace place_;
  MailServer mails_;
  const fs::path prepared_ = place_.folder() / "prepared";
  const fs::path copy_ = place_.folder() / "copy";
};

TEST_F(DigestFault, MissesNobody) {
  try_all_faults(
      "digest", [&](const Fault& fault, std::size_t number) { return run_with(fault, number); },
      [&](const Outcome& outcome) { return problem_after(outcome); });
}

}  // namespace
}  // namespace paperdex
