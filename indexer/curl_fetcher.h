// The Fetcher that goes to the network.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "indexer/clock.h"
#include "indexer/curl_transfer.h"
#include "indexer/fetcher.h"
#include "indexer/rate_limiter.h"
#include "indexer/retry_policy.h"
#include "indexer/transfer_watch.h"

namespace paperdex {

inline constexpr int kMaxRedirects = 5;
inline constexpr std::chrono::seconds kLongWait{10};  // waits from this on are told of

struct FetcherOptions {
  std::string contact;  // an address for the servers' operators: part of the User-Agent; may be empty
  TransferLimits limits;
  StopFunction stop;  // may be empty
  // Called before a wait of kLongWait or more; may be empty. `reason` is one line: "status 503", "the host's limit".
  std::function<void(const std::string& host, std::chrono::seconds duration, const std::string& reason)> on_wait;
  Clock* clock = nullptr;             // not owned; the system's when null. Transfers themselves run by the system's
  std::optional<std::uint64_t> seed;  // of the jitter; from the system when not given
};

// As fetcher.h says. Addresses are https, or http on loopback, and so are those that redirects lead to, none of which
// leads from elsewhere to loopback; at most kMaxRedirects are followed, each as a request that keeps its host's limit.
// A request is tried kMaxTries times at most (retry_policy.h); one that a server answers with 406 is repeated with
// `Accept: */*` as a part of the same try. A host that asks for a pause gets it from all that is fetched; while more
// than kMaxRetryAfter of it is left, requests fail at once. FetchErrors read "https://host/path: status 503 (6 tries)".
class CurlFetcher final : public Fetcher {
 public:
  // Throws InputError when `contact` has a character that a header must not have; FetchError when libcurl cannot be
  // started.
  explicit CurlFetcher(FetcherOptions options = {});

  FetchResponse get(const FetchRequest& request, const Check& check) override;

 private:
  struct Answer {
    WebAddress address;  // the one that answered, after redirects
    Transfer transfer;
  };

  FetchResponse get(const FetchRequest& request, const Check& check, int& tries);
  Answer follow(WebAddress address, const std::string& accept);
  Transfer ask(const WebAddress& address, const std::string& accept);
  void keep_limit(const WebAddress& address);
  [[noreturn]] void give_up(const std::string& fault, std::chrono::milliseconds pause) const;
  void wait_for_next_try(const Answer& answer, const std::string& fault, int tries);
  void wait(const WebAddress& address, std::chrono::milliseconds duration, const std::string& reason);
  void throw_if_stopped() const;

  FetcherOptions options_;
  SystemClock system_clock_;
  Clock& clock_;
  JitterEngine jitter_;
  RateLimiter limiter_;
  CurlTransfer transfer_;
};

}  // namespace paperdex
