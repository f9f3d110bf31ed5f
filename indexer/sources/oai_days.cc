#include "indexer/sources/oai_days.h"

#include <algorithm>
#include <utility>

#include "data/error.h"

namespace paperdex {

OaiDaySource::OaiDaySource(Fetcher& fetcher, OaiDays what, Read read)
    : fetcher_(fetcher), what_(std::move(what)), read_(std::move(read)) {}

SourceItem OaiDaySource::next() {
  if (!seconds_) ask_identity();
  for (;;) {
    if (record_ < page_.records.size()) return read_record();
    if (list_ && is_ended_) return close_day();
    if (!list_) {
      if (day_ == what_.days.size()) return Done{};
      if (what_.days[day_] < what_.first_day) return Covered{what_.days[day_++], 0, true};
      open_day();
    }
    const int restarts = list_->restarts();
    std::optional<OaiPage> page = list_->next_page();
    record_ = 0;
    page_ = page ? std::move(*page) : OaiPage();
    is_ended_ = !page;
    if (list_->restarts() > restarts) return Restarted{};
  }
}

void OaiDaySource::ask_identity() {
  seconds_ = false;
  if (!what_.asks_identity || what_.days.empty()) return;
  const OaiIdentity identity = oai_identify(fetcher_, what_.base_url);
  seconds_ = identity.seconds;
  // Where records are still coming in, or a repository is being filled anew, its word is not taken.
  if (identity.response_day) {
    what_.first_day = std::max(what_.first_day, std::min(identity.earliest, *identity.response_day - kDaysAlwaysAsked));
  }
}

void OaiDaySource::open_day() {
  const Day day = what_.days[day_];
  list_.emplace(fetcher_,
                OaiQuery{what_.base_url, what_.metadata_prefix, what_.set, day, day, *seconds_, what_.ends_with_token});
}

SourceItem OaiDaySource::close_day() {
  const Day day = what_.days[day_++];
  const Covered covered{day, list_->announced(), list_->asked_on() > day};
  list_.reset();
  is_ended_ = false;
  return covered;
}

SourceItem OaiDaySource::read_record() {
  const OaiRecord& record = page_.records[record_++];
  try {
    if (record.identifier.empty()) throw Rejection("identifier", "is missing");
    return read_(record);
  } catch (const Rejection& rejection) {
    const std::string where =
        " (" + in_quotes(record.identifier) + " of " + Date::from_day(what_.days[day_]).to_string() + ')';
    const std::uint64_t number = list_->received() - page_.records.size() + record_;
    return Rejected{what_.name, number, rejection.field(), rejection.reason() + where};
  }
}

}  // namespace paperdex
