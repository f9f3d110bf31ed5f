// One request and its answer, by libcurl: no second try, no redirect followed, no pause.
#pragma once

#include <memory>
#include <string>

#include "indexer/clock.h"
#include "indexer/fetcher.h"
#include "indexer/transfer_watch.h"
#include "indexer/web_address.h"

namespace paperdex {

inline constexpr std::size_t kMaxHeaderBytes = 256 * 1024;  // of all header lines of an answer

struct Transfer {
  FetchResponse response;  // as far as it came; the status is 0 when none came
  std::string fault;       // "" when the response is whole, else what is wrong with it
  bool may_pass = true;    // the fault may be gone at the next try
};

// Keeps its connection for the next request. Not thread-safe.
class CurlTransfer {
 public:
  // A transfer breaks off, with some fault, soon after `stop` (which may be empty) says so: within a tenth of a second.
  // Throws FetchError when libcurl cannot be started.
  CurlTransfer(std::string user_agent, const TransferLimits& limits, StopFunction stop);
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // Bodies are asked for in gzip and decompressed. Throws std::bad_alloc.
  Transfer run(const WebAddress& address, const std::string& accept);

 private:
  void set_constant_options();

  std::string user_agent_;
  TransferLimits limits_;
  StopFunction stop_;
  // libcurl's own types are known to the source alone.
  std::unique_ptr<void, void (*)(void*)> connections_;
  std::unique_ptr<void, void (*)(void*)> curl_;
};

}  // namespace paperdex
