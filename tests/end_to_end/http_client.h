// HTTP by libcurl: another client than the server's own library.
#pragma once

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace paperdex {

struct HttpReply {
  long status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// One connection, kept alive between requests. Not thread-safe.
class HttpClient {
 public:
  explicit HttpClient(std::string base) : base_(std::move(base)), curl_(curl_easy_init(), curl_easy_cleanup) {
    if (!curl_) throw std::runtime_error("no libcurl");
  }

  // Throws std::runtime_error when there is no answer.
  HttpReply post(const std::string& target, const std::string& body, const std::string& type) {
    curl_easy_setopt(curl_.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl_.get(), CURLOPT_COPYPOSTFIELDS, body.c_str());
    HttpReply reply = get(target, {"Content-Type: " + type});
    curl_easy_setopt(curl_.get(), CURLOPT_HTTPGET, 1L);
    return reply;
  }
  HttpReply get(const std::string& target, const std::vector<std::string>& headers = {}) {
    constexpr long kTimeoutSeconds = 20;
    HttpReply reply;
    curl_slist* list = nullptr;
    for (const std::string& header : headers) list = curl_slist_append(list, header.c_str());
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> owner(list, curl_slist_free_all);
    const std::string url = base_ + target;
    curl_easy_setopt(curl_.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_.get(), CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl_.get(), CURLOPT_ACCEPT_ENCODING, "");  // all that libcurl can decode
    curl_easy_setopt(curl_.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl_.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_.get(), CURLOPT_TIMEOUT, kTimeoutSeconds);
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEDATA, &reply.body);
    curl_easy_setopt(curl_.get(), CURLOPT_HEADERFUNCTION, add_header);
    curl_easy_setopt(curl_.get(), CURLOPT_HEADERDATA, &reply.headers);
    const CURLcode code = curl_easy_perform(curl_.get());
    curl_easy_setopt(curl_.get(), CURLOPT_HTTPHEADER, nullptr);
    if (code != CURLE_OK) throw std::runtime_error("GET " + url + ": " + curl_easy_strerror(code));
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &reply.status);
    return reply;
  }

  std::string escape(const std::string& text) const {
    const std::unique_ptr<char, void (*)(void*)> escaped(
        curl_easy_escape(curl_.get(), text.data(), static_cast<int>(text.size())), curl_free);
    return escaped.get();
  }

 private:
  static std::size_t append(const char* data, std::size_t size, std::size_t count, std::string* body) {
    body->append(data, size * count);
    return size * count;
  }
  static std::size_t add_header(const char* data, std::size_t size, std::size_t count,
                                std::map<std::string, std::string>* headers) {
    const std::string line(data, size * count);
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos) {
      std::string name = line.substr(0, colon);
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
      const std::size_t start = line.find_first_not_of(' ', colon + 1);
      (*headers)[name] = line.substr(start, line.find_last_not_of("\r\n") + 1 - start);
    }
    return size * count;
  }

  std::string base_;
  std::unique_ptr<CURL, void (*)(CURL*)> curl_;
};

}  // namespace paperdex
