#include "server/mail/webhook.h"

#include <curl/curl.h>

#include "data/json_writer.h"
#include "data/net/curl_use.h"
#include "server/mail/digest_message.h"
#include "server/mail/links.h"
#include "server/mail/remote_address.h"
#include "server/mail/token.h"

namespace paperdex {
namespace {

std::string for_chat(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string chat_text(const MailLinks& links, const NewPapers& papers) {
  std::string text = digest_title(papers);
  for (const Hit& hit : papers.hits) text += "\n\u2022 " + hit.paper.title + ' ' + links.paper(hit.paper.id);
  if (papers.more > 0) text += "\n... and " + std::to_string(papers.more) + " more: " + links.search(papers.query);
  return for_chat(text);
}

std::size_t ignore_answer(const char*, std::size_t size, std::size_t count, void*) { return size * count; }

WebhookResult result_of(CURLcode code, long status) {
  constexpr long kRequestTimeout = 408;
  constexpr long kTooManyRequests = 429;
  constexpr long kServerErrors = 500;
  WebhookResult result;
  if (code != CURLE_OK && status == 0) {
    result.reason = curl_easy_strerror(code);
    result.may_pass = code != CURLE_PEER_FAILED_VERIFICATION;
    return result;
  }
  result.reason = "status " + std::to_string(status);
  result.is_sent = status / 100 == 2;
  result.may_pass = status == kRequestTimeout || status == kTooManyRequests || status >= kServerErrors;
  return result;
}

}  // namespace

std::string webhook_json(const MailConfig& config, const NewPapers& papers) {
  constexpr std::size_t kExpectedBytes = 16 * 1024;
  const MailLinks links(config.base_url);
  JsonWriter json(kExpectedBytes);
  json.begin_object();
  json.member("text", chat_text(links, papers));
  json.member("query", papers.query);
  json.key("papers");
  json.begin_array();
  for (const Hit& hit : papers.hits) {
    json.begin_object();
    json.member("id", hit.paper.id);
    json.member("title", hit.paper.title);
    json.member("url", links.paper(hit.paper.id));
    json.key("authors");
    json.begin_array();
    for (const std::string& author : hit.paper.authors) json.value(author);
    json.end_array();
    if (hit.paper.published) {
      json.member("published", hit.paper.published->to_string());
    } else {
      json.member_null("published");
    }
    json.member("why", why(hit, papers));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

std::string webhook_key(const WebhookConfig& webhook) { return to_hex(sha256(webhook.url + '\n' + webhook.query)); }

WebhookSender::WebhookSender()
    : connections_(nullptr, [](void* multi) { curl_multi_cleanup(multi); }), curl_(nullptr, curl_easy_cleanup) {
  if (start_curl()) {
    connections_.reset(curl_multi_init());
    curl_.reset(curl_easy_init());
  }
  if (!connections_ || !curl_) throw MailError("libcurl cannot be started");
}

WebhookSender::~WebhookSender() = default;

WebhookResult WebhookSender::post(const std::string& url, const std::string& json) {
  const bool is_local = parse_remote_address(url, {"https", "http"}, "webhook.url").is_loopback;
  CURL* curl = curl_.get();
  CurlList headers;
  headers.add("Content-Type: application/json");
  headers.add("Expect:");  // no asking whether the body may come
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, is_local ? "http,https" : "https");
  // A proxy that the environment names knows another loopback than ours.
  if (is_local) curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "paperdex/" PAPERDEX_VERSION);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(kWebhookConnect.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(kWebhookTotal.count()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore_answer);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(json.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json.c_str());
  const CURLcode code = perform_transfer(connections_.get(), curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_reset(curl);  // nothing of this request is left to point at
  return result_of(code, status);
}

}  // namespace paperdex
