// What the users of libcurl share: what fetches from sources, and what sends mail and webhooks. A library of its own
// (paperdex_curl), since nothing else needs libcurl.
#pragma once

#include <curl/curl.h>

#include <string>

namespace paperdex {

// libcurl's way of starting must be gone through once in a program, which all calls but the first leave at that. Safe
// to call from several threads. False: libcurl cannot be started.
bool start_curl();

// As curl_easy_perform(), which while nothing comes would ask for progress but once a second.
CURLcode perform_transfer(CURLM* connections, CURL* curl);

// A curl_slist that goes with the object.
class CurlList {
 public:
  CurlList() = default;
  ~CurlList() { curl_slist_free_all(list_); }
  CurlList(const CurlList&) = delete;
  CurlList& operator=(const CurlList&) = delete;

  void add(const std::string& line);
  curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

}  // namespace paperdex
