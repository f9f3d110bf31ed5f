#include "indexer/curl_transfer.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

#include "data/error.h"
#include "data/net/curl_use.h"
#include "indexer/inflate.h"
#include "indexer/sources/rfc1123.h"

namespace paperdex {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string trim(const std::string& text) {
  constexpr char kSpace[] = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  return begin == std::string::npos ? std::string() : text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

// What libcurl's callbacks build up. They are called from C: nothing may be thrown through them, and a fault that they
// find ends the transfer.
class Reception {
 public:
  Reception(const TransferLimits& limits, const StopFunction& stop)
      : limits_(limits), stop_(stop), watch_(limits, std::chrono::steady_clock::now()) {}

  static std::size_t on_header(const char* data, std::size_t size, std::size_t count, Reception* reception) {
    return reception->guarded([&] { reception->add_header(std::string(data, size * count)); }) ? size * count : 0;
  }
  static std::size_t on_body(const char* data, std::size_t size, std::size_t count, Reception* reception) {
    return reception->guarded([&] { reception->add_body({data, size * count}); }) ? size * count : 0;
  }
  static int on_progress(Reception* reception, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return reception->guarded([&] { reception->look_at_the_time(); }) ? 0 : 1;
  }

  // The answer that came, once libcurl is done with it.
  Transfer finish(CURLcode code, long status, const char* curl_message);

 private:
  template <typename Action>
  bool guarded(Action action) noexcept {
    try {
      action();
    } catch (...) {
      error_ = std::current_exception();
    }
    return transfer_.fault.empty() && !error_;
  }

  void add_header(const std::string& line);
  void add_body(std::string_view piece);
  void look_at_the_time();
  void start_body();
  void set_fault(std::string fault, bool may_pass = true);
  void set_too_long() { set_fault("longer than " + std::to_string(limits_.max_bytes) + " bytes", false); }

  const TransferLimits& limits_;
  const StopFunction& stop_;
  TransferWatch watch_;
  Transfer transfer_;
  std::exception_ptr error_;
  std::size_t header_bytes_ = 0;
  std::size_t body_bytes_ = 0;  // as they were sent
  std::optional<GzipInflater> inflater_;
};

void Reception::set_fault(std::string fault, bool may_pass) {
  transfer_.fault = std::move(fault);
  transfer_.may_pass = may_pass;
}

void Reception::add_header(const std::string& line) {
  header_bytes_ += line.size();
  if (header_bytes_ > kMaxHeaderBytes) {
    return set_fault("headers longer than " + std::to_string(kMaxHeaderBytes) + " bytes", false);
  }
  // The head of the answer proper follows that of an interim one (100, 103).
  if (line.starts_with("HTTP/")) return transfer_.response.headers.clear();
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos) return;
  transfer_.response.headers[lower_case(line.substr(0, colon))] = trim(line.substr(colon + 1));
}

void Reception::start_body() {
  const auto found = transfer_.response.headers.find("content-encoding");
  const std::string coding = found == transfer_.response.headers.end() ? "" : lower_case(found->second);
  if (coding == "gzip" || coding == "x-gzip") {
    inflater_.emplace(transfer_.response.body, limits_.max_bytes);
  } else if (!coding.empty() && coding != "identity") {
    set_fault("unknown Content-Encoding " + shown(coding));
  }
}

void Reception::add_body(std::string_view piece) {
  if (body_bytes_ == 0) start_body();
  if (!transfer_.fault.empty()) return;
  body_bytes_ += piece.size();
  if (body_bytes_ > limits_.max_bytes) return set_too_long();
  if (!inflater_) {
    transfer_.response.body.append(piece);
    return;
  }
  switch (inflater_->add(piece)) {
    case GzipInflater::Result::kGoesOn:
      return;
    case GzipInflater::Result::kDamaged:
      return set_fault("damaged gzip");
    case GzipInflater::Result::kTooLong:
      return set_too_long();
  }
}

void Reception::look_at_the_time() {
  if (stop_ && stop_()) return set_fault("stopped");
  std::string fault = watch_.fault(std::chrono::steady_clock::now(), body_bytes_);
  if (!fault.empty()) set_fault(std::move(fault));
}

// What no second try can change.
bool is_permanent(CURLcode code) {
  constexpr std::array kPermanent = {
      CURLE_UNSUPPORTED_PROTOCOL,  CURLE_URL_MALFORMAT,       CURLE_NOT_BUILT_IN,    CURLE_PEER_FAILED_VERIFICATION,
      CURLE_SSL_CACERT_BADFILE,    CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_CERTPROBLEM, CURLE_FILESIZE_EXCEEDED,
      CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION,
  };
  return std::find(kPermanent.begin(), kPermanent.end(), code) != kPermanent.end();
}

Transfer Reception::finish(CURLcode code, long status, const char* curl_message) {
  if (error_) std::rethrow_exception(error_);
  transfer_.response.status = status;
  if (const auto date = transfer_.response.headers.find("date"); date != transfer_.response.headers.end()) {
    transfer_.response.date = date_from_rfc1123(date->second);
  }
  if (!transfer_.fault.empty()) return std::move(transfer_);
  if (code == CURLE_FILESIZE_EXCEEDED) {
    set_too_long();
  } else if (code == CURLE_PARTIAL_FILE) {
    set_fault("cut off after " + std::to_string(body_bytes_) + " bytes");
  } else if (code != CURLE_OK) {
    set_fault(*curl_message != '\0' ? shown(curl_message) : curl_easy_strerror(code), !is_permanent(code));
  } else if (inflater_ && !inflater_->is_whole()) {
    set_fault("gzip cut off after " + std::to_string(body_bytes_) + " bytes");
  }
  return std::move(transfer_);
}

}  // namespace

CurlTransfer::CurlTransfer(std::string user_agent, const TransferLimits& limits, StopFunction stop)
    : user_agent_(std::move(user_agent)),
      limits_(limits),
      stop_(std::move(stop)),
      connections_(nullptr, [](void* multi) { curl_multi_cleanup(multi); }),
      curl_(nullptr, curl_easy_cleanup) {
  if (start_curl()) {
    connections_.reset(curl_multi_init());
    curl_.reset(curl_easy_init());
  }
  if (!connections_ || !curl_) throw FetchError("libcurl cannot be started");
}

CurlTransfer::~CurlTransfer() = default;

void CurlTransfer::set_constant_options() {
  CURL* curl = curl_.get();
  curl_easy_setopt(curl, CURLOPT_USERAGENT, user_agent_.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  // A body that libcurl decompresses may be cut off without its saying so, and has no bound.
  curl_easy_setopt(curl, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits_.connect.count()));
  curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits_.max_bytes));
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, Reception::on_progress);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Reception::on_body);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, Reception::on_header);
}

Transfer CurlTransfer::run(const WebAddress& address, const std::string& accept) {
  CURL* curl = curl_.get();
  std::array<char, CURL_ERROR_SIZE> message{};
  Reception reception(limits_, stop_);
  CurlList headers;
  headers.add("Accept: " + accept);
  headers.add("Accept-Encoding: gzip");
  const bool is_local = address.kind == HostKind::kLoopback;
  set_constant_options();
  curl_easy_setopt(curl, CURLOPT_URL, address.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, is_local ? "http,https" : "https");
  // A proxy that the environment names knows another loopback than ours.
  if (is_local) curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, message.data());
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &reception);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reception);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reception);
  const CURLcode code = perform_transfer(connections_.get(), curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_reset(curl);  // nothing of this request is left to point at
  return reception.finish(code, status, message.data());
}

}  // namespace paperdex
