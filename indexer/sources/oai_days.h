// A repository's records as a source of papers: day by day, and after each day that it is covered.
//
// Whoever includes this needs pugixml (oai_page.h): include it in .cc files only.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "indexer/paper_source.h"
#include "indexer/sources/oai_client.h"

namespace paperdex {

// The last days are asked for whatever a repository says of its earliest record.
inline constexpr int kDaysAlwaysAsked = 7;

struct OaiDays {
  std::string name;  // Paper::source
  std::string base_url;
  std::string metadata_prefix;
  std::string set;  // empty: all
  std::vector<Day> days;
  // Days before this one are covered without asking: the repository has nothing there.
  Day first_day = std::numeric_limits<Day>::min();
  bool ends_with_token = false;  // as OaiQuery's
  // Ask the repository first whether its datestamps have seconds, and before which day it has nothing.
  bool asks_identity = false;
};

class OaiDaySource final : public PaperSource {
 public:
  // Makes a paper or a deletion of a record that has an identifier; may throw Rejection.
  using Read = std::function<SourceItem(const OaiRecord&)>;

  OaiDaySource(Fetcher& fetcher, OaiDays what, Read read);

  // A day that has to be read again from its start hands out its records again. Rejected::line is the number of the
  // record within its day, and the reason ends with the record's identifier and the day.
  SourceItem next() override;

 private:
  void ask_identity();
  void open_day();
  SourceItem close_day();
  SourceItem read_record();

  Fetcher& fetcher_;
  OaiDays what_;
  Read read_;
  std::optional<bool> seconds_;
  std::size_t day_ = 0;          // of what_.days: the one that is read, or comes next
  std::optional<OaiList> list_;  // of that day
  OaiPage page_;
  std::size_t record_ = 0;  // of the page: the next one
  bool is_ended_ = false;   // the list
};

}  // namespace paperdex
