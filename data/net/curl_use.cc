#include "data/net/curl_use.h"

#include <new>

namespace paperdex {

bool start_curl() {
  static const CURLcode kStarted = curl_global_init(CURL_GLOBAL_DEFAULT);
  return kStarted == CURLE_OK;
}

CURLcode perform_transfer(CURLM* connections, CURL* curl) {
  constexpr int kStepMilliseconds = 100;
  CURLMcode state = curl_multi_add_handle(connections, curl);
  for (int running = 1; state == CURLM_OK && running > 0;) {
    state = curl_multi_perform(connections, &running);
    if (state == CURLM_OK && running > 0) {
      state = curl_multi_poll(connections, nullptr, 0, kStepMilliseconds, nullptr);
    }
  }
  CURLcode code = CURLE_FAILED_INIT;
  int messages_left = 0;
  while (const CURLMsg* message = curl_multi_info_read(connections, &messages_left)) {
    if (message->msg == CURLMSG_DONE) code = message->data.result;
  }
  curl_multi_remove_handle(connections, curl);
  return code;
}

void CurlList::add(const std::string& line) {
  curl_slist* longer = curl_slist_append(list_, line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  list_ = longer;
}

}  // namespace paperdex
