// What the tests of the fetcher share: a server that misbehaves as told, and waits that take no time.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "data/error.h"
#include "indexer/curl_fetcher.h"
#include "tests/indexer/fake_clock.h"
#include "tests/source_server.h"

namespace paperdex {

inline constexpr char kGoodBody[] = "<records>all of them</records>";

// A server that gives some replies in their order, then kGoodBody ever after, and a fetcher whose waits take no time.
class FetcherTest : public testing::Test {
 protected:
  using Reply = SourceServer::Reply;

  FetcherTest() : server_([this](const SourceServer::Request&) { return next_reply(); }) {
    options_.clock = &clock_;
    options_.seed = 1;
  }

  void answer_with(std::vector<Reply> replies) {
    const std::lock_guard lock(mutex_);
    replies_.assign(replies.begin(), replies.end());
  }
  void answer_always_with(const Reply& reply) {
    server_.set_handler([reply](const SourceServer::Request&) { return reply; });
  }

  FetchResponse get(const std::string& target = "/", const Fetcher::Check& check = nullptr) {
    return CurlFetcher(options_).get({server_.url(target)}, check);
  }
  // The message of its FetchError; "" when there is none.
  std::string error_of(const std::string& url, const Fetcher::Check& check = nullptr) {
    try {
      CurlFetcher(options_).get({url}, check);
      return "";
    } catch (const FetchError& error) {
      return error.what();
    }
  }

  std::mutex mutex_;
  std::deque<Reply> replies_;
  FakeClock clock_;
  FetcherOptions options_;
  SourceServer server_;

 private:
  Reply next_reply() {
    const std::lock_guard lock(mutex_);
    if (replies_.empty()) return SourceServer::xml(kGoodBody);
    Reply reply = replies_.front();
    replies_.pop_front();
    return reply;
  }
};

// Compresses well, but not away.
inline std::string long_text() {
  std::string text = "<records>";
  for (int i = 0; i < 5'000; ++i) text += "<record>" + std::to_string(i * 7919 % 10'007) + "</record>";
  return text + "</records>";
}

}  // namespace paperdex
