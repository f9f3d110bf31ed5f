// The heads of HTTP requests.
#include "server/http_error.h"
#include "server/request_head.h"
#include "tests/fuzz/fuzz.h"

namespace paperdex {
namespace {

void require_forwarded(const RequestHead& head) {
  require(head_end(head.forwarded) == head.forwarded.size(), "what is forwarded is one head", head.forwarded);
  require(head.body_bytes <= kMaxBodyBytes, "a body is within its limit", head.forwarded);
  for (std::size_t i = 0; i < head.forwarded.size(); ++i) {
    const auto c = static_cast<unsigned char>(head.forwarded[i]);
    require(c >= 0x20 || c == '\r' || c == '\n' || c == '\t', "no control character is forwarded", head.forwarded);
  }
  const std::string line = head.forwarded.substr(0, head.forwarded.find("\r\n"));
  require(line.find('#') == std::string::npos && line.find('?') == line.rfind('?'),
          "what httplib would drop of an address is encoded", line);
  // But for its body, its connection and the header that only we may add, a head is read again as the same.
  const std::string own = "\r\n" + std::string(kGzipHeader) + ": 1";
  std::string others = head.forwarded;
  if (const std::size_t at = others.find(own); at != std::string::npos) others.erase(at, own.size());
  const RequestHead again = parse_request_head(head.forwarded);
  require(again.forwarded == others, "what was forwarded is forwarded as it is", head.forwarded + again.forwarded);
}

}  // namespace

void fuzz(std::string_view input) {
  const std::size_t end = head_end(input);
  if (end == std::string_view::npos) return;
  require(end <= input.size(), "a head ends in what was read");
  try {
    require_forwarded(parse_request_head(input.substr(0, end)));
  } catch (const HttpError& error) {
    require(error.status() >= 400 && error.status() < 600, "a refusal is an error", error.what());
  }
}

}  // namespace paperdex
