// A Fetcher without a network: answers as the test says.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "data/error.h"
#include "indexer/fetcher.h"

namespace paperdex {

// Keeps what it was asked. Like the real one it runs `check` on every answer of status 200 and asks again when that
// throws, or the status is a passing fault; without waiting, and kTries times at most.
class FakeFetcher final : public Fetcher {
 public:
  using Handler = std::function<FetchResponse(const std::string& url)>;

  static constexpr int kTries = 3;

  explicit FakeFetcher(Handler handler) : handler_(std::move(handler)) {}
  // Has the body of each address, with status 200; other addresses are answered with 404.
  static FakeFetcher of(std::map<std::string, std::string> bodies) {
    return FakeFetcher([bodies = std::move(bodies)](const std::string& url) {
      const auto found = bodies.find(url);
      return found == bodies.end() ? answer("nothing here", 404) : answer(found->second);
    });
  }

  static FetchResponse answer(std::string body, long status = 200) {
    FetchResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
  }

  FetchResponse get(const FetchRequest& request, const Check& check) override {
    std::string fault;
    for (int i = 0; i < kTries; ++i) {
      asked_.push_back(request.url);
      FetchResponse response = handler_(request.url);
      fault = "status " + std::to_string(response.status);
      if (response.status == 429 || response.status >= 500) continue;
      if (response.status != 200) return response;
      try {
        check(response);
        return response;
      } catch (const FetchError& error) {
        fault = error.what();
      }
    }
    throw FetchError(request.url + ": " + fault);
  }

  // Every request, tries included.
  const std::vector<std::string>& asked() const { return asked_; }

 private:
  Handler handler_;
  std::vector<std::string> asked_;
};

}  // namespace paperdex
