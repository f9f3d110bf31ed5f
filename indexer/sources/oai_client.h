// OAI-PMH, the protocol: a repository's records of a closed window of days, page by page, all of them or a fault.
//
// Whoever includes this needs pugixml (oai_page.h): include it in .cc files only.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "data/date.h"
#include "indexer/fetcher.h"
#include "indexer/sources/oai_page.h"

namespace paperdex {

// Which records: those whose datestamp is on one of the days `from` to `until`.
struct OaiQuery {
  std::string base_url;
  std::string metadata_prefix;
  std::string set;  // empty: all
  Day from = 0;
  Day until = 0;
  bool seconds = false;  // OaiIdentity::seconds
  // The server ends every list of several pages with an empty token; one without is not whole.
  bool ends_with_token = false;
};

// One list of records. Not thread-safe; the fetcher must outlive it.
//
// A token that the server no longer knows, or a list that ends before its end because records moved while it was read,
// starts the list again from its first page: pages that were handed out come again.
class OaiList {
 public:
  static constexpr int kMaxRestarts = 3;
  static constexpr int kMaxEmptyPages = 10;  // in a row, each with a token
  static constexpr std::uint64_t kMaxPages = 50'000;
  static constexpr std::size_t kMaxTokenBytes = 2048;  // it travels in an address

  OaiList(Fetcher& fetcher, OaiQuery query);

  // The next page, without errors, perhaps without records; nothing at the end, when everything was handed out since
  // the last first page. Throws FetchError, naming the list, when the server answers with an error, goes in circles, or
  // has handed out fewer records than it announced; and what the fetcher throws.
  std::optional<OaiPage> next_page();

  // Records handed out since the last first page, this page's included.
  std::uint64_t received() const { return received_; }
  // At the end: how many records the server says there are; where it does not say so, how many it handed out.
  std::uint64_t announced() const { return announced_.value_or(received_); }
  // How often it was started again.
  int restarts() const { return restarts_; }
  // The day, by the server's clock, on which it answered with the last first page.
  Day asked_on() const { return asked_on_; }

 private:
  OaiPage fetch() const;
  std::string address() const;
  void take(const OaiPage& page);
  void answer_errors(const OaiPage& page);
  void start_again(const std::string& reason);
  void end();
  [[noreturn]] void fail(const std::string& reason) const;

  Fetcher& fetcher_;
  OaiQuery query_;
  int restarts_ = 0;
  bool token_as_it_is_ = false;                     // see address()
  std::optional<std::uint64_t> ended_early_after_;  // records of the last pass that noRecordsMatch ended
  bool done_ = false;
  Day asked_on_ = 0;
  // Of this pass:
  std::string token_;
  std::set<std::string> tokens_;  // all that were used
  std::uint64_t received_ = 0;
  std::optional<std::uint64_t> announced_;
  int empty_pages_ = 0;
};

// Asks a repository for what it says of itself. Throws FetchError.
OaiIdentity oai_identify(Fetcher& fetcher, const std::string& base_url);

}  // namespace paperdex
