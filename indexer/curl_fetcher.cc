#include "indexer/curl_fetcher.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>
#include <random>
#include <utility>

#include "data/error.h"
#include "indexer/retry_headers.h"

namespace paperdex {
namespace {

constexpr long kOk = 200;
constexpr long kNotAcceptable = 406;
constexpr char kAnything[] = "*/*";

std::string user_agent(const std::string& contact) {
  if (std::any_of(contact.begin(), contact.end(), [](unsigned char c) { return std::iscntrl(c) != 0; })) {
    throw InputError("the contact has a control character");
  }
  const std::string program = "paperdex/" PAPERDEX_VERSION;
  return contact.empty() ? program : program + " (+" + contact + ')';
}

std::uint64_t seed_of(const std::optional<std::uint64_t>& seed) { return seed ? *seed : std::random_device()(); }

bool is_redirect(const FetchResponse& response) {
  constexpr std::array<long, 5> kRedirects = {301, 302, 303, 307, 308};
  return std::find(kRedirects.begin(), kRedirects.end(), response.status) != kRedirects.end() &&
         response.headers.count("location") > 0;
}

// "" when the answer is one; else what is wrong with it and may pass.
std::string passing_fault(const Transfer& transfer, const Fetcher::Check& check) {
  const FetchResponse& response = transfer.response;
  if (is_passing_status(response.status)) return "status " + std::to_string(response.status);
  if (!transfer.fault.empty()) return transfer.fault;
  if (response.status != kOk) return "";
  if (response.body.empty()) return "an empty body";
  try {
    if (check) check(response);
  } catch (const FetchError& error) {
    return error.what();
  }
  return "";
}

std::optional<std::chrono::seconds> retry_after_of(const FetchResponse& response, std::int64_t our_time) {
  const auto header = response.headers.find("retry-after");
  if (header == response.headers.end()) return std::nullopt;
  // By the server's own clock, if it tells.
  const auto date = response.headers.find("date");
  const auto their_time = date == response.headers.end() ? std::nullopt : parse_http_date(date->second);
  return parse_retry_after(header->second, their_time.value_or(our_time));
}

std::string utc(std::int64_t unix_seconds) {
  const auto time = static_cast<std::time_t>(unix_seconds);
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::string message_of(const std::string& url, const std::string& fault, int tries) {
  std::string message = shown(url) + ": " + shown(fault);
  if (tries == 0) return message;
  return message + " (" + std::to_string(tries) + (tries == 1 ? " try)" : " tries)");
}

}  // namespace

CurlFetcher::CurlFetcher(FetcherOptions options)
    : options_(std::move(options)),
      clock_(options_.clock != nullptr ? *options_.clock : system_clock_),
      jitter_(seed_of(options_.seed)),
      transfer_(user_agent(options_.contact), options_.limits, options_.stop) {}

FetchResponse CurlFetcher::get(const FetchRequest& request, const Check& check) {
  int tries = 0;
  try {
    return get(request, check, tries);
  } catch (const FetchError& error) {
    throw FetchError(message_of(request.url, error.what(), tries));
  }
}

// Throws FetchError with the reason alone.
FetchResponse CurlFetcher::get(const FetchRequest& request, const Check& check, int& tries) {
  const WebAddress address = parse_web_address(request.url);
  std::string accept = request.accept;
  for (;;) {
    ++tries;
    Answer answer = follow(address, accept);
    if (answer.transfer.response.status == kNotAcceptable && accept != kAnything) {
      accept = kAnything;
      answer = follow(address, accept);
    }
    std::string fault = passing_fault(answer.transfer, check);
    if (fault.empty()) return std::move(answer.transfer.response);
    if (answer.address.url != address.url) fault += " from " + answer.address.url;
    wait_for_next_try(answer, fault, tries);
  }
}

CurlFetcher::Answer CurlFetcher::follow(WebAddress address, const std::string& accept) {
  for (int redirects = 0;; ++redirects) {
    Transfer transfer = ask(address, accept);
    if (!transfer.fault.empty() || !is_redirect(transfer.response)) return {std::move(address), std::move(transfer)};
    if (redirects == kMaxRedirects) throw FetchError("more than " + std::to_string(kMaxRedirects) + " redirects");
    address = redirect_target(address, transfer.response.headers.at("location"));
  }
}

// Throws FetchError on a fault that cannot pass.
Transfer CurlFetcher::ask(const WebAddress& address, const std::string& accept) {
  keep_limit(address);
  Transfer transfer = transfer_.run(address, accept);
  limiter_.finished(address, clock_.now());
  throw_if_stopped();
  if (const auto header = transfer.response.headers.find("ratelimit"); header != transfer.response.headers.end()) {
    if (const auto pause = parse_rate_limit(header->second)) limiter_.pause(address, clock_.now(), *pause);
  }
  if (!transfer.fault.empty() && !transfer.may_pass) throw FetchError(transfer.fault);
  return transfer;
}

void CurlFetcher::keep_limit(const WebAddress& address) {
  const std::chrono::milliseconds left = limiter_.wait(address, clock_.now());
  if (left > kMaxRetryAfter) give_up("the host asked for a pause", left);
  wait(address, left, "the host's limit");
}

void CurlFetcher::give_up(const std::string& fault, std::chrono::milliseconds pause) const {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(pause).count();
  throw FetchError(fault + ", not to be asked again before " + utc(clock_.unix_seconds() + seconds));
}

// Throws FetchError when there is to be no next try.
void CurlFetcher::wait_for_next_try(const Answer& answer, const std::string& fault, int tries) {
  FailedTry failed;
  failed.tries = tries;
  failed.status = answer.transfer.response.status;
  failed.retry_after = retry_after_of(answer.transfer.response, clock_.unix_seconds());
  failed.host = answer.address.kind;
  const auto pause = host_pause(failed);
  if (pause) limiter_.pause(answer.address, clock_.now(), *pause);
  if (const auto duration = next_try(failed, jitter_)) return wait(answer.address, *duration, fault);
  if (pause && *pause > kMaxRetryAfter) give_up(fault, *pause);
  throw FetchError(fault);
}

void CurlFetcher::wait(const WebAddress& address, std::chrono::milliseconds duration, const std::string& reason) {
  throw_if_stopped();
  if (duration.count() <= 0) return;
  if (duration >= kLongWait && options_.on_wait) {
    options_.on_wait(address.host, std::chrono::ceil<std::chrono::seconds>(duration), reason);
  }
  clock_.sleep(duration, options_.stop);
  throw_if_stopped();
}

void CurlFetcher::throw_if_stopped() const {
  if (options_.stop && options_.stop()) throw Stopped{};
}

}  // namespace paperdex
