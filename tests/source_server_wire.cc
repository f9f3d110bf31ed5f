#include "tests/source_server_wire.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <ctime>
#include <string_view>

namespace paperdex {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
                        std::isxdigit(static_cast<unsigned char>(text[i + 2]));
    if (escape) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::map<std::string, std::string> params_of(std::string_view query) {
  std::map<std::string, std::string> params;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (!pair.empty())
      params[decoded(pair.substr(0, equals))] = decoded(pair.substr(std::min(equals + 1, pair.size())));
  }
  return params;
}

}  // namespace

std::string SourceServer::Request::param(const std::string& name) const {
  const auto found = params.find(name);
  return found == params.end() ? std::string() : found->second;
}

std::string SourceServer::Request::header(const std::string& lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? std::string() : found->second;
}

std::string http_date(std::int64_t unix_seconds) {
  const auto time = static_cast<std::time_t>(unix_seconds);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[64];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);  // the C locale's names
  return text;
}

SourceServer::Request parse_request(const std::string& head) {
  SourceServer::Request request;
  const std::size_t method_end = head.find(' ');
  const std::size_t target_end = head.find(' ', method_end + 1);
  if (target_end == std::string::npos) return request;
  request.method = head.substr(0, method_end);
  const std::string target = head.substr(method_end + 1, target_end - method_end - 1);
  const std::size_t question = std::min(target.find('?'), target.size());
  request.path = target.substr(0, question);
  request.query = target.substr(std::min(question + 1, target.size()));
  request.params = params_of(request.query);
  for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
    const std::size_t end = head.find("\r\n", at);
    const std::string line = head.substr(at, end - at);
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::size_t value = std::min(line.find_first_not_of(' ', colon + 1), line.size());
    request.headers[lower_case(line.substr(0, colon))] = line.substr(value);
    at = end + 2;
  }
  return request;
}

std::string head_of(const SourceServer::Reply& reply, std::size_t body_bytes, bool keep_alive) {
  std::map<std::string, std::string> headers = reply.headers;
  headers.emplace("Date", http_date(std::time(nullptr)));
  headers["Connection"] = keep_alive ? "keep-alive" : "close";
  if (reply.gzip) headers.emplace("Content-Encoding", "gzip");
  if (reply.chunked) {
    headers["Transfer-Encoding"] = "chunked";
  } else if (!reply.no_content_length) {
    headers.emplace("Content-Length", std::to_string(body_bytes));
  }
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " Status\r\n";
  for (const auto& [name, value] : headers) head.append(name).append(": ").append(value).append("\r\n");
  return head + "\r\n";
}

std::string chunk_of(const std::string& bytes) {
  char size[32];
  std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
  return size + bytes + "\r\n";
}

}  // namespace paperdex
