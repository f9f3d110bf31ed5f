#include "server/request_head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

#include "server/http_error.h"

namespace paperdex {
namespace {

// The methods cpp-httplib knows; with another it would answer 400.
constexpr std::array<std::string_view, 9> kMethods = {"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                                      "CONNECT", "OPTIONS", "TRACE", "PATCH"};

// Of a header that is there twice, the first counts. X-Forwarded-For is forwarded besides, all of it: a proxy may add
// its own as a line of its own.
constexpr std::array<const char*, 6> kForwarded = {"Accept",       "If-None-Match", "Host",
                                                   "Content-Type", "Origin",        "Sec-Fetch-Site"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

// Calls `visit` with each element of a comma-separated header.
template <typename Visit>
void for_each_element(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    visit(trim(list.substr(0, comma)));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

bool accepts_gzip(std::string_view accept_encoding) {
  bool accepted = false;
  for_each_element(accept_encoding, [&](std::string_view element) {
    const std::size_t semicolon = std::min(element.find(';'), element.size());
    if (!same_name(trim(element.substr(0, semicolon)), "gzip")) return;
    std::string_view weight = trim(element.substr(std::min(semicolon + 1, element.size())));
    const bool none = weight.substr(0, 2) == "q=" && weight.find_first_not_of("0.", 2) == std::string_view::npos;
    accepted = !none;
  });
  return accepted;
}

struct Header {
  std::string_view name;
  std::string_view value;
};

std::vector<Header> parse_headers(std::string_view lines) {
  std::vector<Header> headers;
  while (!lines.empty()) {
    const std::size_t end = lines.find("\r\n");
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end + 2);
    if (line.empty()) break;
    if (headers.size() == kMaxHeaders) {
      throw HttpError(431, "too_many_headers",
                      "The request has more than " + std::to_string(kMaxHeaders) + " headers.");
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
      throw HttpError(400, "bad_header", "A header of the request is malformed.");
    }
    headers.push_back({line.substr(0, colon), trim(line.substr(colon + 1))});
  }
  return headers;
}

std::optional<std::string_view> find(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (same_name(header.name, name)) return header.value;
  }
  return std::nullopt;
}

void check_host(const std::vector<Header>& headers, std::string_view version) {
  const auto hosts = std::count_if(headers.begin(), headers.end(),
                                   [](const Header& header) { return same_name(header.name, "Host"); });
  if (hosts > 1) throw HttpError(400, "bad_host", "The request has more than one Host.");
  if (hosts == 0 && version == "HTTP/1.1") throw HttpError(400, "bad_host", "A request of HTTP/1.1 must have a Host.");
}

// How long a body follows. Throws on every body that we would not even look at.
std::size_t check_body(const std::vector<Header>& headers, std::string_view method) {
  if (find(headers, "Transfer-Encoding")) {
    throw HttpError(411, "length_required", "Send the body with a Content-Length, not with a Transfer-Encoding.");
  }
  if (find(headers, "Content-Encoding")) {
    throw HttpError(415, "encoded_body", "Send the body without a Content-Encoding.");
  }
  std::optional<std::uint64_t> length;
  for (const Header& header : headers) {
    if (!same_name(header.name, "Content-Length")) continue;
    std::uint64_t value = 0;
    const char* end = header.value.data() + header.value.size();
    const auto [stop, error] = std::from_chars(header.value.data(), end, value);
    if (error == std::errc::result_out_of_range) value = UINT64_MAX;
    if (stop != end || header.value.empty() || (error != std::errc() && value != UINT64_MAX) || length) {
      throw HttpError(400, "bad_header", "The Content-Length must be one whole number.");
    }
    length = value;
  }
  if (length.value_or(0) == 0) return 0;
  if (*length > kMaxBodyBytes) {
    throw HttpError(413, "body_too_large", "The body is larger than " + std::to_string(kMaxBodyBytes) + " bytes.");
  }
  if (method == "GET" || method == "HEAD") throw HttpError(400, "unexpected_body", "This request takes no body.");
  return static_cast<std::size_t>(*length);
}

std::string safe_target(std::string_view target) {
  std::string safe;
  safe.reserve(target.size());
  bool in_query = false;
  for (const char c : target) {
    if (c == '#') {
      safe += "%23";
    } else if (c == '?' && in_query) {
      safe += "%3F";
    } else {
      in_query = in_query || c == '?';
      safe += c;
    }
  }
  return safe;
}

struct RequestLine {
  std::string_view method;
  std::string_view target;
  std::string_view version;
};

RequestLine parse_request_line(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last || !is_token(line.substr(0, first))) {
    throw HttpError(400, "bad_request", "This is not an HTTP request.");
  }
  const RequestLine request{line.substr(0, first), line.substr(first + 1, last - first - 1), line.substr(last + 1)};
  if (request.target.size() > kMaxTargetBytes) {
    throw HttpError(414, "uri_too_long", "The address is longer than " + std::to_string(kMaxTargetBytes) + " bytes.");
  }
  if (request.version != "HTTP/1.1" && request.version != "HTTP/1.0") {
    throw HttpError(505, "http_version", "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
  }
  if (std::find(kMethods.begin(), kMethods.end(), request.method) == kMethods.end()) {
    throw HttpError(405, "method_not_allowed", "Only GET, HEAD and POST are allowed here.");
  }
  if (request.target.empty() || request.target.front() != '/' || request.target.find(' ') != std::string_view::npos) {
    throw HttpError(400, "bad_request", "The address of a request starts with '/' and holds no space.");
  }
  return request;
}

// Of a head that may still be incomplete: its last byte may be half a line's end.
void check_characters(std::string_view head) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    const auto c = static_cast<unsigned char>(head[i]);
    const bool in_line_end =
        (c == '\r' && (i + 1 == head.size() || head[i + 1] == '\n')) || (c == '\n' && i > 0 && head[i - 1] == '\r');
    if ((c < 0x20 && c != '\t' && !in_line_end) || c == 0x7F) {
      throw HttpError(400, "bad_request", "The request's first lines hold a control character.");
    }
  }
}

bool wants_keep_alive(const std::vector<Header>& headers, std::string_view version) {
  bool keep = version == "HTTP/1.1";
  for (const Header& header : headers) {
    if (!same_name(header.name, "Connection")) continue;
    for_each_element(header.value, [&](std::string_view option) {
      if (same_name(option, "close")) keep = false;
      if (same_name(option, "keep-alive") && version == "HTTP/1.0") keep = true;
    });
  }
  return keep;
}

}  // namespace

std::size_t head_end(std::string_view bytes) {
  const std::size_t found = bytes.find("\r\n\r\n");
  return found == std::string_view::npos ? found : found + 4;
}

void check_begun_head(std::string_view bytes) {
  check_characters(bytes);
  const std::size_t line_end = bytes.find("\r\n");
  if (line_end != std::string_view::npos) parse_request_line(bytes.substr(0, line_end));
}

RequestHead parse_request_head(std::string_view head) {
  check_characters(head);
  const std::size_t line_end = head.find("\r\n");
  const RequestLine request = parse_request_line(head.substr(0, line_end));
  const std::vector<Header> headers = parse_headers(head.substr(line_end + 2));
  check_host(headers, request.version);

  RequestHead result;
  result.body_bytes = check_body(headers, request.method);
  result.keep_alive = wants_keep_alive(headers, request.version);
  result.expects_continue = same_name(find(headers, "Expect").value_or(""), "100-continue");
  result.forwarded.append(request.method).append(" ").append(safe_target(request.target)).append(" HTTP/1.1\r\n");
  std::string forwarded_for;
  for (const Header& header : headers) {
    if (!same_name(header.name, "X-Forwarded-For")) continue;
    forwarded_for.append(forwarded_for.empty() ? "" : ", ").append(header.value);
  }
  if (!forwarded_for.empty()) result.forwarded += "X-Forwarded-For: " + forwarded_for + "\r\n";
  for (const char* name : kForwarded) {
    if (const auto value = find(headers, name); value && !value->empty()) {
      result.forwarded.append(name).append(": ").append(*value).append("\r\n");
    }
  }
  if (accepts_gzip(find(headers, "Accept-Encoding").value_or(""))) {
    result.forwarded.append(kGzipHeader).append(": 1\r\n");
  }
  result.forwarded += "\r\n";
  return result;
}

}  // namespace paperdex
