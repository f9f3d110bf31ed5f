// Real servers on a port of the kernel's choice, for the tests.
#pragma once

#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "query/searcher_pool.h"
#include "server/config.h"
#include "server/http.h"
#include "server/site.h"
#include "tests/server/raw_client.h"
#include "tests/test_index.h"

namespace paperdex {

inline void ignore_events(const std::string&) {}

class RunningServer {
 public:
  explicit RunningServer(HttpServer::Handler handler)
      : server_(std::move(handler), ignore_events),
        port_(server_.bind("127.0.0.1", 0)),
        thread_([this] { server_.run(); }) {}
  ~RunningServer() { stop(); }

  int port() const { return port_; }
  RawClient connect() const { return RawClient(port_); }
  RawResponse get(const std::string& target, const std::string& headers = "", const std::string& method = "GET") const {
    return connect().get(target, headers, method);
  }
  void stop() {
    if (!thread_.joinable()) return;
    server_.stop();
    thread_.join();
  }

 private:
  HttpServer server_;
  int port_;
  std::thread thread_;
};

// A machine that is busy with other tests must not make an answer partial.
inline constexpr std::chrono::milliseconds kLongAnswerTime{60'000};

// The whole site over an index of these papers.
class RunningSite {
 public:
  explicit RunningSite(const std::vector<Paper>& papers, const std::vector<LedgerSet>& ledger = {},
                       std::chrono::milliseconds answer_time = kLongAnswerTime)
      : index_(papers, ledger),
        pool_(index_.dir(), 2, ignore_events),
        site_(Services{pool_, config_, nullptr, ignore_events, answer_time}),
        server_([this](const HttpRequest& request) { return site_.answer(request); }) {}

  TestIndex& index() { return index_; }
  SearcherPool& pool() { return pool_; }
  Site& site() { return site_; }
  ServerConfig& config() { return config_; }  // to change before the first request
  int port() const { return server_.port(); }
  RawClient connect() const { return server_.connect(); }
  RawResponse get(const std::string& target, const std::string& headers = "", const std::string& method = "GET") const {
    return server_.get(target, headers, method);
  }

 private:
  TestIndex index_;
  SearcherPool pool_;
  ServerConfig config_;
  Site site_;
  RunningServer server_;
};

}  // namespace paperdex
