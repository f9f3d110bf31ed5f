#include "server/daily_params.h"

#include <algorithm>
#include <array>

#include "server/http_error.h"

namespace paperdex {
namespace {

struct PeriodName {
  PeriodKind kind;
  const char* name;
  const char* wanted;
};
constexpr std::array<PeriodName, 3> kPeriods = {{{PeriodKind::kDay, "date", "a day such as 2025-03-04"},
                                                 {PeriodKind::kWeek, "week", "a week such as 2025-W09"},
                                                 {PeriodKind::kMonth, "month", "a month such as 2025-03"}}};

DailySort read_sort(const QueryString& params, bool has_topic) {
  const std::string name = params.text("sort").value_or(has_topic ? "relevance" : "upvotes");
  if (name == "upvotes" || (name == "relevance" && !has_topic)) return DailySort::kUpvotes;
  if (name == "relevance") return DailySort::kRelevance;
  if (name == "newest") return DailySort::kNewest;
  throw HttpError(400, "bad_sort", "The parameter sort must be upvotes, relevance or newest here.", "sort");
}

}  // namespace

std::optional<DayRange> read_period(const QueryString& params) {
  std::optional<DayRange> range;
  for (const PeriodName& period : kPeriods) {
    const auto text = params.text(period.name);
    if (!text) continue;
    if (range) throw HttpError(400, "two_periods", "Only one of date, week and month can be given.", period.name);
    range = parse_period(*text);
    if (!range || kind_of_period(*range) != period.kind) {
      throw HttpError(400, "bad_date", std::string("The parameter ") + period.name + " must be " + period.wanted + ".",
                      period.name);
    }
  }
  return range;
}

DailyRequest read_daily_order(const QueryString& params, std::size_t default_limit) {
  DailyRequest request;
  request.topic = params.text("topic").value_or("");
  request.sort = read_sort(params, !request.topic.empty());
  request.categories = params.texts("category");
  request.offset = params.integer("offset", 0, kMaxResults - 1).value_or(0);
  request.limit =
      params.integer("limit", 1, kMaxResults).value_or(std::min(default_limit, kMaxResults - request.offset));
  return request;
}

DailyRequest read_daily_request(const QueryString& params, std::size_t default_limit) {
  DailyRequest request = read_daily_order(params, default_limit);
  request.range = read_period(params);
  return request;
}

QueryString with_period(QueryString params, const DayRange& range) {
  const std::optional<PeriodKind> kind = kind_of_period(range);
  for (const PeriodName& period : kPeriods) {
    params.set(period.name, kind == period.kind ? period_text(range) : "");
  }
  return params;
}

}  // namespace paperdex
