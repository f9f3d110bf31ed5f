// The first lines of an HTTP request, judged before anything else reads them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace paperdex {

inline constexpr std::size_t kMaxTargetBytes = 8000;  // cpp-httplib itself stops at 8192 for the whole first line
inline constexpr std::size_t kMaxHeadBytes = 32 * 1024;
inline constexpr std::size_t kMaxHeaders = 64;
inline constexpr std::size_t kMaxBodyBytes = 64 * 1024;

// Stands for an Accept-Encoding that has gzip: httplib is not to know of it, because we compress ourselves (gzip.h).
inline constexpr char kGzipHeader[] = "X-Accepts-Gzip";

struct RequestHead {
  // The request as cpp-httplib may see it: its line, and of the headers only those that we read (kForwarded) and
  // kGzipHeader. Further '?' and any '#' of the target are percent-encoded, because httplib would refuse or
  // drop what follows.
  std::string forwarded;
  bool keep_alive = false;        // the client would send another request on this connection
  std::size_t body_bytes = 0;     // that follow the head; kMaxBodyBytes at most
  bool expects_continue = false;  // the client waits for "100 Continue" before it sends them
};

// Where the head at the front of `bytes` ends (past its empty line), or npos while it is incomplete.
std::size_t head_end(std::string_view bytes);

// What of a head is there so far: throws HttpError for what no further byte can mend, a bad first line (400, 405, 414,
// 505) or a control character, a line feed without its carriage return among them (400). So whoever speaks HTTP/0.9,
// TLS or lines that end by line feeds alone is answered at once.
void check_begun_head(std::string_view bytes);

// Reads one whole head, empty line included. HTTP/1.1 must name its host, and nobody may name two. Throws HttpError:
// 400, 405, 411, 413, 414, 415, 431 or 505.
RequestHead parse_request_head(std::string_view head);

}  // namespace paperdex
