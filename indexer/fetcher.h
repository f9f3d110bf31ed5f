// Documents over HTTP, whole or not at all.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "data/date.h"

namespace paperdex {

struct FetchRequest {
  std::string url;             // https, or http on loopback
  std::string accept = "*/*";  // a server that answers 406 is asked again with */*
};

struct FetchResponse {
  long status = 0;
  std::string body;                            // decompressed, whole
  std::map<std::string, std::string> headers;  // names in lower case; the last of several
  std::optional<Date> date;                    // the server's clock (its Date header)
};

// Not thread-safe.
class Fetcher {
 public:
  // Throws FetchError when the document is not what was asked for: HTML instead of XML, cut off, unexpectedly empty.
  using Check = std::function<void(const FetchResponse&)>;

  virtual ~Fetcher() = default;

  // Fetches a document. Waits as the host's limits, Retry-After and back-off say. Passing faults are tried again: no
  // connection, a time-out, a body that is not whole, status 406 (to */*), 408, 425, 429, 500, 502, 503 or 504, and
  // what `check` throws for a response of status 200. Any other status is an answer and is returned. Throws FetchError,
  // which names the address and the last fault, when the tries are used up or a bound was broken (size, redirects,
  // scheme); Stopped when the program was asked to end.
  virtual FetchResponse get(const FetchRequest& request, const Check& check) = 0;
};

// The program was asked to end while it waited.
struct Stopped {};

}  // namespace paperdex
