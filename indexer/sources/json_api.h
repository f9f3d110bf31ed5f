// Records that a server lists as JSON, day by day and page by page: what Daily Papers, OpenAlex and Europe PMC share.
//
// It shows RapidJSON as data/json.h does: include it in the .cc files of such sources only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/date.h"
#include "data/json.h"
#include "data/paper.h"
#include "indexer/fetcher.h"
#include "indexer/paper_source.h"

namespace paperdex {

struct JsonPage {
  JsonDocument document;                   // holds the memory of `records`
  JsonValue records;                       // a list
  std::optional<std::uint64_t> announced;  // records of the day, where the server counts them
  std::string next;                        // the cursor of the page after it; empty when it is the last one
  bool promised = false;                   // the server says that there is a page after it
};

// What one server's list looks like. All functions but read() and key() are about a day and a cursor, which names a
// page.
class JsonApi {
 public:
  virtual ~JsonApi() = default;

  virtual std::string source() const = 0;        // Paper::source
  virtual std::size_t max_pages() const = 0;     // of a day; more is a fault
  virtual std::string first_cursor() const = 0;  // not empty
  virtual std::string address(Day day, const std::string& cursor) const = 0;
  // Fills in the page from `page.document`, which it may take apart. Throws FetchError when that is no page of the
  // list.
  virtual void read_page(const FetchResponse& response, const std::string& cursor, JsonPage& page) const = 0;
  // What is the same in two copies of one record; empty when the record does not say. Throws Rejection.
  virtual std::string key(const JsonValue& record) const = 0;
  // Throws Rejection.
  virtual Paper read(const JsonValue& record, Day day) const = 0;
  // What the user can do about an answer that is not 200; empty when there is nothing to say.
  virtual std::string advice(long status) const;
  // What in an address must not be shown in messages.
  virtual std::string secret() const { return {}; }
};

// Hands out the records of each day and then its Covered: `announced` is what the server counts, or else what it lists;
// `closed` when the server's clock was past the day before its first page was made. A record that is listed twice,
// because the list moved between two pages, is one.
//
// next() throws FetchError when an answer is not 200, is no page of the list (after the fetcher's tries: a body that is
// cut off, HTML or an error is a passing fault), when fewer records came than were announced, and when a day has more
// pages than max_pages(). `fetcher` must outlive the source. Memory: one page, and the keys of one day.
std::unique_ptr<PaperSource> json_source(Fetcher& fetcher, std::vector<Day> days, std::unique_ptr<JsonApi> api);

// `base_url`, or `own` when that is empty, without slashes at its end.
std::string base_address(const std::string& base_url, std::string_view own);

// A server's text for a message of ours: on one line, without control characters, cut when it is long.
std::string printable(std::string_view text);

// The arXiv id that web addresses of one paper name, by arXiv's own hosts or its DOIs; empty when none does, or when
// they name different ones, of which at most one can be right.
std::string arxiv_id_of(const std::vector<std::string>& addresses);

// The member as a list or an object; nullptr when absent or null. Throws Rejection when it is something else.
const JsonValue* json_list(const JsonValue& object, const char* name);
const JsonValue* json_object(const JsonValue& object, const char* name);

// Moves the member out of `object`, whose document keeps its memory; null when `object` is no object or has none.
JsonValue take_member(JsonValue& object, const char* name);

}  // namespace paperdex
