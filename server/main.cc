// paperdex-server: answers searches over HTTP, from an index that paperdex-index made. See README.md.

#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>
#include <iostream>
#include <new>
#include <string>
#include <string_view>
#include <thread>

#include "data/error.h"
#include "data/index_dir.h"
#include "query/searcher_pool.h"
#include "server/config.h"
#include "server/http.h"
#include "server/mail/digest.h"
#include "server/mail/mail_service.h"
#include "server/site.h"

namespace paperdex {
namespace {

struct Options {
  std::string config;
  std::string index;
  std::string listen;
  std::optional<int> port;
};

// One write a line. A line that there is no memory for is lost.
void log_event(const std::string& line) {
  try {
    std::cerr << line + "\n" << std::flush;
  } catch (const std::bad_alloc&) {
  }
}

sigset_t termination_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

// Waits for one of the signals, which every thread blocks, and calls `stop`.
void stop_at_signal(const std::stop_token& ended, const std::function<void()>& stop) {
  const sigset_t signals = termination_signals();
  const timespec interval{0, 100'000'000};
  while (!ended.stop_requested()) {
    if (sigtimedwait(&signals, nullptr, &interval) > 0) {
      log_event("event=stopping");
      stop();
      return;
    }
  }
}

std::string url_of(const std::string& host, int port) {
  const bool ipv6 = host.find(':') != std::string::npos;
  return "http://" + (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

// A flag beats the file.
ServerConfig config_of(const Options& options) {
  ServerConfig config;
  if (!options.config.empty()) config = read_server_config(options.config);
  if (!options.index.empty() || config.index.empty()) config.index = default_index_dir(options.index);
  if (!options.listen.empty()) config.listen = options.listen;
  if (options.port) config.port = *options.port;
  return config;
}

void serve(const ServerConfig& config) {
  const sigset_t signals = termination_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  Site* site = nullptr;
  HttpServer server([&site](const HttpRequest& request) { return site->answer(request); }, log_event);
  const int port = server.bind(config.listen, config.port);

  // Twice the cores: while one answer is written, another search has the core.
  const std::size_t workers = 2 * std::max(2U, std::thread::hardware_concurrency());
  SearcherPool pool(IndexDir(config.index), workers, log_event);
  std::optional<MailService> mail;
  try {
    if (config.mail && config.mail->has_mail()) {
      mail.emplace(
          *config.mail, [&pool](std::string_view word) { return pool.snapshot()->lexicon().count(word) > 0; },
          log_event);
    }
  } catch (const MailError& error) {
    // Search goes on without it.
    log_event(std::string("event=mail_off error=\"") + error.what() + "\"");
  }
  Site answers(Services{pool, config, mail ? &*mail : nullptr, log_event});
  site = &answers;

  const std::jthread signal_thread([&](const std::stop_token& ended) {
    stop_at_signal(ended, [&] {
      answers.set_stopping();
      server.stop();
    });
  });
  const Manifest& manifest = pool.snapshot()->manifest();
  log_event("listening url=" + url_of(config.listen, port) + " generation=" + std::to_string(manifest.generation) +
            " documents=" + std::to_string(manifest.documents));
  server.run();
}

int digest(const ServerConfig& config) {
  if (!config.mail) throw InputError("the configuration has no table [mail]; paperdex.toml.example shows one");
  Searcher searcher(Snapshot::open(IndexDir(config.index)));
  return run_digest(*config.mail, searcher, log_event).exit_status();
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app{"Serves a Paperdex index over HTTP: a search page at /, an API under /api/v1."};
  app.set_version_flag("--version", PAPERDEX_VERSION);
  app.add_option("--index", options.index,
                 "The index's directory (default: $PAPERDEX_INDEX, else $XDG_DATA_HOME/paperdex)");
  app.add_option("--config", options.config, "A configuration file; flags beat it");
  app.add_option("--listen", options.listen, "The address to listen on (default: 127.0.0.1)");
  app.add_option("--port", options.port, "The port; 0 lets the system choose (default: 8080)")
      ->check(CLI::Range(0, 65535));
  CLI::App* digest = app.add_subcommand("digest", "Mails and posts the papers that are new, to all who are due");
  digest->fallthrough();
  app.require_subcommand(0, 1);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitDone : kExitUsage;
  }
  const ServerConfig config = config_of(options);
  if (digest->parsed()) return paperdex::digest(config);
  serve(config);
  return kExitDone;
}

}  // namespace
}  // namespace paperdex

int main(int argc, char** argv) {
  try {
    return paperdex::run(argc, argv);
  } catch (const paperdex::LockedError& error) {
    std::cerr << "error: " << error.what() << '\n';
    return paperdex::kExitTryLater;
  } catch (const std::bad_alloc&) {
    std::cerr << "error: there is not enough memory\n";
    return paperdex::kExitFailed;
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return paperdex::kExitFailed;
  }
}
