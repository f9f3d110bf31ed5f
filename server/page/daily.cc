#include "server/page/daily.h"

#include <algorithm>
#include <array>

#include "server/daily_params.h"
#include "server/page/hit.h"
#include "server/page/html.h"

namespace paperdex {
namespace {

constexpr std::array<const char*, 12> kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                                 "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<const char*, 7> kWeekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                  "Friday", "Saturday", "Sunday"};

const char* weekday(Day day) {
  return kWeekdays[static_cast<std::size_t>(((day + 3) % 7 + 7) % 7)];  // 1970-01-01 was a Thursday
}

std::string month_of(const YearMonthDay& date) { return kMonths[static_cast<std::size_t>(date.month - 1)]; }

// The same list of another period.
std::string address_of(const QueryString& params, const DayRange& range) {
  return list_address("/daily", with_period(params, range));
}

std::string turn(const QueryString& params, const std::optional<DayRange>& range, bool back) {
  if (!range) return {};
  const std::string name = period_title(*range);
  return link(address_of(params, *range), back ? "\u2190" : "\u2192",
              attribute("aria-label", (back ? "Earlier: " : "Later: ") + name) + attribute("title", name) +
                  (back ? " rel=\"prev\"" : " rel=\"next\""));
}

// The latest day of the period that has one of these papers.
Day last_day(const Daily& daily) {
  std::optional<Day> last;
  for (const Hit& hit : daily.hits) {
    const std::optional<Date>& date = hit.paper.shown ? hit.paper.shown : hit.paper.published;
    if (!date || date->precision() < Date::Precision::kDay) continue;
    const Day day = date->first_day();
    if (day >= daily.range.first && day <= daily.range.last) last = std::max(last.value_or(day), day);
  }
  return last.value_or(daily.range.last);
}

}  // namespace

std::string period_title(const DayRange& range) {
  const YearMonthDay first = ymd_from_day(range.first);
  const YearMonthDay last = ymd_from_day(range.last);
  std::string end = month_of(last) + " " + std::to_string(last.year);
  std::string last_of_all = std::to_string(last.day) + " " + end;
  switch (kind_of_period(range).value_or(PeriodKind::kWeek)) {
    case PeriodKind::kDay:
      return std::string(weekday(range.first)) + ", " + last_of_all;
    case PeriodKind::kMonth:
      return end;
    case PeriodKind::kWeek:
      break;
  }
  std::string start = std::to_string(first.day);
  if (first.month != last.month) start += " " + month_of(first);
  if (first.year != last.year) start += " " + std::to_string(first.year);
  return start + " to " + last_of_all;
}

std::string daily_bar_html(const Daily& daily, const DailyRequest&, const QueryString& params) {
  const PeriodKind chosen = kind_of_period(daily.range).value_or(PeriodKind::kDay);
  std::string kinds;
  constexpr std::pair<PeriodKind, const char*> kKinds[] = {
      {PeriodKind::kDay, "Day"}, {PeriodKind::kWeek, "Week"}, {PeriodKind::kMonth, "Month"}};
  for (const auto& [kind, label] : kKinds) {
    kinds += link(address_of(params, period_of(kind, last_day(daily))), label,
                  kind == chosen ? " aria-current=\"true\"" : "");
  }
  return "<div class=\"bar period\">" + turn(params, daily.previous, true) + turn(params, daily.next, false) +
         element("h1", period_title(daily.range), " id=\"status\"") +
         element("nav", kinds, " class=\"switch\" aria-label=\"Period\"") +
         "<button type=\"button\" id=\"hide-seen\" class=\"scripted\" aria-pressed=\"false\">Hide seen</button></div>";
}

std::string daily_papers_html(const Daily& daily, const DailyRequest& request, const QueryString& params) {
  if (daily.hits.empty()) {
    std::string html = "<p>No papers here.</p>";
    if (daily.previous) {
      html += element("p", link(address_of(params, *daily.previous), "To " + period_title(*daily.previous)));
    }
    return element("div", element("div", html, " class=\"advice\""), " id=\"results\"");
  }
  QueryString lasting = params;
  if (lasting.items().empty()) lasting.set("date", period_text(daily.range));
  return element("div", hits_html(daily.hits, {"/daily", lasting, true, request.offset + 1}), " id=\"results\"");
}

}  // namespace paperdex
