#include "indexer/sources/oai_client.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "data/error.h"
#include "indexer/web_address.h"

namespace paperdex {
namespace {

bool may_stand_in_an_address(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_unreserved(c) || c == '%'; });
}

std::string with_verb(const std::string& base_url, const char* verb) {
  return base_url + (base_url.find('?') == std::string::npos ? "?verb=" : "&verb=") + verb;
}

std::string text_of_day(Day day) { return Date::from_day(day).to_string(); }

bool is_protocol_error(const FetchResponse& response) {
  try {
    return !parse_oai_page(response.body).errors.empty();
  } catch (const FetchError&) {
    return false;
  }
}

// Some servers send the protocol's errors with a status of their own (422, 400, 404); of any other answer with such a
// status the status is what is wrong.
void read_answer(Fetcher& fetcher, const std::string& url, const Fetcher::Check& read) {
  const FetchResponse response = fetcher.get({url}, read);
  if (response.status == 200) return;
  if (!is_protocol_error(response)) throw FetchError(url + ": status " + std::to_string(response.status));
  read(response);
}

}  // namespace

OaiList::OaiList(Fetcher& fetcher, OaiQuery query) : fetcher_(fetcher), query_(std::move(query)) {}

std::optional<OaiPage> OaiList::next_page() {
  while (!done_) {
    OaiPage page = fetch();
    if (token_.empty()) asked_on_ = *page.response_day;
    if (page.errors.empty()) {
      take(page);
      return page;
    }
    answer_errors(page);
  }
  return std::nullopt;
}

// A repository that has times of day may read a day alone as its first second: `until` needs the last.
//
// A token is opaque, so it is percent-encoded like any value, although it may hold percent signs already: arXiv's does
// ("verb%3DListRecords%26..."), is decoded once by arXiv's web framework and once more by what reads the token, and as
// clients commonly encode it, so it is expected. There are servers that decode it once too few and answer
// badResumptionToken; after that answer the token is sent as it is, every other time.
std::string OaiList::address() const {
  std::string url = with_verb(query_.base_url, "ListRecords");
  if (!token_.empty()) {
    const bool as_it_is = token_as_it_is_ && may_stand_in_an_address(token_);
    return url + "&resumptionToken=" + (as_it_is ? token_ : url_encoded(token_));
  }
  url += "&metadataPrefix=" + url_encoded(query_.metadata_prefix);
  url += "&from=" + url_encoded(text_of_day(query_.from) + (query_.seconds ? "T00:00:00Z" : ""));
  url += "&until=" + url_encoded(text_of_day(query_.until) + (query_.seconds ? "T23:59:59Z" : ""));
  return query_.set.empty() ? url : url + "&set=" + url_encoded(query_.set);
}

OaiPage OaiList::fetch() const {
  OaiPage page;
  read_answer(fetcher_, address(), [&](const FetchResponse& response) {
    page = parse_oai_page(response.body);
    if (query_.ends_with_token && !token_.empty() && page.errors.empty() && !page.says_what_follows) {
      throw FetchError("the answer does not say whether the list goes on");
    }
    if (page.response_day) return;
    if (!response.date) throw FetchError("the answer does not say when it was given");
    page.response_day = response.date->first_day();
  });
  return page;
}

void OaiList::take(const OaiPage& page) {
  received_ += page.records.size();
  if (page.complete_list_size) announced_ = page.complete_list_size;  // a server may correct it on the way
  empty_pages_ = page.records.empty() ? empty_pages_ + 1 : 0;
  token_ = page.token;
  if (token_.empty()) return end();
  if (token_.size() > kMaxTokenBytes) fail("has a resumption token of " + std::to_string(token_.size()) + " bytes");
  if (!tokens_.insert(token_).second) fail("goes in circles: a resumption token came twice");
  if (empty_pages_ > kMaxEmptyPages) fail("leads from one page without records to another");
  if (tokens_.size() >= kMaxPages) fail("has more than " + std::to_string(kMaxPages) + " pages");
}

void OaiList::answer_errors(const OaiPage& page) {
  const auto has = [&](const char* code) {
    return std::any_of(page.errors.begin(), page.errors.end(), [&](const OaiError& e) { return e.code == code; });
  };
  if (!token_.empty() && has("badResumptionToken")) {
    token_as_it_is_ = !token_as_it_is_;
    return start_again(describe(page.errors));
  }
  const bool nothing_more = std::all_of(page.errors.begin(), page.errors.end(),
                                        [](const OaiError& error) { return error.code == "noRecordsMatch"; });
  if (!nothing_more) fail("was answered with " + describe(page.errors));
  // No records at all, or all that were announced. Otherwise records left the window while its pages were read, and
  // others moved up into pages that had been read already; or the token was not understood. Unless it ends at the same
  // place once more, with the token written in the other way.
  if (token_.empty() || (announced_ && received_ >= *announced_) || ended_early_after_ == received_) return end();
  ended_early_after_ = received_;
  token_as_it_is_ = !token_as_it_is_;
  start_again("the list became shorter while it was read");
}

void OaiList::start_again(const std::string& reason) {
  if (restarts_ == kMaxRestarts) {
    fail("could not be read through in " + std::to_string(kMaxRestarts + 1) + " attempts: " + reason);
  }
  ++restarts_;
  token_.clear();
  tokens_.clear();
  received_ = 0;
  announced_.reset();
  empty_pages_ = 0;
}

void OaiList::end() {
  if (announced_ && received_ < *announced_) {
    fail("ended after " + std::to_string(received_) + " of " + std::to_string(*announced_) + " records");
  }
  done_ = true;
}

void OaiList::fail(const std::string& reason) const {
  const std::string days =
      text_of_day(query_.from) + (query_.until > query_.from ? ".." + text_of_day(query_.until) : "");
  throw FetchError(query_.base_url + ": the list of " + days + (query_.set.empty() ? "" : " of set " + query_.set) +
                   ' ' + reason);
}

OaiIdentity oai_identify(Fetcher& fetcher, const std::string& base_url) {
  OaiIdentity identity;
  const auto read = [&](const FetchResponse& response) { identity = parse_oai_identity(response.body); };
  read_answer(fetcher, with_verb(base_url, "Identify"), read);
  if (!identity.errors.empty()) {
    throw FetchError(base_url + ": Identify was answered with " + describe(identity.errors));
  }
  return identity;
}

}  // namespace paperdex
