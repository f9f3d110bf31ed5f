// A digest as a process of its own, to be killed by tests and timed by tests/bench/digest_bench.sh.
//
//   digest_tool subscribe DATABASE INDEX QUERIES COUNT   subscribes COUNT addresses to the lines of QUERIES, to whom
//                                                        every paper of the index is new
//   digest_tool run DATABASE INDEX SMTP RATE             a digest, a day after those subscriptions; exits with its
//   status

#include <fstream>
#include <iostream>
#include <stdexcept>

#include "query/searcher.h"
#include "server/mail/digest.h"
#include "server/mail/new_papers.h"
#include "tests/mail_server/subscribing.h"

namespace paperdex {
namespace {

void subscribe_all(const std::string& database, const std::string& index, const std::string& queries, int count) {
  const auto snapshot = Snapshot::open(IndexDir(index));
  SubscriptionStore store(database, [] { return kMonday; });
  std::ifstream in(queries);
  int done = 0;
  for (std::string query; done < count && std::getline(in, query); ++done) {
    subscribe(store, {"reader" + std::to_string(done) + "@example.com", query, {}}, {snapshot->origin(), 0});
  }
  if (done < count) throw std::runtime_error("there are too few queries");
}

int run_once(const std::string& database, const std::string& index, const std::string& smtp, const std::string& rate) {
  Searcher searcher(Snapshot::open(IndexDir(index)));
  MailConfig config = loopback_config(database, smtp);
  config.rate = std::stod(rate);
  const MailLog log = [](const std::string& line) { std::cout << line << std::endl; };
  return run_digest(config, searcher, log, [] { return kMonday + kDaySeconds; }).exit_status();
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() == 5 && arguments[0] == "subscribe") {
    subscribe_all(arguments[1], arguments[2], arguments[3], std::stoi(arguments[4]));
    return kExitDone;
  }
  if (arguments.size() == 5 && arguments[0] == "run") {
    return run_once(arguments[1], arguments[2], arguments[3], arguments[4]);
  }
  std::cerr << "usage: digest_tool subscribe DATABASE INDEX QUERIES COUNT | run DATABASE INDEX SMTP RATE\n";
  return kExitUsage;
}

}  // namespace
}  // namespace paperdex

int main(int argc, char** argv) {
  try {
    return paperdex::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return paperdex::kExitFailed;
  }
}
